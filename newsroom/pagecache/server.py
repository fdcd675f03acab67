"""The server before Django: kept pages answered in microseconds, others rendered once, however many ask."""

import contextlib
import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from newsroom.kit.caching import DOWN
from newsroom.pagecache.follower import Follower
from newsroom.pagecache.page import MADE, NOTHING, STALE, Page
from newsroom.pagecache.policy import ENVIRON, OUTSIDE, as_asked_of_django, known_query, may_be_kept
from newsroom.pagecache.receivers import heard
from newsroom.pagecache.ring import HEAD, Ring
from newsroom.pagecache.store import Flight, Key, Store

logger = logging.getLogger(__name__)

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]
GRACE = (
    5.0  # seconds for which the previous bytes of an expired page are sent while one reader has it rendered
)
PATIENCE = 10.0  # how long who asks for the same page waits for its render
REST = 1.0  # seconds before a page that could not be rendered is tried again
MOST_PERSONAL = 2_000


class PageServer:
    """A WSGI application before another one."""

    def __init__(self, application: Application, store: Store) -> None:
        self.application = application
        self.store = store
        self._personal: set[Key] = set()  # addresses whose answers are never kept: nobody waits for another's
        self._resting_until = 0.0
        header = settings.SECURE_PROXY_SSL_HEADER
        self._secure: tuple[str, str] | None = header if settings.SECURE_SSL_REDIRECT else None

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        method, secure = environ["REQUEST_METHOD"], self._secure
        if secure is not None and environ.get(secure[0]) != secure[1]:  # not encrypted: Django leads on
            return self.application(environ, start_response)
        if method == "GET" and not environ.get("QUERY_STRING"):
            store = self.store
            if store.words[HEAD] != store.seen:
                store.sync()
            key = environ.get("HTTP_HOST"), environ["PATH_INFO"], ""
            page = store.plain.pages.get(key)
            if page is not None and page.until > time.time():
                with contextlib.suppress(KeyError):  # dropped this moment: asked before, answered with it
                    store.plain.pages.move_to_end(key)
                return page.answer(environ, start_response)
        if method not in ("GET", "HEAD") or environ["PATH_INFO"].startswith(OUTSIDE):
            return self.application(environ, start_response)
        return self._public(environ, start_response)

    def _public(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        query = known_query(environ.get("QUERY_STRING", ""))
        key = environ.get("HTTP_HOST"), environ["PATH_INFO"], query
        asked = as_asked_of_django(environ, query)
        while key not in self._personal:
            page = self.store.find(key)
            now = time.time()
            if page is not None and page.until > now:
                return page.answer(environ, start_response)
            if page is not None and now < max(self._resting_until, page.resting_until):
                return page.answer(environ, start_response, how=STALE)
            flight, mine = self.store.begin(key)
            if mine:
                return self._render(key, flight, page, asked, environ, start_response)
            if page is not None and now - page.until < GRACE:
                return page.answer(environ, start_response, how=STALE)
            if not flight.done.wait(PATIENCE) or not (flight.made or page):
                break
        return self._pass_on(asked, environ, start_response)

    def _render(
        self,
        key: Key,
        flight: Flight,
        previous: Page | None,
        asked: Environ,
        environ: Environ,
        start_response: Any,
    ) -> Iterable[bytes]:
        page, failed = None, True
        try:
            told: list[Any] = []
            body = self.application(
                asked, lambda status, headers, exc_info=None: told.extend((status, headers))
            )
            status, headers = told
            failed = status >= "500"
            kept = asked.get(ENVIRON)
            if kept is not None and may_be_kept(status, headers):
                page = Page(status, headers, _whole(body), kept, self._modified(flight, kept.until))
                page.prepare(environ.get("HTTP_ACCEPT_ENCODING", ""))
        finally:
            # an error leaves the expired page where it is: better old than nothing
            self.store.end(key, flight, page, drop=not failed)
        if page is not None:
            return page.answer(environ, start_response, how=MADE)
        if failed and previous is not None:
            _close(body)
            previous.resting_until = time.time() + REST
            if asked.get(DOWN):
                self._resting_until = previous.resting_until
            return previous.answer(environ, start_response, how=STALE)
        if status.startswith("200") and kept is None:
            if len(self._personal) >= MOST_PERSONAL:
                self._personal.clear()
            self._personal.add(key)
        return _sent(status, headers, body, environ, start_response)

    def _pass_on(self, asked: Environ, environ: Environ, start_response: Any) -> Iterable[bytes]:
        told: list[Any] = []
        body = self.application(asked, lambda status, headers, exc_info=None: told.extend((status, headers)))
        return _sent(told[0], told[1], body, environ, start_response)

    def _modified(self, flight: Flight, until: Any) -> int:
        """The second of the render; 0 where another version may carry the same one."""
        began = int(flight.started_at)
        ends_within = until is not None and int(until.timestamp()) <= began
        return 0 if ends_within or self.store.ring.purged_at >= began else began


def _sent(
    status: str, headers: Any, body: Iterable[bytes], environ: Environ, start_response: Any
) -> Iterable[bytes]:
    start_response(status, headers)
    if environ["REQUEST_METHOD"] == "HEAD":
        _close(body)
        return NOTHING
    return body


def _whole(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        _close(body)


def _close(body: Any) -> None:
    if hasattr(body, "close"):
        body.close()


def in_front_of(application: Application) -> Application:
    """The application with kept pages before it; by itself where this machine's file cannot be had."""
    try:
        store = Store(Ring(settings.PAGECACHE_RING), settings.PAGECACHE_BYTES, heard)
        Follower(store).start()
    except OSError:
        logger.exception("Pages are not kept: the ring cannot be opened. path=%s", settings.PAGECACHE_RING)
        return application
    return PageServer(application, store)
