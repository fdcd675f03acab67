"""Permalinks, replies, what is one's own, reports and decisions."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import moderation
from comments.models import Comment, Decision, Report
from tests.comments.people import write
from tests.factories import make_ada, make_admin, make_article, make_ben, make_cleo, make_dov, make_esi

pytestmark = pytest.mark.django_db
ROLES = [
    (None, 302),
    (make_esi, 403),
    (make_ada, 403),
    (make_dov, 403),
    (make_ben, 302),
    (make_cleo, 302),
    (make_admin, 302),
]


def sign_in(client: Client, user: Any) -> None:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def test_a_permalink_shows_what_stands_above_and_below(client: Client) -> None:
    article = make_article()
    root = write(article, "The root.")
    reply = write(article, "The reply.", parent=root)
    write(article, "The answer.", parent=reply)

    page = client.get(f"/comments/{reply.pk}/")

    assert [text in page.text for text in ("The root.", "The reply.", "The answer.")] == [True, True, True]


@pytest.mark.parametrize("path", ["", "replies/", "reply/", "report/"])
def test_a_comment_nobody_may_read_is_404(client: Client, path: str) -> None:
    held = write(make_article(comments="held"))
    withdrawn = write(make_article())
    Article.objects.filter(pk=withdrawn.thread.article_id).update(withdraw_at=timezone.now())

    for pk in (held.pk, withdrawn.pk, 10**6, 10**30):
        assert client.get(f"/comments/{pk}/{path}").status_code == 404


@pytest.mark.parametrize("after", ["x", "\x00", "0" * 12, "g" * 11, "0" * 5000])
def test_an_invented_place_among_replies_gives_the_first_page(client: Client, after: str) -> None:
    article = make_article()
    root = write(article, "The root.")
    write(article, "The reply.", parent=root)

    assert "The reply." in client.get(f"/comments/{root.pk}/replies/", {"after": after}).text


def test_the_reply_page_holds_the_form_and_what_it_answers(client: Client) -> None:
    comment = write(make_article(), "The root.")

    page = client.get(f"/comments/{comment.pk}/reply/")

    assert f'name="parent" value="{comment.pk}"' in page.text
    assert "The root." in page.text
    assert "csrf" not in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_me_takes_three_queries(client: Client, django_assert_num_queries: Any, count: int) -> None:
    article, esi = make_article(comments="held"), make_esi()
    for i in range(count):
        write(article, f"Mine {i}.", by=esi)
    write(article, "Another's.", by=make_ada(), author_key=b"a" * 16)
    sign_in(client, esi)

    with django_assert_num_queries(3):
        answer = client.get("/comments/me/", {"article": article.pk})

    told = json.loads(answer.content)
    assert (told["name"], told["decide"], told["waiting"].count("<article")) == ("Esi Mensah", "", count)
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("article", ["", "x", "²", "9" * 40])
def test_me_survives_what_is_no_story(client: Client, article: str) -> None:
    assert client.get("/comments/me/", {"article": article}).status_code == 200


def test_me_gives_a_moderator_the_tools_and_all_that_waits(client: Client) -> None:
    article = make_article(comments="held")
    write(article, "Another's.")
    sign_in(client, make_cleo())

    told = json.loads(client.get("/comments/me/", {"article": article.pk}).content)

    assert ("csrfmiddlewaretoken" in told["decide"], "Another" in told["waiting"]) == (True, True)


@pytest.mark.parametrize(("who", "status"), ROLES)
def test_who_may_decide(client: Client, who: Any, status: int) -> None:
    comment = write(make_article(comments="held"))
    if who:
        sign_in(client, who())

    fields = {"way": "approve", "revision": 1, "status": 0}
    answer = client.post(f"/comments/{comment.pk}/decision/", fields)

    assert answer.status_code == status
    may = who in (make_ben, make_cleo, make_admin)
    assert Comment.objects.get().status == (2 if may else 0)
    assert Decision.objects.filter(kind="approved").count() == may


@pytest.mark.parametrize("fields", [{}, {"way": "erase"}, {"way": "hide", "revision": "x", "status": 1}])
def test_a_decision_nobody_made_up_is_404(client: Client, fields: dict[str, Any]) -> None:
    comment = write(make_article())
    sign_in(client, make_cleo())

    assert client.post(f"/comments/{comment.pk}/decision/", fields).status_code == 404


def test_a_decision_too_late_says_who_was_first(client: Client) -> None:
    cleo, comment = make_cleo(), write(make_article())
    moderation.hide(moderation.Seen(comment.pk, 1, 1), by=cleo, reason="Rude")
    sign_in(client, make_ben())

    fields = {"way": "hide", "revision": 1, "status": 1, "reason": "Rude"}
    answer = client.post(f"/comments/{comment.pk}/decision/", fields)

    assert (answer.status_code, "Cleo Marchetti hid it" in answer.text) == (409, True)


def test_a_decision_needs_djangos_token() -> None:
    client, comment = Client(enforce_csrf_checks=True), write(make_article())
    sign_in(client, make_cleo())

    fields = {"way": "hide", "revision": 1, "status": 1, "reason": "Rude"}
    assert client.post(f"/comments/{comment.pk}/decision/", fields).status_code == 403


def test_a_decision_leads_nowhere_else(client: Client) -> None:
    comment = write(make_article())
    sign_in(client, make_cleo())

    fields = {
        "way": "hide",
        "revision": 1,
        "status": 1,
        "reason": "Rude",
        "next": "https://evil.example/admin/",
    }
    answer = client.post(f"/comments/{comment.pk}/decision/", fields)

    assert answer["Location"] == f"{comment.thread.article.get_absolute_url()}#comments"


def test_a_report_is_taken_and_thanked(client: Client) -> None:
    comment = write(make_article())
    path = f"/comments/{comment.pk}/report/"

    assert client.post(path, {"reason": "nonsense", "note": "My note"}).status_code == 400
    assert "Thank you" in client.post(path, {"reason": "abuse", "note": "My note"}).text
    assert Report.objects.get().note == "My note"


@pytest.mark.parametrize("status", ["99", "5", "6"])
def test_a_decision_about_a_standing_that_makes_no_sense_is_told_so(client: Client, status: str) -> None:
    comment = write(make_article())
    sign_in(client, make_cleo())

    fields = {"way": "hide", "revision": 1, "status": status, "reason": "Rude, twice"}
    answer = client.post(f"/comments/{comment.pk}/decision/", fields)

    assert (answer.status_code, "Rude, twice" in answer.text) == (409, True)
    assert comment.thread.article.get_absolute_url() in answer.text
    assert Comment.objects.get().is_live


def test_a_reason_comes_back_in_the_queue_too_and_holds_nothing_unseen(client: Client) -> None:
    comment = write(make_article())
    sign_in(client, make_cleo())
    path, fields = f"/comments/{comment.pk}/decision/", {"way": "hide", "revision": 1, "status": 1}

    client.post(path, fields | {"reason": "Ru\x00de\u202e"})
    late = client.post(path, fields | {"reason": "Too late", "next": "/admin/comments/comment/"}, follow=True)

    assert Decision.objects.get(kind="hidden").reason == "Rude"
    assert "You wrote: “Too late”" in late.text


def test_a_moderator_without_the_second_factor_decides_nowhere(client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    article = make_article(comments="held")
    comment = write(article)
    sign_in(client, make_cleo())

    answer = client.post(f"/comments/{comment.pk}/decision/", {"way": "approve", "revision": 1, "status": 0})
    mine = client.get(f"/comments/me/?article={article.pk}").json()

    assert answer.status_code == 403
    assert (mine["decide"], mine["waiting"]) == ("", "")
    comment.refresh_from_db()
    assert comment.is_pending
