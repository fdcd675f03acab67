"""A real browser for the journeys: the system's Chromium, and never another host than the test's own server."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

# playwright's sync API runs an event loop in this thread; the tests' own queries are still plain ones
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_browser() -> str | None:
    """CHROMIUM, or the first one on the path."""
    for name in (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"):
        if name and (path := shutil.which(name)):
            return path
    return None


BROWSER = find_browser()
LATE = 30_000  # milliseconds until what never comes is missed: a crowded machine is not a broken page
expect.set_options(timeout=LATE)
USES_BROWSER = {"page", "browser", "context", "browser_page", "new_visitor"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser the journeys are skipped, and the summary says so loudly."""
    if BROWSER:
        return
    why = pytest.mark.skip(reason="no Chromium found (apt install chromium, or set CHROMIUM=/path)")
    for item in items:
        if USES_BROWSER & set(getattr(item, "fixturenames", ())):
            item.add_marker(why)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many were skipped."""
    skipped = [r for r in terminalreporter.stats.get("skipped", []) if "no Chromium" in str(r.longrepr)]
    if skipped:
        text = f"{len(skipped)} browser tests were SKIPPED: no Chromium on this machine"
        terminalreporter.write_sep("!", text, red=True, bold=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where a browser is required, its absence is a failure."""
    if os.environ.get("REQUIRE_BROWSER") and not BROWSER:
        session.exitstatus = 3


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium, quiet."""
    return {**browser_type_launch_args, "executable_path": BROWSER, "args": FLAGS}


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    """The running site's address, with plain static files and the address in its settings."""
    settings.SITE_URL = live_server.url
    return str(live_server.url)


@pytest.fixture
def new_visitor(browser: Browser, site: str) -> Iterator[Any]:
    """Makes visitors: `new_visitor(width=360, dark=True, scripts=False)` is a page of a browser of their own."""
    contexts: list[BrowserContext] = []

    def visit(*, width: int = 1280, height: int = 900, dark: bool = False, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.route("**/*", lambda route: _own_host_only(route, site))
        context.set_default_timeout(LATE)
        contexts.append(context)
        return context.new_page()

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture
def browser_page(new_visitor: Any) -> Page:
    """One visitor at a desk."""
    return new_visitor()


def _own_host_only(route: Route, site: str) -> None:
    if route.request.url.startswith((site, "data:", "blob:")):
        route.continue_()
    else:
        route.abort()
