"""The blank day: from an empty database to a paper with people in it, by a browser and what the site itself prints and mails."""

import base64
import email
import io
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import LATE
from tests.journeys.test_paste import CLIPBOARD, PASTE, until
from tests.journeys.test_people import code_for

PHRASE = "correct-horse-battery"
STAFF = {
    "Reporter": ("Rosa Vale", "rosa@vale.example"),
    "Editor": ("Emil Vale", "emil@vale.example"),
    "Moderator": ("Mona Vale", "mona@vale.example"),
    "Ad manager": ("Sol Vale", "sol@vale.example"),
}
# three links: a moderator reads it first
WITH_LINKS = "The wall was fine. See https://a.example/1, https://b.example/2 and https://c.example/3."
EDITOR = "window.CKEDITOR?.instances.id_body?.status === 'ready'"
NEVER = 240.0  # seconds until something that never comes is missed
Found = Any


def wait_for(look: Callable[[], Found], what: str) -> Found:
    """What `look` finds, as soon as it does."""
    end = time.monotonic() + NEVER
    while not (found := look()):
        assert time.monotonic() < end, f"{what} never came"
        time.sleep(0.05)
    return found


class Paper:
    """A site of its own, started as `make run EMPTY=1` starts it, with nothing in its environment but a place."""

    before = ""  # the story as the place it was moved from sent it

    def __init__(self, home: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.home, self.address = home, f"http://localhost:{self.port}"
        self.said = home / "said.txt"
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "EMAIL_URL", "DEBUG")
        }
        self.environment = kept | {"NEWSROOM_VAR": str(home / "var"), "SITE_URL": self.address}

    def manage(self, *words: object) -> str:
        """A command of the shell; what it printed."""
        command = [sys.executable, "manage.py", *map(str, words)]
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        """Until it says where it is."""
        command = [
            sys.executable,
            "manage.py",
            "serve",
            "--empty",
            "--port",
            str(self.port),
            "--workers",
            "1",
        ]
        with self.said.open("w") as out:
            self.process = subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        try:
            wait_for(
                lambda: "Stop with" in self.said.read_text() or self.process.poll() is not None, "the site"
            )
        except AssertionError:
            self.process.kill()
        assert self.process.poll() is None, self.said.read_text()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)  # as Ctrl-C does
        assert self.process.wait(60) == 0
        self.manage("stop_postgres")

    def mails_to(self, address: str) -> list[Any]:
        """What lies in the mailbox for this address, the oldest first."""
        files = sorted((self.home / "var" / "mail").glob("*.eml"))
        mails = [email.message_from_bytes(path.read_bytes(), policy=default) for path in files]
        return [mail for mail in mails if address in mail["To"]]


@pytest.fixture
def paper() -> Iterator[Paper]:
    with tempfile.TemporaryDirectory(prefix="newsroom-blank-") as made:
        Path(made).chmod(0o755)  # PostgreSQL runs as another user where this one is root
        site = Paper(Path(made))
        site.start()
        try:
            yield site
        finally:
            if site.process.poll() is None:
                site.stop()


@pytest.fixture
def sit_down(browser: Browser, paper: Paper) -> Iterator[Callable[..., Page]]:
    """Somebody at a browser of their own."""
    contexts = []

    def open_browser(address: str = "", **how: Any) -> Page:
        first = browser.new_page()  # its own name, without the word that has it counted as a machine
        person = first.evaluate("navigator.userAgent").replace("HeadlessChrome", "Chrome")
        first.close()
        context = browser.new_context(
            **{"base_url": address or paper.address, "user_agent": person, "reduced_motion": "reduce"} | how
        )
        context.set_default_timeout(LATE)
        contexts.append(context)
        return context.new_page()

    yield open_browser
    for context in contexts:
        context.close()


def take_second_factor(page: Page) -> None:
    """With an app, as everybody at the desk must."""
    page.get_by_role("link", name="Use an app").click()
    page.get_by_label("Authenticator code").fill(
        code_for(page.get_by_label("Authenticator secret").input_value())
    )
    page.get_by_role("button", name="Activate").click()
    page.get_by_role("link", name="Go on to the desk").click()


def set_up(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Name of the paper").fill("The Vale Courier")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Your name").fill("Nora Vale")
    page.get_by_label("Your e-mail address").fill("nora@vale.example")
    page.get_by_label("Password").fill(PHRASE)
    page.get_by_role("button", name="Make my account").click()
    page.get_by_role("button", name="Finish").click()
    take_second_factor(page)
    expect(page.get_by_role("heading", name="What to do next")).to_be_visible()


def invite_all(page: Page) -> dict[str, str]:
    """By the page of people; the links, by role."""
    links = {}
    page.get_by_role("link", name="People", exact=True).first.click()
    for role, (name, address) in STAFF.items():
        fields = page.get_by_label("E-mail addresses")
        if not fields.is_visible():
            page.get_by_text("Invite", exact=True).click()
        fields.fill(f"{name} <{address}>")
        page.get_by_label(f"{role}: ").check()
        page.get_by_role("button", name="Send the invitation").click()
        links[role] = page.get_by_label(f"{name}, {address}").input_value()
    return links


def join(page: Page, link: str) -> Page:
    page.goto(link)
    page.get_by_label("Password").fill(PHRASE)
    page.get_by_role("button", name="Set the password and go on").click()
    take_second_factor(page)
    expect(page.get_by_role("heading", name=re.compile("^Good to see you"))).to_be_visible()
    return page


def picture() -> str:
    from PIL import Image as Pixels

    out = io.BytesIO()
    Pixels.new("RGB", (900, 500), "teal").save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def write(page: Page) -> None:
    """Pasted from Google Docs, with a picture; the byline is there already."""
    page.get_by_role("link", name="New story").first.click()
    until(page, EDITOR)
    page.get_by_label("Headline", exact=True).fill("Council moves the harbour wal")
    assert page.locator(".byline-name").first.input_value() == "Rosa Vale"
    page.get_by_label("Section").select_option(label="News")
    page.evaluate(PASTE, [(CLIPBOARD / "google-docs.html").read_text(), "words"])
    until(page, "CKEDITOR.instances.id_body.getData().includes('harbour')")
    page.evaluate(PASTE, [f'<p><img src="data:image/png;base64,{picture()}"></p>', "words"])
    upload = page.locator(".library-upload")
    upload.locator("[name=alt]").fill("The old wall at low tide")
    upload.locator("button").click()
    until(page, "CKEDITOR.instances.id_body.getData().includes('<img')")
    page.locator("#publish-button").click()
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text("Submitted.")).to_be_visible()


def publish(page: Page) -> str:
    """From the desk's first page to the public one; the story's path."""
    page.goto("/admin/")
    page.get_by_role("link", name="Council moves the harbour wal").first.click()
    until(page, EDITOR)
    page.locator("#publish-button").click()
    page.get_by_role("button", name="Publish now").click()
    page.get_by_role("link", name="View on site").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Council moves the harbour wal")
    return page.url.partition("?")[0].removeprefix(page.evaluate("location.origin"))


def mend_typo(page: Page) -> None:
    """By *Edit* on the public page."""
    page.get_by_role("complementary", name="For the newsroom").get_by_role("link", name="Edit").click()
    until(page, EDITOR)
    page.get_by_label("Headline", exact=True).fill("Council moves the harbour wall")
    page.locator("#publish-button").click()
    page.get_by_role("button", name="Publish changes now").click()
    expect(page.get_by_text("Readers see it now.")).to_be_visible()


def throttle(page: Page) -> None:
    """400 kbit/s, 400 ms, a processor four times slower."""
    line = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", line)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})


def reply(page: Page, paper: Paper, path: str, *, name: str, text: str) -> None:
    """Without an account: a name, an address, and the code that is mailed."""
    address = f"{name.split()[0].lower()}@reader.example"
    page.goto(path)
    page.get_by_label("Your comment", exact=True).fill(text)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your e-mail address").fill(address)
    page.get_by_role("button", name="Post comment").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step: the code from your e-mail")
    code = wait_for(lambda: re.search(r"\b\d{3} ?\d{3}\b", words_to(paper, address)), "the code")
    page.get_by_label("The code").fill(code[0])
    page.get_by_role("button", name="Post comment").first.click()
    expect(page.get_by_role("status")).to_be_visible()


def words_to(paper: Paper, address: str) -> str:
    """All that was mailed to this address."""
    return "\n".join(mail.get_body(("plain",)).get_content() for mail in paper.mails_to(address))


def moderate(page: Page, path: str) -> None:
    """On the story's own page: the one that waits is approved, the rude one hidden."""
    page.goto(path)
    page.get_by_role("button", name="Approve or reject").click()
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.locator(".comments__list")).to_contain_text("The wall was fine")
    rude = page.locator(".comment", has_text="You are all fools.")
    rude.get_by_role("button", name="Hide").click()
    rude.get_by_label("Reason").fill("Rude")
    rude.get_by_role("button", name="Hide").last.click()
    expect(page.locator("#comments")).not_to_contain_text("You are all fools.")


def book(page: Page) -> None:
    """One advertiser above and below each story, from today on, with one form."""
    page.goto("/admin/ads/campaign/booking/")
    page.get_by_label("Advertiser").fill("Harbour Café")
    page.get_by_label("First day").fill(page.evaluate("new Date().toISOString().slice(0, 10)"))
    page.get_by_label("Picture", exact=True).set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": base64.b64decode(picture())}
    )
    page.get_by_label("What the picture says").fill("Coffee by the water")
    page.get_by_label("Leads to").fill("http://127.0.0.1:9/cafe")
    page.get_by_role("button", name="Book").click()
    expect(page.get_by_text("Nothing was counted yet.")).to_be_visible()


def read_on_a_slow_phone(page: Page) -> None:
    """Found on the front page, the mend in place and nothing said of it."""
    throttle(page)
    page.goto("/")
    page.get_by_role("link", name="Council moves the harbour wall").first.click()
    expect(page.locator(".story .body")).to_contain_text("The council met on Tuesday")
    expect(page.get_by_text("Updated")).to_have_count(0)


def see_both(reader: Page, path: str, sol: Page) -> None:
    """The advertiser stands above and below, and the seller's page counts it without a press."""

    def are_there() -> bool:
        reader.goto(path)
        reader.wait_for_load_state("networkidle")
        return reader.get_by_role("img", name="Coffee by the water").count() == 2

    wait_for(are_there, "the advertiser above and below")
    reader.get_by_role("img", name="Coffee by the water").last.scroll_into_view_if_needed()
    counted = sol.locator("[data-seen]").filter(has_text=re.compile("^[1-9]"))
    expect(counted).not_to_have_count(0, timeout=60_000)


def story_of(page: Page, path: str) -> str:
    """The story with its thread, as the server sends it."""
    text = page.request.get(path).text()
    return text[text.index("<main") : text.index("</main>")]


def move_elsewhere(paper: Paper, reader: Page, path: str) -> Paper:
    """Backed up while it runs, stopped, and restored in another place."""
    file = paper.home / "kept.newsroom"
    paper.manage("backup", file)
    before = story_of(reader, path)
    paper.stop()
    elsewhere = Paper(paper.home / "elsewhere")
    elsewhere.home.mkdir(mode=0o755)
    elsewhere.manage("restore", file)
    elsewhere.start()
    elsewhere.before = before
    return elsewhere


@pytest.mark.slow
def test_the_blank_day(paper: Paper, sit_down: Callable[..., Page]) -> None:
    printed = re.search(rf"{paper.address}/setup/\S+", paper.said.read_text())
    assert printed is not None
    nora = sit_down()
    set_up(nora, printed[0])
    links = invite_all(nora)
    rosa, emil, mona, sol = (join(sit_down(), links[role]) for role in STAFF)

    write(rosa)
    path = publish(emil)
    mend_typo(emil)

    wanda = sit_down(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    read_on_a_slow_phone(wanda)
    reply(wanda, paper, path, name="Wanda Reyes", text=WITH_LINKS)
    reply(sit_down(), paper, path, name="Finn Barlow", text="You are all fools.")
    wait_for(lambda: "/admin/comments/" in words_to(paper, "mona@vale.example"), "the moderator's mail")
    moderate(mona, path)
    reader = sit_down()
    reader.goto(path)
    expect(reader.locator(".comments__list")).to_contain_text("The wall was fine")
    expect(reader.get_by_text("You are all fools.")).to_have_count(0)

    book(sol)
    see_both(reader, path, sol)

    elsewhere = move_elsewhere(paper, reader, path)
    try:
        again = sit_down(elsewhere.address)
        assert story_of(again, path).replace(elsewhere.address, paper.address) == elsewhere.before
        again.goto(path)
        expect(again.locator(".comments__list")).to_contain_text("The wall was fine")
        assert again.evaluate("document.querySelector('.story .body img').naturalWidth") > 0
    finally:
        elsewhere.stop()
