"""A comment is posted from a page that is the same for everybody; whatever happens, the text is in the answer."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import pausing
from comments.events import comment_posted
from comments.models import Comment, GuestSection, Rescue, Sanction
from tests.comments.people import write, write_many
from tests.factories import make_article, make_draft, make_esi

pytestmark = pytest.mark.django_db
TEXT = "A long thought that nobody types twice, with <b>marks</b>"
SHOWN = "A long thought that nobody types twice, with &lt;b&gt;marks&lt;/b&gt;"
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def esi() -> Client:
    """Esi, signed in; forged forms are noticed."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_esi(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client: Client, article: Article, *, headers: dict[str, str] | None = None, **fields: Any) -> Any:
    data = {"body": TEXT, "parent": ""} | fields
    return client.post(f"/comments/on/{article.pk}/post/", data, headers=OURS if headers is None else headers)


def test_post_goes_to_the_comment_on_the_storys_page(esi: Client) -> None:
    article = make_article()
    answer = send(esi, article)

    comment = Comment.objects.get()
    assert (answer.status_code, answer["Location"]) == (
        303,
        f"{article.get_absolute_url()}#comment-{comment.pk}",
    )
    assert answer.cookies["cm"].value == "1"
    assert answer["Cache-Control"] == "private, no-store"


def test_post_takes_ten_queries_at_most(esi: Client, django_assert_max_num_queries: Any) -> None:
    article = make_article()
    root = write(article, "Root.")
    with django_assert_max_num_queries(13) as captured:  # the transaction's own two words are counted here
        send(esi, article, parent=root.pk)

    own = [q["sql"] for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]]
    assert len(own) == 10  # the last one purges
    assert Comment.objects.count() == 2


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "http://testserver"}, 303),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"}, 303),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({}, 200),
        ({"Origin": "null"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://testserver.evil.example"}, 403),
    ],
)
def test_post_looks_for_evidence(esi: Client, headers: dict[str, str], status: int) -> None:
    answer = send(esi, make_article(), headers=headers)

    assert answer.status_code == status
    assert Comment.objects.count() == (status == 303)
    assert status == 303 or SHOWN in answer.text


def test_unsure_evidence_asks_once_more_with_a_token(esi: Client) -> None:
    article = make_article()
    page = send(esi, article, headers={})
    token = page.context["token"]

    forged = esi.post(f"/comments/on/{article.pk}/confirmed/", {"body": TEXT})
    assert (forged.status_code, SHOWN in forged.text) == (403, True)
    answer = esi.post(f"/comments/on/{article.pk}/confirmed/", {"body": TEXT, "csrfmiddlewaretoken": token})
    assert answer.status_code == 303
    assert Comment.objects.get().body_raw == TEXT


def _closed() -> Article:
    return make_article(comments="closed")


def _off() -> Article:
    return make_article(comments="off")


def _withdrawn() -> Article:
    article = make_article()
    Article.objects.filter(pk=article.pk).update(withdraw_at=timezone.now())
    return article


def _scheduled() -> Article:
    return make_article(at=timezone.now() + timezone.timedelta(days=1))


def _paused() -> Article:
    pausing.pause(by=None)
    return make_article()


def _banned() -> Article:
    Sanction.objects.create(user=make_esi(), kind="ban", reason="Insults")
    return make_article()


def _flooded() -> Article:
    article = make_article()
    for i in range(9):
        write(article, f"Number {i}.")
    return article


@pytest.mark.parametrize(
    ("story", "status"),
    [
        (_closed, 403),
        (_off, 403),
        (_paused, 403),
        (_banned, 403),
        (_flooded, 429),
        (make_draft, 404),
        (_withdrawn, 404),
        (_scheduled, 404),
        (lambda: Article(pk=2**70), 404),
    ],
    ids=["closed", "off", "paused", "banned", "flooded", "draft", "withdrawn", "scheduled", "none"],
)
def test_a_refusal_shows_the_text(esi: Client, story: Any, status: int) -> None:
    answer = send(esi, story())

    assert answer.status_code == status
    assert SHOWN in answer.text


def test_an_invalid_text_comes_back(esi: Client) -> None:
    answer = send(esi, make_article(), body=TEXT + "x" * 6000)

    assert answer.status_code == 400
    assert SHOWN + "x" * 6000 in answer.text


@pytest.mark.parametrize("parent", ["other", "999999", "x", "²", "9" * 40, "-1"])
def test_a_parent_that_is_not_here_is_404_with_the_text(esi: Client, parent: str) -> None:
    article = make_article()
    other = write(make_article(), "Elsewhere.")

    answer = send(esi, article, parent=other.pk if parent == "other" else parent)

    assert (answer.status_code, SHOWN in answer.text) == (404, True)


def test_a_database_that_fails_gives_the_text_and_a_button(esi: Client) -> None:
    def fail(**_: object) -> None:
        raise OperationalError("gone")

    article = make_article()
    comment_posted.connect(fail)
    try:
        answer = send(esi, article)
    finally:
        comment_posted.disconnect(fail)

    assert (answer.status_code, SHOWN in answer.text, "Try again" in answer.text) == (503, True, True)


def test_without_a_session_the_text_waits_for_the_sign_in(client: Client) -> None:
    article = make_article()
    root = write(article, "Root.")
    answer = send(client, article, parent=root.pk, way="sign-in")

    held = Rescue.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, "/accounts/login/?next=%2Fcomments%2Frescued%2F")
    assert (held.raw, held.parent_id) == (TEXT, root.pk)
    cookie = answer.cookies["comments_rescue"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == (held.token, True, "Lax")
    assert SHOWN in client.get("/comments/rescued/").text

    client.force_login(make_esi(), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/comments/rescued/")
    assert SHOWN in page.text
    fields = {"body": TEXT, "parent": root.pk, "csrfmiddlewaretoken": page.context["token"]}
    assert client.post(f"/comments/on/{article.pk}/confirmed/", fields).status_code == 303
    assert Comment.objects.get(body_raw=TEXT).parent_id == root.pk
    assert Rescue.objects.count() == 0


def test_a_guests_comment_is_seen_by_the_guest_alone(client: Client) -> None:
    article = make_article()
    GuestSection.objects.create(section=article.section)
    answer = send(client, article, name="Wanda")

    comment = Comment.objects.get()
    assert answer["Location"] == f"/comments/{comment.pk}/mine/"
    mine = client.get(answer["Location"])
    assert (mine.status_code, "noindex" in mine.text, mine["Cache-Control"]) == (
        200,
        True,
        "private, no-store",
    )
    stranger = Client(REMOTE_ADDR="203.0.113.7")
    assert stranger.get(answer["Location"]).status_code == 404
    assert stranger.get(f"/comments/{comment.pk}/").status_code == 404


def test_the_same_page_for_two_visitors(client: Client, esi: Client) -> None:
    article = make_article()
    write_many(article, 2)
    for path in (
        f"/comments/on/{article.pk}/",
        article.get_absolute_url(),
        f"/comments/{Comment.objects.last().pk}/",
    ):
        pages = [visitor.get(path) for visitor in (client, esi)]

        assert pages[0].content == pages[1].content
        assert [dict(page.cookies) for page in pages] == [{}, {}]
        assert {page["Vary"] for page in pages} == {"Accept-Encoding"}
        assert f"thread:{article.pk}" in pages[0]["Cache-Tag"].split()


def test_kept_text_has_its_bounds(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comments.rescuing.MOST", 2)
    article = make_article()

    texts = [f"{TEXT} {i}" for i in range(3)]
    statuses = [send(client, article, body=text, way="sign-in").status_code for text in texts]
    answer = send(client, article, body=TEXT, way="sign-in")

    assert statuses == [303, 303, 429]
    assert SHOWN in answer.text
