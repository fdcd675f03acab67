"""A reader replies, with and without scripts; a moderator decides on the story's page and in the queue."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from comments.models import Comment, GuestSection
from newsroom.accounts.models import User
from newsroom.demo.cast import PASSWORD
from tests.comments.people import write
from tests.factories import make_article, make_cleo, make_esi, make_finn

pytestmark = pytest.mark.django_db(transaction=True)


def known(user: User) -> User:
    """Somebody whose address is confirmed."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(page: Page, user: User) -> None:
    page.locator("input[name=login]").fill(user.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_reader_replies_and_signs_in_on_the_way(new_visitor: Any, scripts: bool) -> None:
    article, esi = make_article(), known(make_esi())
    root = write(article, "The ferry was late yesterday.", by=make_finn())
    page = new_visitor(scripts=scripts)

    page.goto(article.get_absolute_url())
    page.get_by_role("link", name="Reply to Finn Barlow").click()
    page.get_by_label("Your comment", exact=True).fill("Not the one I took.")
    page.get_by_role("button", name="Sign in with a password").click()
    sign_in(page, esi)
    expect(page.get_by_label("Your comment", exact=True)).to_have_value("Not the one I took.")
    page.get_by_role("button", name="Post comment").click()

    expect(page.locator(".comments__replies")).to_contain_text("Not the one I took.")
    assert Comment.objects.get(author=esi).parent_id == root.pk
    page.goto(article.get_absolute_url())
    if scripts:
        expect(page.locator("#comment-note")).to_have_text("You write as Esi Mensah.")
        expect(page.get_by_label("Your comment", exact=True)).to_have_value("")


def test_a_reader_who_only_reads_asks_for_nothing_more(new_visitor: Any) -> None:
    article = make_article()
    write(article)
    page = new_visitor()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(article.get_absolute_url())
    page.wait_for_load_state("networkidle")

    assert [url for url in asked if "/comments/" in url and "/static/" not in url] == []
    assert page.context.cookies() == []


def test_a_draft_survives_a_closed_tab(new_visitor: Any) -> None:
    article = make_article()
    page = new_visitor()
    page.goto(article.get_absolute_url())
    page.get_by_label("Your comment", exact=True).fill("Half a thought")

    page.goto("/")
    page.goto(article.get_absolute_url())

    expect(page.get_by_label("Your comment", exact=True)).to_have_value("Half a thought")


def test_a_moderator_approves_and_hides_on_the_storys_page(new_visitor: Any) -> None:
    article, cleo = make_article(), known(make_cleo())
    GuestSection.objects.create(section=article.section)
    write(article, "Rude words.", by=make_finn())
    guest = new_visitor()
    guest.goto(article.get_absolute_url())
    guest.get_by_label("Your name").fill("Wanda")
    guest.get_by_label("Your comment", exact=True).fill("A guest's word.")
    guest.get_by_role("button", name="Post comment").click()
    expect(guest.get_by_role("status")).to_contain_text("A moderator reads your comment")

    page = new_visitor()
    page.goto(f"/accounts/login/?next={article.get_absolute_url()}")
    sign_in(page, cleo)
    page.get_by_role("button", name="Approve or reject").click()
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.locator(".comments__list")).to_contain_text("A guest's word.")

    rude = page.locator(".comment", has_text="Rude words.")
    rude.get_by_role("button", name="Hide").click()
    rude.get_by_label("Reason").fill("Rude")
    rude.get_by_role("button", name="Hide").last.click()
    expect(page.locator("#comments")).not_to_contain_text("Rude words.")

    guest.goto(article.get_absolute_url())
    expect(guest.locator(".comments__list")).to_contain_text("A guest's word.")
    expect(guest.locator("#comments")).not_to_contain_text("Rude words.")


def test_a_moderator_walks_the_queue_by_keys(new_visitor: Any) -> None:
    article, cleo = make_article(comments="held"), known(make_cleo())
    write(article, "The first one.")
    write(article, "The second one.")
    page = new_visitor()
    page.goto("/accounts/login/?next=/admin/comments/comment/")
    sign_in(page, cleo)
    expect(page.locator("[data-card]")).to_have_count(2)
    page.wait_for_load_state("networkidle")

    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator("[data-card]")).to_have_count(1)
    page.wait_for_load_state("networkidle")
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.keyboard.type("Off topic")
    page.keyboard.press("Enter")
    expect(page.locator(".queue-empty")).to_be_visible()

    assert list(Comment.objects.order_by("pk").values_list("status", flat=True)) == [2, 3]


def test_who_pressed_reject_by_mistake_can_still_approve(new_visitor: Any) -> None:
    comment = write(make_article(comments="held"), "Take me or leave me.")
    page = new_visitor()
    page.goto("/accounts/login/?next=/admin/comments/comment/")
    sign_in(page, known(make_cleo()))

    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Reject").click()
    expect(page.get_by_label("Reason")).to_be_focused()
    page.get_by_role("button", name="Approve").click()

    expect(page.locator(".queue-empty")).to_be_visible()
    comment.refresh_from_db()
    assert comment.is_live


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_comments_pages_are_accessible(new_visitor: Any, dark: bool) -> None:
    article, cleo = make_article(), known(make_cleo())
    root = write(article, "The *root*, see https://example.org/", by=cleo)
    write(article, "The reply.", parent=root)
    write(article, "It waits.", trap="x")
    page = new_visitor(dark=dark)
    page.goto("/accounts/login/?next=/admin/comments/comment/")
    sign_in(page, cleo)
    page.wait_for_url("**/admin/comments/**")
    paths = [f"/comments/{root.pk}/{end}" for end in ("", "replies/", "reply/", "report/", "mine/")]
    paths += [f"/comments/on/{article.pk}/", article.get_absolute_url(), "/admin/comments/comment/?tab=all"]
    paths += ["/admin/comments/comment/mail/", "/admin/comments/comment/pause/"]
    found = {}

    for path in paths:
        page.goto(path, wait_until="networkidle")
        results = Axe().run(page)
        if results.violations_count:
            found[path] = results.generate_report()

    assert found == {}
