"""An empty site, from the printed link to the desk: left and resumed, by keyboard, on a phone, with a second factor."""

import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe

from articles.models import Section
from newsroom.accounts.roles import make_roles
from newsroom.site import setup
from newsroom.site.snapshot import paper

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_paper_is_set_up_left_and_resumed_and_its_desk_entered(
    new_visitor: Any, site: str, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    make_roles()
    page = new_visitor()
    page.goto(setup.new_link(site))
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Name of the paper").fill("The Vale Courier")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("heading", name="Your account").wait_for()

    page.goto("/")  # left
    page.get_by_text("A new paper will stand here.").wait_for()
    page.goto("/setup/")  # and resumed
    page.get_by_label("Your name").fill("Nora Vale")
    page.get_by_label("Your e-mail address").fill("nora@vale.example")
    page.get_by_label("Password").fill("correct-horse-battery")
    page.get_by_role("button", name="Make my account").click()

    page.get_by_role("heading", name="Sections", exact=True).wait_for()
    sport = page.locator("[data-ordering-row]", has=page.locator("[value=Sport]"))
    sport.locator(".is-handle").focus()
    for _ in range(4):
        page.keyboard.press("ArrowUp")
    page.get_by_role("button", name="Remove this section").nth(2).click()
    page.get_by_role("button", name="Add a section").click()
    page.keyboard.type("Harbour")
    page.get_by_role("button", name="Finish").click()

    page.get_by_role("heading", name="One more step before the desk").wait_for()
    page.get_by_role("link", name="Use an app").click()
    secret = page.locator("#authenticator_secret").input_value()
    page.get_by_label("code").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.get_by_role("button", name="Activate").click()
    page.get_by_role("link", name="Go on to the desk").click()

    page.get_by_role("heading", name="What to do next").wait_for()
    assert page.get_by_role("link", name="Write the first story").is_visible()
    names = list(Section.objects.values_list("name", flat=True))
    assert names == ["Sport", "News", "Business", "Culture", "Opinion", "Harbour"]
    assert paper().settings.name == "The Vale Courier"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_without_scripts_on_a_phone_the_set_up_works_by_numbers(
    new_visitor: Any, site: str, dark: bool
) -> None:
    make_roles()
    page = new_visitor(width=360, scripts=False, dark=dark)
    page.goto(setup.new_link(site))
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Name of the paper").fill("The Vale Courier")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Your name").fill("Nora Vale")
    page.get_by_label("Your e-mail address").fill("nora@vale.example")
    page.get_by_label("Password").fill("correct-horse-battery")
    page.get_by_role("button", name="Make my account").click()
    page.get_by_label("Section 2").fill("")
    page.get_by_label("Place").nth(4).fill("0")
    page.get_by_role("button", name="Finish").click()

    page.get_by_role("heading", name="What to do next").wait_for()
    assert list(Section.objects.values_list("name", flat=True)) == [
        "Sport",
        "News",
        "Business",
        "Culture",
        "Opinion",
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_each_page_of_the_set_up_is_accessible_and_fits(new_visitor: Any, site: str, dark: bool) -> None:
    make_roles()
    page = new_visitor(width=360, dark=dark)
    found = {}

    def look(name: str) -> None:
        page.wait_for_load_state()
        results = Axe().run(page)
        if results.violations_count:
            found[name] = results.generate_report()
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[f"{name} is too wide"] = page.url

    page.goto(setup.new_link(site))
    look("begin")
    page.get_by_role("button", name="Begin").click()
    look("paper")
    page.get_by_role("button", name="Save and go on").click()
    look("paper, refused")
    page.get_by_label("Name of the paper").fill("The Vale Courier")
    page.get_by_role("button", name="Save and go on").click()
    look("you")
    page.get_by_label("Your name").fill("Nora Vale")
    page.get_by_label("Your e-mail address").fill("nora@vale.example")
    page.get_by_label("Password").fill("correct-horse-battery")
    page.get_by_role("button", name="Make my account").click()
    page.get_by_role("heading", name="Sections", exact=True).wait_for()
    look("sections")
    new_page = new_visitor(width=360, dark=dark)
    new_page.goto("/setup/")
    page = new_page
    look("closed")

    assert found == {}
