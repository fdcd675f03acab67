"""The queue: who sees it, what it costs, what it shows."""

from typing import Any

import pytest
from django.test import Client

from comments.models import Comment
from tests.comments.people import write, write_many
from tests.comments.test_views import ROLES, sign_in
from tests.factories import make_admin, make_article, make_ben, make_cleo

pytestmark = pytest.mark.django_db
QUEUE = "/admin/comments/comment/"


@pytest.mark.parametrize(("who", "_status"), ROLES)
def test_who_sees_the_queue(client: Client, who: Any, _status: int) -> None:
    write(make_article(comments="held"), "It waits.")
    if who:
        sign_in(client, who())

    answer = client.get(QUEUE)

    assert (answer.status_code == 200) == (who in (make_ben, make_cleo, make_admin))
    assert ("It waits." in answer.text) == (answer.status_code == 200)


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_however_full(
    client: Client, django_assert_num_queries: Any, count: int
) -> None:
    article = make_article(comments="held")
    write_many(article, count)
    sign_in(client, make_cleo())
    client.get(QUEUE)

    # session, person, two for permissions, the paper; comments with story and writer, decisions, reports, count, pause
    with django_assert_num_queries(10):
        answer = client.get(QUEUE)

    assert answer.text.count("data-card") == count


@pytest.mark.parametrize("tab", ["pending", "reported", "rejected", "all", "nonsense", "\x00"])
def test_every_tab_answers(client: Client, tab: str) -> None:
    write(make_article(), "Found by its words.")
    sign_in(client, make_cleo())

    assert client.get(QUEUE, {"tab": tab, "after": "x"}).status_code == 200
    assert "Found by" in client.get(QUEUE, {"tab": "all", "q": "words"}).text
    assert "Found by" not in client.get(QUEUE, {"tab": "all", "q": "absent"}).text


def test_a_decision_in_the_queue_returns_to_it_and_stands_in_the_record(client: Client) -> None:
    comment = write(make_article(comments="held"))
    sign_in(client, make_cleo())

    fields = {
        "way": "reject",
        "revision": 1,
        "status": 0,
        "reason": "Off topic",
        "next": f"{QUEUE}?tab=pending",
    }
    answer = client.post(f"/comments/{comment.pk}/decision/", fields, follow=True)

    assert answer.redirect_chain == [(f"{QUEUE}?tab=pending", 302)]
    page = client.get(f"{QUEUE}{comment.pk}/change/")
    assert "Cleo Marchetti rejected: Off topic" in " ".join(page.text.split())


def test_nothing_is_added_or_deleted_here(client: Client) -> None:
    comment = write(make_article())
    sign_in(client, make_admin())

    assert client.get(f"{QUEUE}add/").status_code == 403
    assert client.post(f"{QUEUE}{comment.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Comment.objects.count() == 1
