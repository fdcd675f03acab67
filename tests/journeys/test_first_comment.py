"""A reader without an account comments by a code; the moderator is mailed, decides, pauses and lets go on."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from articles.models import Article
from comments import alerting, codes
from comments.models import Comment, Rescue
from newsroom.accounts.models import User
from newsroom.accounts.roles import make_roles
from newsroom.site.models import Mail
from tests.comments.people import write
from tests.factories import make_article, make_cleo, make_finn
from tests.journeys.test_comments import known, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "Not the one I took.\n\nMine was early."
SIZES = [
    pytest.param(360, True, id="phone-scripts"),
    pytest.param(360, False, id="phone-no-scripts"),
    pytest.param(1280, True, id="desk-scripts"),
    pytest.param(1280, False, id="desk-no-scripts"),
]


def fill(page: Page, *, text: str = TEXT, email: str = "wanda@example.org") -> None:
    page.get_by_label("Your comment", exact=True).fill(text)
    page.get_by_label("Your name").fill("Wanda Reyes")
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_role("button", name="Post comment").last.click()


def enter(page: Page, code: str) -> None:
    page.get_by_label("The code").fill(code)
    page.get_by_role("button", name="Post comment").first.click()


def begin(page: Page, article: Article, **typed: str) -> str:
    """Send the form; the code that was mailed."""
    page.goto(article.get_absolute_url())
    fill(page, **typed)
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step: the code from your e-mail")
    return str(Mail.objects.latest("pk").words["code"])


def no_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize(("width", "scripts"), SIZES)
def test_a_reader_replies_with_an_account_made_on_the_spot(
    new_visitor: Any, width: int, scripts: bool
) -> None:
    article = make_article()
    root = write(article, "The ferry was late yesterday.", by=make_finn())
    page = new_visitor(width=width, scripts=scripts)
    page.goto(article.get_absolute_url())
    page.get_by_role("link", name="Reply to Finn Barlow").click()
    fill(page)
    expect(page.get_by_text("wanda@example.org")).to_be_visible()
    assert no_sideways(page)
    code = Mail.objects.get().words["code"]

    enter(page, "".join(str(9 - int(digit)) for digit in code))
    expect(page.get_by_role("alert")).to_contain_text("That is not the code")
    expect(page.locator(".comments__kept")).to_contain_text("Mine was early.")
    enter(page, f"{code[:3]} {code[3:]}")

    expect(page.get_by_role("status")).to_contain_text("Your comment is published")
    assert no_sideways(page)
    comment = Comment.objects.get(author__email="wanda@example.org")
    assert (comment.parent_id, comment.body_raw) == (root.pk, TEXT)
    page.goto(article.get_absolute_url())
    expect(page.locator(".comments__replies")).to_contain_text("Mine was early.")
    if scripts:
        expect(page.locator("#comment-note")).to_have_text("You write as Wanda Reyes.")
        expect(page.get_by_label("Your comment", exact=True)).to_have_value("")
        expect(page.get_by_label("Your e-mail address")).to_have_count(0)
    page.get_by_label("Your comment", exact=True).fill("And another.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator(".comments__list")).to_contain_text("And another.")
    assert Mail.objects.count() == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_mail_opened_in_another_browser_posts_it_once(new_visitor: Any, scripts: bool) -> None:
    article = make_article(comments="held")
    desk, phone = new_visitor(scripts=scripts), new_visitor(width=360, scripts=scripts)
    code = begin(desk, article)

    phone.goto(Mail.objects.get().words["action"]["url"])
    expect(phone.locator(".comments__kept")).to_contain_text("Mine was early.")
    enter(phone, code)
    expect(phone.get_by_role("status")).to_contain_text("A moderator reads your comment before it appears")
    enter(desk, code)

    expect(desk.get_by_role("status")).to_contain_text("This comment was posted")
    assert Comment.objects.get().body_raw == TEXT


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_closed_tab_and_a_mistyped_address_are_mended(new_visitor: Any, scripts: bool) -> None:
    article = make_article()
    page = new_visitor(width=360, scripts=scripts)
    begin(page, article, email="wnada@example.org")
    page.goto("/")

    page.goto(article.get_absolute_url())
    if scripts:
        expect(page.get_by_label("Your comment", exact=True)).to_have_value(TEXT)
        expect(page.get_by_label("Your e-mail address")).to_have_value("wnada@example.org")
        page.get_by_role("link", name="Enter the code").click()
    else:
        page.get_by_role("link", name="Find a text you left here").click()
    page.get_by_text("Change the text, the name or the address").click()
    expect(page.get_by_label("Your comment", exact=True)).to_have_value(TEXT)
    page.get_by_label("Your e-mail address").fill("wanda@example.org")
    page.get_by_role("button", name="Post comment").last.click()
    expect(page.get_by_text("wanda@example.org")).to_be_visible()
    enter(page, Mail.objects.latest("pk").words["code"])

    expect(page.get_by_role("status")).to_contain_text("Your comment is published")
    assert Comment.objects.get().author == User.objects.get(email="wanda@example.org")
    assert Rescue.objects.count() == 1


def test_a_second_tab_with_the_code_finds_it_posted(new_visitor: Any) -> None:
    article = make_article()
    first = new_visitor()
    code = begin(first, article)
    second = first.context.new_page()
    second.goto("/comments/rescued/")

    enter(first, code)
    expect(first.get_by_role("status")).to_contain_text("Your comment is published")
    enter(second, code)

    expect(second.get_by_role("status")).to_contain_text("This comment was posted")
    assert Comment.objects.count() == 1


def test_staff_are_told_to_sign_in_and_find_the_text(new_visitor: Any) -> None:
    article, cleo = make_article(), known(make_cleo())
    page = new_visitor()
    code = begin(page, article, email=cleo.email)
    assert code == ""

    page.goto(Mail.objects.get().words["action"]["url"])
    sign_in(page, cleo)
    expect(page.get_by_label("Your comment", exact=True)).to_have_value(TEXT)
    page.get_by_role("button", name="Post comment").click()

    expect(page.locator(".comments__list")).to_contain_text("Mine was early.")
    assert Comment.objects.get().author == cleo


def test_the_browser_asks_for_name_and_address_before_sending(new_visitor: Any) -> None:
    page = new_visitor()
    page.goto(make_article().get_absolute_url())
    page.get_by_label("Your comment", exact=True).fill(TEXT)

    page.get_by_role("button", name="Post comment").click()

    expect(page.get_by_label("Your name")).to_be_focused()
    assert Rescue.objects.count() == 0


def test_the_moderator_is_mailed_pauses_and_lets_go_on(new_visitor: Any) -> None:
    make_roles()
    article, cleo = make_article(comments="held"), known(make_cleo())
    write(article, "It waits.")
    alerting.mail_who_is_due()
    reader = new_visitor()
    reader.goto(article.get_absolute_url())
    page = new_visitor(width=360)
    page.goto(f"/accounts/login/?next={Mail.objects.get().words['action']['url']}")
    sign_in(page, cleo)
    expect(page.locator("[data-card]")).to_have_count(1)
    page.get_by_role("link", name="Pause all comments").click()
    page.get_by_label("What readers are told").fill("Back at noon.")
    page.get_by_role("button", name="Pause comments everywhere").click()
    expect(page.get_by_text("Cleo Marchetti paused comments: Back at noon.")).to_be_visible()
    assert no_sideways(page)

    fill(reader)
    expect(reader.get_by_role("alert")).to_have_text("Back at noon.")
    expect(reader.get_by_label("Your text, to copy")).to_have_value(TEXT)
    page.get_by_role("button", name="Let readers comment again").click()
    expect(page.get_by_text("Cleo Marchetti let comments go on")).to_be_visible()
    page.get_by_role("link", name="Back to the comments").click()
    page.get_by_role("link", name="Mail about what waits").click()
    page.get_by_label("Daily, in the morning").check()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("You are mailed: daily, in the morning.")).to_be_visible()
    reader.goto(article.get_absolute_url())
    expect(reader.get_by_label("Your comment", exact=True)).to_have_value(re.compile("Mine was early"))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_codes_pages_are_accessible(new_visitor: Any, dark: bool) -> None:
    article, cleo = make_article(), known(make_cleo())
    page = new_visitor(width=360, dark=dark)
    found = []
    begin(page, article)
    page.get_by_text("Change the text, the name or the address").click()
    found.append(Axe().run(page))
    enter(page, "12")
    expect(page.get_by_role("alert")).to_contain_text("six digits")
    found.append(Axe().run(page))
    enter(page, Mail.objects.get().words["code"])
    expect(page.get_by_role("status")).to_be_visible()
    found.append(Axe().run(page))
    page.goto("/comments/rescued/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not posted")
    found.append(Axe().run(page))
    other = new_visitor(dark=dark)
    begin(other, article, email=cleo.email)
    held = Rescue.objects.get(email=cleo.email)
    enter(other, codes.code_of(held))
    expect(other.get_by_role("heading", level=1)).to_have_text("This account needs more than a code")
    found.append(Axe().run(other))

    assert [result.generate_report() for result in found if result.violations_count] == []
