"""Publishing, changing and withdrawing a story."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.contrib.postgres.search import SearchQuery
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.events import article_published
from articles.models import Article, ArticleTag, Correction, Credit, Redirect
from articles.models.revision import Change
from articles.publishing import CannotPublishError, CannotWithdrawError, publish, withdraw
from articles.revisions import StaleError, save_draft
from tests.factories import make_author, make_ben, make_draft, make_section, make_tag

pytestmark = pytest.mark.django_db


def published(**changes):
    draft = make_draft(**changes)
    return publish(draft, draft.head, by=None)


def edit(article, **changes):
    return save_draft(article, article.head.snapshot.with_changes(**changes), by=None, base=article.head_id)


def test_publishing_copies_the_draft_to_the_live_columns():
    author, tag = make_author("Ada Lindqvist"), make_tag("Ferries")
    parent = make_section("News")
    section = make_section("Harbour", parent=parent)

    article = published(
        headline="A bridge opens",
        section=section.pk,
        tags=(tag.pk,),
        bylines=(Credit(author.pk, "Editor"),),
        standfirst="At last.",
    )

    assert article.is_live()
    assert article.headline == "A bridge opens"
    assert article.slug == "a-bridge-opens"
    assert (article.section, article.top_section) == (section, parent)
    assert [(b.author, b.role) for b in article.bylines.all()] == [(author, "Editor")]
    assert list(article.tags.all()) == [tag]
    assert article.audit.first().verb == "published"
    assert article.live_revision == article.head
    for words in ("bridges opening", "lindqvist"):
        assert Article.objects.filter(search=SearchQuery(words, config="english")).get() == article
    assert not Article.objects.filter(search=SearchQuery("tunnel", config="english")).exists()


def test_an_edit_of_a_live_story_stays_unseen_until_it_is_published():
    article = published(headline="First")

    edit(article, headline="Second")

    article.refresh_from_db()
    assert article.headline == "First"
    assert article.has_unpublished_changes


@pytest.mark.parametrize("field", ["headline", "section"])
def test_a_story_without_a_headline_or_section_is_refused_with_a_sentence(field):
    draft = make_draft(**{field: "" if field == "headline" else None})

    with pytest.raises(CannotPublishError, match="headline" if field == "headline" else "section"):
        publish(draft, draft.head, by=None)

    draft.refresh_from_db()
    assert draft.published_at is None


def test_publishing_a_revision_that_is_not_the_newest_is_refused():
    draft = make_draft()
    old = draft.head
    newer = edit(draft, headline="Somebody else's headline")

    with pytest.raises(StaleError) as refused:
        publish(draft, old, by=None)

    assert refused.value.head == newer


@pytest.mark.parametrize(
    ("change", "moves_updated", "corrections"),
    [("typo", False, 0), ("update", True, 0), ("correction", True, 1)],
)
def test_only_updates_and_corrections_move_the_readers_updated(change, moves_updated, corrections):
    article = published()
    revision = edit(article, headline="Mended")

    article = publish(article, revision, by=None, change=change, note="The bridge is blue.")

    assert (article.updated_at is not None) is moves_updated
    assert Correction.objects.filter(article=article).count() == corrections
    revision.refresh_from_db()
    assert revision.change == change


@pytest.mark.parametrize(
    ("change", "note"), [("", ""), ("first", ""), ("nonsense", ""), ("correction", "  ")]
)
def test_a_change_of_a_live_story_must_say_what_it_is(change, note):
    article = published(headline="First")
    revision = edit(article, headline="Second")

    with pytest.raises(CannotPublishError):
        publish(article, revision, by=None, change=change, note=note)

    article.refresh_from_db()
    assert article.headline == "First"


def test_a_story_with_a_later_hour_shows_by_itself_when_the_hour_comes():
    draft = make_draft()
    hour = timezone.now() + timedelta(hours=3)

    article = publish(draft, draft.head, by=None, at=hour)

    assert article.is_scheduled
    assert not Article.objects.published().exists()
    assert Article.objects.published(hour).get() == article


def test_a_scheduled_story_may_move_to_another_day_and_its_address_moves_along():
    draft = make_draft()
    article = publish(draft, draft.head, by=None, at=timezone.now() + timedelta(days=2))

    article = publish(article, article.head, by=None, at=timezone.now() + timedelta(days=5))

    assert article.address_date == timezone.localtime(article.published_at).date()
    assert not Redirect.objects.exists()


@time_machine.travel(datetime.fromisoformat("2026-03-01T23:30:00+00:00"), tick=False)
def test_the_day_in_an_address_is_the_sites_day(settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    with timezone.override("Asia/Tokyo"):
        article = published()

    assert article.address_date == date(2026, 3, 2)


def test_a_new_slug_keeps_the_old_address_and_a_return_to_it_leaves_no_loop():
    article = published(headline="Harbour wall", slug="wall")
    first = article.get_absolute_url()

    article = publish(article, edit(article, slug="harbour-wall"), by=None, change="typo")
    second = article.get_absolute_url()
    assert {r.path: r.article for r in Redirect.objects.all()} == {first: article}

    article = publish(article, edit(article, slug="wall"), by=None, change="typo")
    assert article.get_absolute_url() == first
    assert {r.path for r in Redirect.objects.all()} == {second}


def test_a_new_headline_leaves_the_address_that_readers_know():
    article = published(headline="Harbor wal falls")
    known = article.get_absolute_url()

    article = publish(article, edit(article, headline="Harbour wall falls"), by=None, change="typo")

    assert article.headline == "Harbour wall falls"
    assert article.get_absolute_url() == known
    assert not Redirect.objects.exists()


def test_two_stories_of_a_day_with_one_headline_have_two_addresses():
    one, two = published(headline="Rain"), published(headline="Rain")

    assert (one.slug, two.slug) == ("rain", "rain-2")


def test_an_embargo_holds_publication():
    draft = make_draft()
    draft.embargo_until = timezone.now() + timedelta(days=1)
    draft.save(update_fields=["embargo_until"])

    with pytest.raises(CannotPublishError, match="embargo"):
        publish(draft, draft.head, by=None)

    assert publish(draft, draft.head, by=None, at=draft.embargo_until).is_scheduled


def test_withdrawing_hides_the_story_at_once_and_keeps_the_reason():
    article = published()

    withdraw(article, by=make_ben(), reason="Named the wrong person")

    assert not Article.objects.published().exists()
    assert article.audit.first().note == "Named the wrong person"
    with pytest.raises(CannotWithdrawError):
        withdraw(article, by=None, reason="Again")


def test_withdrawing_needs_a_reason():
    article = published()

    with pytest.raises(CannotWithdrawError):
        withdraw(article, by=None, reason=" ")

    assert Article.objects.published().count() == 1


def test_a_withdrawn_story_comes_back_at_its_old_address():
    article = published()
    address = article.get_absolute_url()
    article = withdraw(article, by=None, reason="Lawyers")

    article = publish(article, article.head, by=None)

    assert article.is_live()
    assert article.get_absolute_url() == address


def test_a_receiver_that_fails_undoes_the_publication():
    def fail(**_):
        raise RuntimeError("no")

    draft = make_draft()
    article_published.connect(fail)
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            publish(draft, draft.head, by=None)
    finally:
        article_published.disconnect(fail)

    draft.refresh_from_db()
    assert draft.published_at is None
    assert not ArticleTag.objects.exists()


def test_a_half_published_row_is_refused_by_the_database():
    draft = make_draft()

    with pytest.raises(IntegrityError, match="published_stories_are_whole"), transaction.atomic():
        Article.objects.filter(pk=draft.pk).update(published_at=timezone.now())


def test_the_first_publication_is_marked_first():
    article = published()

    assert article.live_revision.pk == article.head_id
    article.head.refresh_from_db()
    assert article.head.change == Change.FIRST
    assert article.head.published_at is not None
