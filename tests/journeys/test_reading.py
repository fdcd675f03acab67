"""A reader reads: on the first screen, without scripts, in the dark, on a narrow phone."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article
from newsroom.site.models import NavItem
from newsroom.site.snapshot import touch_paper
from tests.factories import make_article, make_author, make_image, make_section, make_tag

pytestmark = pytest.mark.django_db(transaction=True)


def a_paper() -> Article:
    """Twelve stories in two sections; the newest one has everything."""
    sections = [make_section("Town"), make_section("Sport")]
    for position, section in enumerate(sections):
        NavItem.objects.create(label=section.name, path=section.get_absolute_url(), position=position)
    touch_paper()
    now = timezone.now()
    for number in range(12):
        make_article(section=sections[number % 2], at=now - timedelta(days=1, hours=number))
    return make_article(
        section=sections[0],
        headline="Council votes to keep the old ferry running through the winter",
        standfirst="It took three meetings, a lost key and a vote by show of hands.",
        authors=[make_author("Ada Lowe"), (make_author("Ben Marsh"), "Editor")],
        tags=[make_tag("Ferries")],
        lead_image=make_image(),
        at=now - timedelta(days=3, minutes=5),
    )


def above_the_fold(page: Page, selector: str) -> int:
    """How many of these begin on the first screen."""
    page.evaluate("document.fonts.ready")
    script = "(all) => all.filter((one) => one.getBoundingClientRect().top < innerHeight - 16).length"
    return int(page.locator(selector).evaluate_all(script))


def test_front_page_says_much_on_its_first_screen(new_visitor: Any) -> None:
    a_paper()
    desk, phone = new_visitor(), new_visitor(width=390, height=844)

    desk.goto("/")
    phone.goto("/")

    assert above_the_fold(desk, ".card__headline") >= 6
    assert above_the_fold(phone, ".masthead__name, .masthead__nav, .card--lead .card__headline") == 3


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_first_paragraph_is_on_the_first_screen(new_visitor: Any, width: int, height: int) -> None:
    story = a_paper()
    page = new_visitor(width=width, height=height)

    page.goto(story.get_absolute_url())

    assert above_the_fold(page, ".body > p:first-child") == 1


def test_times_become_relative_and_keep_the_exact_one(new_visitor: Any) -> None:
    story = a_paper()
    page, plain = new_visitor(), new_visitor(scripts=False)

    page.goto(story.get_absolute_url())
    plain.goto(story.get_absolute_url())

    expect(page.locator("time.published")).to_have_text("3 days ago")
    expect(page.locator("time.published")).to_have_attribute(
        "title", plain.locator("time.published").inner_text() + " UTC"
    )


def test_reading_needs_no_script(new_visitor: Any) -> None:
    story = a_paper()
    page = new_visitor(scripts=False)

    page.goto("/")
    page.get_by_role("link", name=story.headline).click()

    expect(page.locator("h1")).to_have_text(str(story.headline))
    expect(page.locator("[data-theme-switch]")).to_be_hidden()
    page.get_by_role("link", name="Search").first.click()
    page.locator("main").get_by_role("searchbox").fill("council")
    page.locator("main").get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name=story.headline)).to_be_visible()


def test_theme_switch_is_there_on_a_phone(new_visitor: Any) -> None:
    page = new_visitor(width=360, height=740)
    page.goto(a_paper().get_absolute_url())

    page.get_by_role("button", name="Dark colours").click()

    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_theme_is_kept(new_visitor: Any) -> None:
    a_paper()
    page = new_visitor()
    background = "() => getComputedStyle(document.body).backgroundColor"

    page.goto("/")
    light = page.evaluate(background)
    page.get_by_role("button", name="Dark colours").click()
    page.goto("/latest/")

    assert page.evaluate(background) != light
    expect(page.get_by_role("button", name="Dark colours")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("width", [320, 360, 768, 2560])
def test_nothing_is_wider_than_the_screen(new_visitor: Any, width: int) -> None:
    story = a_paper()
    page = new_visitor(width=width)

    wide = {}
    for path in ("/", "/town/", story.get_absolute_url(), "/authors/", "/search/?q=ferry", "/nothing/"):
        page.goto(path)
        if (found := page.evaluate("document.documentElement.scrollWidth")) > width:
            wide[path] = found

    assert wide == {}


def test_article_is_light_and_asks_no_one_else(new_visitor: Any, site: str) -> None:
    story = a_paper()
    page = new_visitor()
    asked: list[Any] = []
    page.on("request", lambda request: asked.append(request))
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    page.goto(story.get_absolute_url())
    page.wait_for_load_state("networkidle")

    assert errors == []
    assert [one.url for one in asked if not one.url.startswith(site)] == []
    assert page.context.cookies() == []


def test_keyboard_skips_to_the_story(new_visitor: Any) -> None:
    story = a_paper()
    page = new_visitor()

    page.goto(story.get_absolute_url())
    page.keyboard.press("Tab")

    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
