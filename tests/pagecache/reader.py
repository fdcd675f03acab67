"""A reader of one process: the server before Django, asked without a network."""

import io
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from newsroom.pagecache.page import Page
from newsroom.pagecache.purge import look
from newsroom.pagecache.receivers import heard
from newsroom.pagecache.ring import Ring
from newsroom.pagecache.server import Application, PageServer
from newsroom.pagecache.store import Store
from tests.pagecache.site import Answer

HOST = "testserver"


class Headers(dict[str, str]):
    """Named without regard to case."""

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.lower(), default)

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())


def ask(application: Application, path: str, method: str = "GET", **headers: str) -> Answer:
    """One request."""
    path, _, query = path.partition("?")
    told: list[Any] = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": HOST,
        "SERVER_PORT": "80",
        "HTTP_HOST": HOST,
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    body = application(environ, lambda status, headers, exc_info=None: told.extend((status, headers)))
    content = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    return Answer(int(told[0][:3]), Headers({name.lower(): value for name, value in told[1]}), content)


class Reader:
    """One process of the machine that the test's settings name."""

    def __init__(self, application: Application | None = None, budget: int = 64 * 2**20) -> None:
        self.ring = Ring(settings.PAGECACHE_RING)
        if application is None:
            look(self.ring, {})
        else:
            self.ring.note_followed(1)
        self.store = Store(self.ring, budget, heard)
        self.application: Application = application or get_wsgi_application()
        self.server = PageServer(self.application, self.store)

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        return ask(self.server, path, method, **headers)

    def fresh(self, path: str) -> bytes:
        """The page as it is now, made for this question alone."""
        self.store.sync()  # as the server does before it has a page made
        return ask(self.application, path).body

    def kept(self, path: str) -> Page | None:
        """The page as it is kept, where it is."""
        path, _, query = path.partition("?")
        return self.store.find((HOST, path, query))

    def keeps(self, path: str) -> bool:
        """Is it kept, and right?"""
        return self.kept(path) is not None
