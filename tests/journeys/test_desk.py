"""The desk in a browser: everyone signs in at one door, pages obey the strict policy, fit a phone, and pass axe."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from axe_playwright_python.sync_playwright import Axe

from newsroom.demo.cast import PASSWORD
from newsroom.site.models import NavItem
from tests.factories import make_admin, make_article, make_draft, make_section

PAGES = (
    "/admin/",
    "/admin/accounts/user/",
    "/admin/accounts/user/?who=staff",
    "/admin/accounts/user/invitations/",
    "/admin/articles/section/",
    "/admin/articles/section/{section}/change/",
    "/admin/site/sitesettings/1/change/",
    "/admin/site/navitem/",
    "/admin/site/breakingbanner/add/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/password/change/",
)


def a_desk_at_work() -> Any:
    """An administrator with an address they can sign in with, and something on each list."""
    admin = make_admin()
    EmailAddress.objects.create(user=admin, email=admin.email, verified=True, primary=True)
    NavItem.objects.create(label="Town", path="/town/")
    section = make_section("Town")
    make_article(section=section)
    make_draft(by=admin, section=section)
    return section


def sign_in(page: Any) -> None:
    """As anybody does."""
    page.goto("/admin/")
    page.get_by_label("Email").fill("admin@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/admin/")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 360])
def test_desk_pages_obey_the_policy_and_fit_the_screen(new_visitor: Any, width: int) -> None:
    section = a_desk_at_work()
    page = new_visitor(width=width)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    sign_in(page)
    too_wide = []

    for path in PAGES:
        page.goto(path.format(section=section.pk))
        if page.evaluate("document.documentElement.scrollWidth") > width:
            too_wide.append(path)

    assert [text for text in said if "Content Security Policy" in text] == []
    assert too_wide == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_desk_pages_are_accessible(new_visitor: Any, dark: bool) -> None:
    section = a_desk_at_work()
    page = new_visitor(dark=dark)
    sign_in(page)
    found = {}

    for path in PAGES:
        page.goto(path.format(section=section.pk))
        results = Axe().run(page)
        if results.violations_count:
            found[path] = results.generate_report()

    assert found == {}


@pytest.mark.django_db(transaction=True)
def test_the_account_menu_opens_and_closes_by_key(new_visitor: Any) -> None:
    a_desk_at_work()
    page = new_visitor()
    sign_in(page)

    page.locator(".desk-account summary").click()
    assert page.get_by_role("button", name="Sign out").is_visible()

    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Sign out").is_visible()
