"""Takes the pictures of the README and the editors' guide: `.venv/bin/python docs/take_screenshots.py [NAME …]`.

Starts a demo edition of its own in a temporary folder, so that each run begins with the same stories. With names, only those
pictures are written anew. Needs the packages of `make test`, and Chromium (its path in CHROMIUM, /usr/bin/chromium by default).
"""

import io
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

DOCS = Path(__file__).resolve().parent
OUT = DOCS / "img"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)
PASSWORD = "newsroom-demo"
WIDE, PHONE = 1280, 390
LATE = 20_000  # milliseconds until a page that does not come is missed
WAITING = "Tar Street residents ask for lamps that look down"
LIVE = "A local paper should be late on purpose"
TALKED = "After nine winters"
NEXT_MONTH = (datetime.now(UTC).date().replace(day=1) + timedelta(days=32)).replace(day=1)


class Site:
    """A demo edition in a folder that goes away again."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.address = f"http://localhost:{self.port}"
        kept = {
            n: v
            for n, v in os.environ.items()
            if n not in ("DATABASE_URL", "EMAIL_URL", "DEBUG", "CACHE_URL")
        }
        self.environment = kept | {"NEWSROOM_VAR": str(home / "var"), "SITE_URL": self.address}

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "manage.py", *words]

    def manage(self, *words: str) -> str:
        done = subprocess.run(
            self.command(*words),
            cwd=DOCS.parent,
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    @contextmanager
    def running(self) -> Iterator[None]:
        """From its first page to its last."""
        process = subprocess.Popen(
            self.command("serve", "--port", str(self.port), "--workers", "1"),
            cwd=DOCS.parent, env=self.environment, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert process.stdout is not None
            if not any("Stop with" in line for line in process.stdout):
                sys.exit("The demo did not start; its last words are above.")
            yield
        finally:
            process.send_signal(signal.SIGINT)
            process.wait()
            self.manage("stop_postgres")


class Studio:
    """Browsers for the cast, and a wall for the pictures."""

    def __init__(self, browser: Browser, site: Site, wanted: set[str]) -> None:
        self.browser, self.site, self.wanted = browser, site, wanted
        self.sessions: dict[str, dict[str, object]] = {}

    @contextmanager
    def page(self, who: str = "", *, width: int = WIDE, height: int = 800) -> Iterator[Page]:
        """A page of this width; signed in as one of the cast where `who` says so."""
        context = self.browser.new_context(
            base_url=self.site.address, viewport={"width": width, "height": height}, color_scheme="light",
            reduced_motion="reduce", locale="en-GB", storage_state=self.session(who) if who else None,
        )  # fmt: skip
        context.set_default_timeout(LATE)
        yield context.new_page()
        context.close()

    def session(self, who: str) -> dict[str, object]:
        """Signed in once for all pictures."""
        if who not in self.sessions:
            context = self.browser.new_context(base_url=self.site.address)
            page = context.new_page()
            page.goto("/accounts/login/?next=/admin/")
            page.locator("[name=login]").fill(f"{who}@example.org")
            page.locator("[name=password]").fill(PASSWORD)
            page.locator("[name=password]").press("Enter")
            page.wait_for_url("**/admin/")
            self.sessions[who] = context.storage_state()  # type: ignore[assignment]
            context.close()
        return self.sessions[who]

    def keep(self, page: Page, name: str, *, of: Locator | None = None) -> None:
        """The picture, small enough for a repository; without a blinking cursor."""
        if self.wanted and name not in self.wanted:
            return
        page.wait_for_load_state("networkidle")
        raw = (of or page).screenshot(type="png", animations="disabled", caret="hide")
        Image.open(io.BytesIO(raw)).convert("RGB").save(OUT / f"{name}.webp", quality=72, method=6)


def open_public(page: Page, headline: str) -> str:
    """The story with these words in its headline, by the site's search."""
    page.goto(f"/search/?q={headline}")
    page.get_by_role("link", name=re.compile(headline)).first.click()
    page.wait_for_load_state("networkidle")
    return page.url


def open_story(page: Page, headline: str) -> None:
    """The same in the desk, its editor ready."""
    page.goto(f"/admin/articles/article/?q={headline}")
    page.get_by_role("link", name=re.compile(headline)).first.click()
    page.frame_locator(".cke_wysiwyg_frame").locator("body").wait_for()


def reading(studio: Studio) -> None:
    """What readers see: the README's pictures."""
    with studio.page(height=1100) as page:
        page.goto("/")
        studio.keep(page, "front")
        open_public(page, LIVE)
        studio.keep(page, "article")


def writing(studio: Studio) -> None:
    """Ada's and Ben's desk."""
    with studio.page("ben", height=900) as page:
        page.goto("/admin/")
        studio.keep(page, "desk")
        open_story(page, WAITING)
        studio.keep(page, "writing")
        page.locator("#publish-button").click()
        studio.keep(page, "publish")
    with studio.page("ben") as page:
        open_public(page, LIVE)
        page.get_by_role("complementary", name="For the newsroom").wait_for()
        studio.keep(page, "edit-on-page")
        open_story(page, LIVE)
        page.locator("#publish-button").click()
        page.get_by_role("radio", name=re.compile("Correction")).check()
        page.get_by_role("textbox", name="Correction").fill(
            "We said the clock was four minutes fast. It is four minutes slow."
        )
        studio.keep(page, "change")
    with studio.page("ada", width=PHONE, height=844) as page:
        open_story(page, "Hospital finds eleven beds")
        studio.keep(page, "writing-phone")
    with studio.page("ada") as page:
        page.goto("/admin/articles/image/")
        studio.keep(page, "pictures")


def two_people(studio: Studio) -> None:
    """Ada and Ben in one draft: the second save is refused, with both texts side by side."""
    with studio.page("ada") as ada, studio.page("ben") as ben:
        for page in (ada, ben):
            open_story(page, "Hospital finds eleven beds")
        ada.get_by_label("Standfirst", exact=True).fill("They were behind the old laundry all the time.")
        ada.locator("[data-save]").first.click()
        expect(ada.locator("[data-saved]")).to_contain_text("Saved")
        ben.get_by_label("Standfirst", exact=True).fill("A porter with a sandwich found them.")
        ben.locator("[data-save]").first.click()
        ben.locator(".theirs").wait_for()
        studio.keep(ben, "two-people")


def comments(studio: Studio) -> None:
    """Cleo's queue, a thread as she sees it on a phone, and the switch."""
    with studio.page("cleo") as page:
        page.goto("/admin/comments/comment/")
        studio.keep(page, "comments")
        page.get_by_role("link", name="Pause all comments").click()
        page.set_viewport_size({"width": WIDE, "height": 400})
        studio.keep(page, "pause")
    with studio.page("cleo", width=PHONE, height=844) as page:
        open_public(page, TALKED)
        page.get_by_role("button", name="Approve or reject").first.click()
        page.locator(".comments__waiting").evaluate("it => it.scrollIntoView()")
        studio.keep(page, "comments-phone")


def selling(studio: Studio) -> None:
    """Dov's calendar, his form, and what he sends the advertiser."""
    with studio.page("dov", height=700) as page:
        page.goto("/admin/ads/campaign/calendar/")
        studio.keep(page, "calendar")
        page.get_by_role("link", name="New booking").click()
        page.get_by_label("Advertiser").fill("Quayside Bakery")
        page.get_by_label("First day").fill(NEXT_MONTH.isoformat())
        page.get_by_label("Last day").fill(NEXT_MONTH.replace(day=14).isoformat())
        page.get_by_label("What the picture says").fill("Buns by seven")
        page.get_by_label("Leads to").fill("https://quayside-bakery.example/")
        studio.keep(page, "booking")
    with studio.page("dov") as page:
        page.goto("/admin/ads/campaign/calendar/")
        page.locator("td a", has_text="Quayside").first.click()
        studio.keep(page, "report")
        path = page.locator(".report__page a").first.get_attribute("href")
        assert path is not None
        page.goto(path)
        studio.keep(page, "preview")


def running_it(studio: Studio) -> None:
    """The administrator's pages."""
    with studio.page("admin") as page:
        page.goto("/admin/accounts/user/")
        page.get_by_text("Invite", exact=True).click()
        page.get_by_label("E-mail addresses").fill("Gil Prentice <gil@example.org>")
        page.get_by_label("Reporter: ").check()
        studio.keep(page, "people")
        page.goto("/admin/site/sitesettings/")
        studio.keep(page, "settings")


def first_day(studio: Studio) -> None:
    """Last, since it takes the demo away: the set-up of an empty paper."""
    found = re.search(r"http\S+/setup/\S+", studio.site.manage("demo", "--remove"))
    assert found is not None
    with studio.page(height=680) as page:
        page.goto(found[0])
        page.get_by_role("button", name="Begin").click()
        page.get_by_label("Name of the paper").fill("The Vale Courier")
        page.get_by_label("Tagline").fill("News of the valley")
        studio.keep(page, "setup")


ROUNDS: tuple[Callable[[Studio], None], ...] = (
    reading,
    writing,
    two_people,
    comments,
    selling,
    running_it,
    first_day,
)


def main() -> None:
    """All of them, in one order."""
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="newsroom-pictures-") as made, sync_playwright() as playwright:
        Path(made).chmod(0o755)  # PostgreSQL runs as another user where this one is root
        site = Site(Path(made))
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS])
        with site.running():
            studio = Studio(browser, site, set(sys.argv[1:]))
            for take in ROUNDS:
                take(studio)
        browser.close()


if __name__ == "__main__":
    main()
