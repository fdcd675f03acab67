"""A seller's day: one form books above and below a story, the advertiser sees it before it starts, and then it counts."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone

from ads import decision
from ads.models import Campaign, Mark, ViewDelta
from tests import factories
from tests.ads.conftest import PERSON
from tests.journeys.conftest import LATE
from tests.journeys.test_writing import picture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_bookings_in_memory() -> Any:
    decision._held, decision._checked_at = None, 0.0
    yield
    decision._held = None


@pytest.fixture
def dov_at(new_visitor: Any, site: str) -> Any:
    """Dov, signed in, in a browser of this width."""

    def visit(**how: Any) -> Any:
        page = new_visitor(**how)
        client = Client()
        client.force_login(factories.make_dov())
        page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}]
        )
        return page

    return visit


@pytest.fixture
def reader(browser: Any, site: str) -> Any:
    """Somebody whose browser has a person's name: one that calls itself headless is counted apart."""
    context = browser.new_context(base_url=site, user_agent=PERSON)
    context.set_default_timeout(LATE)
    yield context.new_page()
    context.close()


def order(page: Any, link: str) -> None:
    """Fill the booking form in, and press its button."""
    page.get_by_label("Advertiser").fill("Harbour Café")
    page.get_by_label("Picture", exact=True).set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": picture()}
    )
    page.get_by_label("What the picture says").fill("Coffee by the water")
    page.get_by_label("Leads to").fill(link)
    page.get_by_role("button", name="Book").click()


def test_book_preview_start_view_click_report(dov_at: Any, new_visitor: Any, reader: Any) -> None:
    story = factories.make_article(headline="Ferry late")
    dov, presses = dov_at(), 0

    dov.goto("/admin/")
    for name in ("Ads", "Calendar", "New booking"):
        dov.get_by_role("link", name=name, exact=True).first.click()
        presses += 1
    order(dov, story.get_absolute_url())  # no whole address: sent back
    dov.get_by_text("Nothing is booked yet. Everything you typed is still here.").wait_for()
    dov.get_by_role("img", name="The picture you sent; it is kept.").wait_for()
    dov.get_by_label("Leads to").fill("http://127.0.0.1:9/cafe")
    dov.get_by_role("button", name="Book").click()
    presses += 1
    dov.get_by_text("Nothing was counted yet.").wait_for()
    assert presses == 4
    flights = Campaign.objects.get().flights.order_by("slot__position")
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert [(f.slot.code, f.first_day) for f in flights] == [
        ("article-top", tomorrow),
        ("article-bottom", tomorrow),
    ]

    link = dov.get_by_label("Link to the preview on “Ferry late”").input_value()
    advertiser = new_visitor()
    asked: list[str] = []
    advertiser.on("request", lambda request: asked.append(request.url))
    advertiser.goto(link)
    advertiser.get_by_text("Preview for Harbour Café").wait_for()
    assert advertiser.get_by_role("img", name="Coffee by the water").count() == 2
    advertiser.wait_for_load_state("networkidle")
    assert [url for url in asked if "/-/" in url and "/-/preview/" not in url] == []
    reader.goto(story.get_absolute_url())
    reader.wait_for_load_state("networkidle")
    assert reader.get_by_role("img", name="Coffee by the water").count() == 0
    assert not ViewDelta.objects.exists()

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        decision.snapshot(fresh=True)
        reader.goto(story.get_absolute_url())
        reader.get_by_role("img", name="Coffee by the water").first.wait_for()
        dov.locator("[data-seen]").filter(has_text=re.compile("^1$")).wait_for()  # nobody pressed anything
        creative = reader.get_by_role("link", name="Coffee by the water").first
        with reader.expect_popup():
            creative.click()
        dov.locator("[data-clicks]").filter(has_text=re.compile("^1$")).wait_for()
        assert dov.get_by_text("Today, by hour").is_visible()
        assert set(ViewDelta.objects.values_list("mark", flat=True)) == {Mark.OK}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_ad_desk_fits_obeys_the_policy_and_is_accessible(dov_at: Any, width: int, dark: bool) -> None:
    story = factories.make_article(headline="Ferry late")
    page = dov_at(width=width, dark=dark)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto("/admin/ads/campaign/booking/")
    order(page, "https://cafe.example/")
    page.get_by_text("Nothing was counted yet.").wait_for()
    booking = Campaign.objects.get().pk
    link = page.get_by_label("Link to the preview on “Ferry late”").input_value()
    panel, found, too_wide = "/admin/ads/campaign", {}, []

    pages = (
        f"{panel}/booking/", f"{panel}/calendar/", f"{panel}/{booking}/report/", f"{panel}/{booking}/booking/",
        f"{panel}/{booking}/cancellation/", link,
    )  # fmt: skip

    for path in pages:
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            too_wide.append(path)
    policy = [text for text in said if "Content Security Policy" in text]
    for path in pages:  # apart: axe writes a style of its own, which the policy refuses
        page.goto(path)
        results = Axe().run(page)
        if results.violations_count:
            found[path] = results.generate_report()

    assert story.get_absolute_url() in page.url
    picture_box, slot_box = (
        page.locator(f".slot--article-top .slot__{part}").bounding_box() for part in ("picture", "box")
    )
    assert (picture_box["y"], picture_box["height"]) == (slot_box["y"], slot_box["height"])  # in its middle
    assert policy == []
    assert too_wide == []
    assert found == {}


def test_a_booking_is_extended_and_cancelled_and_its_link_ends(dov_at: Any, new_visitor: Any) -> None:
    factories.make_article(headline="Ferry late")
    dov = dov_at(scripts=False)  # the desk's forms need no script
    dov.goto("/admin/ads/campaign/booking/")
    order(dov, "https://cafe.example/")
    link = dov.get_by_label("Link to the preview on “Ferry late”").input_value()
    last = Campaign.objects.get().flights.first().last_day + timedelta(days=7)

    dov.get_by_role("link", name="Change or extend").click()
    dov.get_by_label("Last day").fill(f"{last}")
    dov.get_by_role("button", name="Save the change").click()
    dov.get_by_text("Changed.").wait_for()
    assert {flight.last_day for flight in Campaign.objects.get().flights.all()} == {last}

    dov.get_by_role("link", name="Cancel the booking …").click()
    dov.get_by_text("Days that are free again, over all slots: 28.").wait_for()
    dov.get_by_role("button", name="Cancel the booking of Harbour Café").click()
    dov.get_by_text("Cancelled. Days that are free again, over all slots: 28.").wait_for()

    advertiser = new_visitor()
    assert advertiser.goto(link).status == 410
    advertiser.get_by_text("This booking was cancelled; there is nothing to show any more.").wait_for()
