"""Which request is this, and who sent it? Settled once, before anything else, so that logs, limits and pages agree."""

import ipaddress
import logging
import re
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)

request_id: ContextVar[str] = ContextVar("request_id", default="")
SOUND_ID = re.compile(
    r"[A-Za-z0-9._-]{8,64}"
)  # what a proxy may hand on: nothing that could forge a line of a log
# an invitation's link, the set-up's, a kept text's: who reads the log opens none of them
OPENS_A_DOOR = re.compile(r"^(/(?:accounts/.*|comments/rescued|setup)/)[\w-]{32,}")


def know_the_request(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, the outermost: the request's name (`X-Request-ID`) and the visitor's address.

    Forwarding headers are anybody's to write: they are read only as far as `TRUSTED_PROXIES` says that proxies of
    the site's own wrote them.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
        request.META["REMOTE_ADDR"] = visitor_address(
            request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""), proxies
        )
        handed_on = request.headers.get("X-Request-ID", "") if proxies else ""
        name = handed_on if SOUND_ID.fullmatch(handed_on) else secrets.token_hex(8)
        mark, started = request_id.set(name), time.perf_counter()
        try:
            response = get_response(request)
            if not response.has_header(
                "Cache-Tag"
            ):  # a page that is kept for all readers has no name of one request
                response["X-Request-ID"] = name
            took = (time.perf_counter() - started) * 1000
            logger.info(
                "Answered. method=%s path=%s status=%s ms=%s",
                *(request.method, told(request.path), response.status_code, round(took, 1)),
            )
        finally:
            request_id.reset(mark)
        return response

    return answer


def told(path: str) -> str:
    """The path as the log has it."""
    return without_key(path)[:200]


def without_key(path: str) -> str:
    """The path less what would open something to who reads it in a log."""
    return OPENS_A_DOOR.sub(r"\1…", path)


def visitor_address(peer: str, forwarded_for: str, proxies: int) -> str:
    """Who sent the request: the peer, or with `proxies` of the site's own before it what the outermost one saw.

    Each proxy appends the address it was asked from, so the last `proxies` entries are their words and everything
    before them is the visitor's. A header that is too short or holds no address proves nothing: the peer stands.
    """
    hops = [hop.strip() for hop in forwarded_for.split(",")] if proxies else []
    if not hops or len(hops) < proxies:
        return peer
    try:
        return str(ipaddress.ip_address(hops[-proxies].strip("[]")))
    except ValueError:
        return peer
