"""The newsroom's bar over a story: who is given it, what it says, and that the page knows nothing of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ads.models import PageTally
from articles.models import Article
from articles.publishing import publish, withdraw
from articles.revisions import save_draft
from tests import factories

pytestmark = pytest.mark.django_db


def story_of(writer: Any, **changes: Any) -> Article:
    """A published story that this person began."""
    return factories.make_article(by=writer, **changes)


def change_draft(article: Article, by: Any, **changes: Any) -> Any:
    """A save that readers do not see yet."""
    base = article.revisions.latest("number").pk
    return save_draft(
        Article.objects.get(pk=article.pk), factories.make_snapshot(**changes), by=by, base=base
    )


def bar(client: Client, article: Article) -> Any:
    return client.get(f"/-/bar/{article.pk}")


@pytest.mark.parametrize(
    ("role", "theirs", "anybodys"),
    [
        ("make_esi", False, False),
        ("make_ada", True, False),
        ("make_ben", True, True),
        ("make_cleo", False, False),
        ("make_dov", False, False),
        ("make_admin", True, True),
    ],
)
def test_edit_is_shown_to_who_may_change_the_story(
    client: Client, role: str, theirs: bool, anybodys: bool
) -> None:
    person = getattr(factories, role)()
    own, other = story_of(person), story_of(None)
    client.force_login(person)

    found = [bar(client, article) for article in (own, other)]

    assert [answer.status_code for answer in found] == [200 if theirs else 204, 200 if anybodys else 204]
    for answer, article in zip(found, (own, other), strict=True):
        edit = f'href="/admin/articles/article/{article.pk}/change/"'
        assert (edit in answer.content.decode()) == (answer.status_code == 200)
        assert answer["Cache-Control"] == "private, no-store"


def test_who_is_named_in_the_byline_may_edit_too(client: Client) -> None:
    ada = factories.make_ada()
    named = factories.make_article(authors=[factories.make_author("Ada Lindqvist", user=ada)])
    client.force_login(ada)

    assert bar(client, named).status_code == 200


def test_a_stranger_a_draft_and_no_story_are_answered_with_nothing(client: Client) -> None:
    draft = factories.make_draft()
    published = story_of(None)

    assert (bar(client, published).status_code, bar(client, published).content) == (204, b"")
    client.force_login(factories.make_ben())
    assert bar(client, draft).status_code == 204
    assert client.get("/-/bar/999999999").status_code == 204
    assert client.post(f"/-/bar/{published.pk}").status_code == 405


def test_somebody_who_left_is_given_nothing(client: Client) -> None:
    ben = factories.make_ben()
    client.force_login(ben)
    ben.is_active = False
    ben.save()

    assert bar(client, story_of(None)).status_code == 204


def test_the_bar_tells_how_the_story_stands(client: Client) -> None:
    ben = factories.make_ben()
    article = story_of(ben)
    client.force_login(ben)
    PageTally.objects.create(page=article.pk, day=timezone.localdate(), n=1200)
    PageTally.objects.create(page=article.pk, day=timezone.localdate() - timedelta(days=1), n=34)

    assert "unpublished" not in bar(client, article).content.decode()

    change_draft(article, ben)
    assert "1 unpublished change<" in bar(client, article).content.decode()
    third = change_draft(article, ben)
    text = bar(client, article).content.decode()
    assert "<strong>Live</strong> since" in text
    assert "2 unpublished changes<" in text
    assert "1,234 views<" in text

    publish(article, third, by=ben, at=timezone.now() + timedelta(hours=2), change="typo")
    assert "a change goes out" in bar(client, article).content.decode()
    withdraw(article, by=ben, reason="Wrong ferry")
    assert "Not before readers" in bar(client, article).content.decode()


def test_the_bar_asks_the_database_little(client: Client, django_assert_num_queries: Any) -> None:
    ada, ben = factories.make_ada(), factories.make_ben()
    article = story_of(ben)

    with django_assert_num_queries(0):  # nobody signed in: nothing to ask
        bar(client, article)
    client.force_login(factories.make_esi())
    with django_assert_num_queries(2):  # session, person
        bar(client, article)
    client.force_login(ada)
    with django_assert_num_queries(6):  # session, person, story, rights (two), author
        bar(client, article)
    client.force_login(ben)
    with django_assert_num_queries(6):  # session, person, story, rights (two), views
        bar(client, article)


def test_the_page_is_the_same_bytes_with_and_without_changes_waiting(client: Client) -> None:
    ben = factories.make_ben()
    article = story_of(ben)
    address = article.get_absolute_url()
    before = client.get(address)

    change_draft(article, ben)
    client.force_login(ben)
    client.cookies["cm"] = "1"
    after = client.get(address)

    assert before.content == after.content
    assert after["Vary"] == "Accept-Encoding"
    assert after["Cache-Control"] == "public, no-cache"
    assert "/admin/" not in after.content.decode()


def test_the_drafts_preview_has_no_bar(client: Client) -> None:
    ben = factories.make_ben()
    article = story_of(ben)
    client.force_login(ben)

    assert "data-bar" in client.get(article.get_absolute_url()).content.decode()
    page = client.get(f"/admin/articles/article/{article.pk}/preview/page/")
    assert page.status_code == 200
    assert "data-bar" not in page.content.decode()
