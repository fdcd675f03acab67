"""An administrator invites a reporter, who opens the link in another browser and writes under their own name."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from articles.models import Article
from newsroom.accounts.models import Invitation, User
from newsroom.accounts.roles import make_roles
from tests import factories
from tests.journeys.test_paste import until
from tests.newsroom.people.asking import GIL, PHRASE, ask_gil, path_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _roles() -> None:
    """An earlier test emptied the tables."""
    make_roles()


@pytest.fixture
def admin_at(new_visitor: Any, site: str, settings: Any) -> Any:
    """The administrator, signed in and with a second factor, on a site that asks for one."""
    settings.SECOND_FACTOR_REQUIRED = True

    def visit(**how: Any) -> Any:
        page = new_visitor(**how)
        client = Client()
        admin = factories.make_admin()
        Authenticator.objects.get_or_create(user=admin, type=Authenticator.Type.TOTP, defaults={"data": {}})
        client.force_login(admin)
        page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}]
        )
        return page

    return visit


def code_for(secret: str) -> str:
    """What an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def test_from_an_invitation_to_a_story_under_ones_own_name(admin_at: Any, new_visitor: Any) -> None:
    factories.make_section("Local")
    admin = admin_at()
    admin.goto("/admin/")
    admin.get_by_role("link", name="People", exact=True).first.click()
    admin.get_by_label("E-mail addresses").fill(f"Gil Arden <{GIL}>")
    admin.get_by_label("Reporter: writes").check()
    admin.get_by_role("button", name="Send the invitation").click()
    link = admin.get_by_label(f"Gil Arden, {GIL}").input_value()
    assert admin.locator(".person-state", has_text="Until ").is_visible()

    gil = new_visitor()
    gil.goto(link)
    gil.get_by_text("Robin Admin invites you to work at").wait_for()
    gil.get_by_label("Password").fill(PHRASE)
    gil.get_by_role("button", name="Set the password and go on").click()
    gil.get_by_role("link", name="Use an app").click()
    gil.get_by_label("Authenticator code").fill(
        code_for(gil.get_by_label("Authenticator secret").input_value())
    )
    gil.get_by_role("button", name="Activate").click()
    gil.get_by_role("heading", name="Recovery codes").wait_for()
    gil.get_by_role("link", name="Go on to the desk").click()
    gil.get_by_role("heading", name="Good to see you, Gil").wait_for()

    gil.get_by_role("link", name="New story").first.click()
    until(gil, "window.CKEDITOR?.instances.id_body?.status === 'ready'")
    gil.get_by_label("Headline", exact=True).fill("Ferry leaves on time")
    gil.get_by_label("Section").select_option(label="Local")
    assert gil.locator(".byline-name").first.input_value() == "Gil Arden"
    gil.get_by_role("button", name="Save draft").first.click()
    gil.get_by_text(re.compile(r"^Saved \d\d:\d\d")).wait_for()

    story = Article.objects.get(created_by__email=GIL)
    assert [credit.author for credit in story.head.snapshot.bylines] == [
        User.objects.get(email=GIL).author.pk
    ]
    admin.goto("/admin/accounts/user/")
    row = admin.locator(".person", has_text=GIL)
    assert "second factor" in row.inner_text()
    assert "no second factor" not in row.inner_text()
    assert not admin.get_by_role("heading", name="Invited", exact=True).is_visible()


def test_a_reader_signs_in_and_comes_back_to_the_invitation(new_visitor: Any) -> None:
    reader = factories.make_user(email=GIL, name="Gil Arden")
    EmailAddress.objects.create(user=reader, email=GIL, verified=True, primary=True)
    made = ask_gil()
    page = new_visitor(width=360)
    page.goto(path_of(made.link))

    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    page.get_by_label("Email").fill(GIL)
    page.get_by_label("Password", exact=True).fill("newsroom-demo")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Take up the invitation").click()

    page.get_by_role("heading", name="Good to see you, Gil").wait_for()
    assert Invitation.objects.get().joined_as == reader


def test_roles_and_standing_are_changed_by_keyboard_and_copying_says_so(admin_at: Any) -> None:
    ada = factories.make_ada()
    page = admin_at()
    page.goto("/admin/accounts/user/")

    summary = page.locator(".person", has_text=ada.email).locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Save roles").is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_text("Ada Lindqvist is Reporter and Editor now.").wait_for()

    page.locator(".person", has_text=ada.email).locator("summary").click()
    page.get_by_role("button", name="Switch off").click()
    page.get_by_text("Ada Lindqvist is switched off and signed out.").wait_for()
    page.locator(".person", has_text=ada.email).locator("summary").click()
    page.get_by_role("button", name="Switch on again").click()
    page.get_by_text("Ada Lindqvist may sign in again.").wait_for()

    page.get_by_text("Invite", exact=True).click()
    page.get_by_label("E-mail addresses").fill(GIL)
    page.get_by_label("Moderator: ").check()
    page.get_by_role("button", name="Send the invitation").click()
    page.get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()


@pytest.mark.parametrize("width", [360, 768, 1024, 1280])
def test_the_people_page_fits_every_screen_with_a_panel_open(admin_at: Any, width: int) -> None:
    ada = factories.make_ada(name="Adelheid-Wilhelmina Lindqvist-Sørensen", email="a" * 40 + "@example.org")
    ask_gil(name="Gil Arden-Moss of the Harbour Desk")
    page = admin_at(width=width)
    page.goto("/admin/accounts/user/")

    page.locator(".person", has_text=ada.email).locator("summary").click()

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    panel = page.locator(".person-panel:visible").bounding_box()
    assert panel["x"] >= 0
    assert panel["x"] + panel["width"] <= width


def test_the_people_page_works_without_scripts(admin_at: Any) -> None:
    ada = factories.make_ada()
    page = admin_at(scripts=False, width=360)
    page.goto("/admin/accounts/user/")

    page.locator(".person", has_text=ada.email).locator("summary").click()
    page.get_by_role("button", name="Switch off").click()

    page.get_by_text("Ada Lindqvist is switched off and signed out.").wait_for()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_each_page_of_the_way_in_fits_a_phone_and_is_accessible(
    admin_at: Any, new_visitor: Any, dark: bool
) -> None:
    ada = factories.make_ada()
    Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data={})
    reader = factories.make_user(email="reader@example.org")
    EmailAddress.objects.create(user=reader, email=reader.email, verified=True, primary=True)
    made = ask_gil()
    admin, gil = admin_at(width=360, dark=dark), new_visitor(width=360, dark=dark)
    found, wide = {}, []

    def look(page: Any, path: str) -> None:
        page.goto(path)
        for summary in page.locator(".person-change summary, .people-invite summary").all()[:2]:
            summary.click()
        results = Axe().run(page)
        if results.violations_count:
            found[path] = results.generate_report()
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            wide.append(path)

    for path in (
        "/admin/accounts/user/",
        "/admin/accounts/user/invitations/",
        f"/admin/accounts/user/{ada.pk}/change/",
        f"/admin/accounts/user/{reader.pk}/change/",
        f"/admin/accounts/user/{ada.pk}/second-factor/",
        path_of(made.link),
        "/accounts/2fa/",
    ):
        look(admin, path)
    for path in (path_of(made.link), "/accounts/join/nothing/", "/accounts/inactive/"):
        look(gil, path)

    assert found == {}
    assert wide == []
