"""The paper's look and navigation, changed at the desk by keyboard, and seen by readers at once."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from newsroom.site.models import NavItem
from newsroom.site.snapshot import touch_paper
from tests.factories import make_admin, make_article

pytestmark = pytest.mark.django_db(transaction=True)


def at_the_desk(page: Any, site: str) -> Any:
    """Signed in as the administrator."""
    client = Client()
    client.force_login(make_admin())
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
    return page


def labels() -> list[str]:
    return list(NavItem.objects.values_list("label", flat=True))


def test_the_navigation_is_ordered_by_keyboard_alone(new_visitor: Any, site: str) -> None:
    touch_paper()
    for position, label in enumerate(["News", "Sport", "Culture"]):
        NavItem.objects.create(label=label, path=f"/{label.lower()}/", position=position)
    page = at_the_desk(new_visitor(), site)
    page.goto("/admin/site/navitem/")

    page.locator(".is-handle").nth(2).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.get_by_text("Culture: place 1 of 3").wait_for()
    page.keyboard.press("ArrowUp")  # at the top already
    page.locator(".is-down").nth(1).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add a link").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Chess")
    page.keyboard.press("Tab")
    page.keyboard.type("/chess/")
    page.keyboard.press("Enter")
    page.get_by_text("The navigation is saved").wait_for()

    assert labels() == ["Culture", "Sport", "News", "Chess"]


def test_the_navigation_is_ordered_by_drag(new_visitor: Any, site: str) -> None:
    touch_paper()
    for position, label in enumerate(["News", "Sport", "Culture"]):
        NavItem.objects.create(label=label, path=f"/{label.lower()}/", position=position)
    page = at_the_desk(new_visitor(), site)
    page.goto("/admin/site/navitem/")
    handle, top = (
        page.locator(".is-handle").nth(2).bounding_box(),
        page.locator(".is-handle").nth(0).bounding_box(),
    )

    page.mouse.move(handle["x"] + 8, handle["y"] + 8)
    page.mouse.down()
    page.mouse.move(handle["x"] + 8, top["y"] + 4, steps=12)
    page.mouse.up()
    page.get_by_role("button", name="Save the navigation").click()
    page.get_by_text("The navigation is saved").wait_for()

    assert labels() == ["Culture", "News", "Sport"]


def test_without_scripts_a_number_moves_a_link(new_visitor: Any, site: str) -> None:
    touch_paper()
    for position, label in enumerate(["News", "Sport"]):
        NavItem.objects.create(label=label, path=f"/{label.lower()}/", position=position)
    page = at_the_desk(new_visitor(scripts=False, width=360), site)
    page.goto("/admin/site/navitem/")

    page.get_by_label("Place").nth(1).fill("0")
    page.get_by_role("button", name="Save the navigation").click()
    page.get_by_text("The navigation is saved").wait_for()

    assert labels() == ["Sport", "News"]


def test_a_colour_is_tried_saved_and_seen_by_readers_in_both_themes(new_visitor: Any, site: str) -> None:
    touch_paper()
    make_article()
    page = at_the_desk(new_visitor(), site)
    page.goto("/admin/site/sitesettings/1/change/")
    colour = page.locator("input[name=accent]")
    colour.fill("#ffcc00")
    page.get_by_text("Too pale to read on light pages.").wait_for()
    colour.fill("#00008b")
    page.get_by_text("Readable. On dark pages it is lightened to").wait_for()
    shown = page.locator(".look__sheet.is-light .look__link").evaluate("e => getComputedStyle(e).color")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("On dark pages the colour is lightened").wait_for()

    accents = {}
    for dark in (False, True):
        reader = new_visitor(dark=dark)
        reader.goto("/")
        accents[dark] = reader.evaluate(
            "getComputedStyle(document.documentElement).getPropertyValue('--accent')"
        )

    assert shown == "rgb(0, 0, 139)"
    assert accents[False] == "#00008b"
    assert accents[True] not in ("#00008b", "#f08a80")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_pages_of_the_settings_are_accessible_and_fit_a_phone(
    new_visitor: Any, site: str, dark: bool
) -> None:
    touch_paper()
    NavItem.objects.create(label="News", path="/news/")
    page = at_the_desk(new_visitor(width=360, dark=dark), site)
    found = {}

    for path in ("/admin/site/sitesettings/1/change/", "/admin/site/navitem/", "/admin/site/mail/"):
        page.goto(path)
        results = Axe().run(page)
        if results.violations_count:
            found[path] = [
                node["html"] + node["failureSummary"]
                for v in results.response["violations"]
                for node in v["nodes"]
            ]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[f"{path} is too wide"] = path

    assert found == {}
