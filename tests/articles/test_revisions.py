"""Saving a story without losing a word."""

import threading

import pytest
from django.db import connection

from articles.models import Article, ImageUse, Revision, Snapshot, State
from articles.publishing import publish
from articles.revisions import StaleError, restore, save_draft, start
from tests.factories import make_ada, make_ben, make_draft, make_image, make_snapshot


@pytest.mark.django_db
def test_a_save_makes_a_numbered_revision_and_moves_the_head():
    ada = make_ada()
    article = start(by=ada)

    first = save_draft(article, make_snapshot(headline="One"), by=ada, base=None)
    second = save_draft(article, make_snapshot(headline="Two"), by=ada, base=first.pk)

    article.refresh_from_db()
    assert article.head == second
    assert (second.number, second.base, second.created_by) == (2, first, ada)
    assert first.snapshot.headline == "One"


@pytest.mark.django_db
def test_a_save_from_an_old_revision_writes_nothing_and_names_the_newer_one():
    article = make_draft()
    base = article.head_id
    newer = save_draft(article, make_snapshot(headline="Ben's"), by=make_ben(), base=base)

    with pytest.raises(StaleError, match="Ben") as refused:
        save_draft(article, make_snapshot(headline="Ada's"), by=make_ada(), base=base)

    assert refused.value.head == newer
    assert Revision.objects.filter(article=article).count() == 2


@pytest.mark.django_db
def test_a_save_that_changes_nothing_makes_no_revision():
    article = make_draft()

    again = save_draft(article, article.head.snapshot, by=None, base=article.head_id)

    assert again == article.head


@pytest.mark.django_db
def test_the_body_is_cleaned_at_save():
    article = start(by=None)

    revision = save_draft(
        article,
        Snapshot(headline="x", body="<p onclick=alert(1)>Hi<script>alert(1)</script></p>"),
        by=None,
        base=None,
    )

    assert revision.snapshot.body == "<p>Hi</p>"


@pytest.mark.django_db
def test_pictures_in_use_are_noted_and_cannot_be_deleted():
    image = make_image()
    draft = make_draft(lead_image=image.pk)

    assert ImageUse.objects.get().revision == draft.head
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        image.delete()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (State.DRAFT, State.DRAFT),
        (State.SUBMITTED, State.SUBMITTED),
        (State.APPROVED, State.SUBMITTED),
        (State.PUBLISHED, State.DRAFT),
    ],
)
def test_a_changed_draft_goes_one_step_back(before, after):
    article = make_draft()
    Article.objects.filter(pk=article.pk).update(state=before)

    save_draft(article, make_snapshot(headline="Changed"), by=None, base=article.head_id)

    article.refresh_from_db()
    assert article.state == after


@pytest.mark.django_db
def test_restoring_makes_a_new_draft_of_old_words():
    article = make_draft(headline="Old")
    old = article.head
    save_draft(article, make_snapshot(headline="New"), by=None, base=old.pk)
    article.refresh_from_db()

    revision = restore(article, old, by=None)

    assert revision.snapshot == old.snapshot
    assert revision.number == 3


@pytest.mark.django_db(transaction=True)
def test_of_many_saves_from_one_base_one_wins_and_the_rest_are_told():
    article = make_draft()
    base, outcomes, start_line = article.head_id, [], threading.Barrier(6)

    def save(number):
        start_line.wait()
        try:
            save_draft(article, make_snapshot(headline=f"Writer {number}"), by=None, base=base)
            outcomes.append("saved")
        except StaleError:
            outcomes.append("told")
        finally:
            connection.close()

    writers = [threading.Thread(target=save, args=(n,)) for n in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert sorted(outcomes) == ["saved"] + ["told"] * 5
    assert Revision.objects.filter(article=article).count() == 2


@pytest.mark.django_db
def test_unknown_keys_of_a_stored_snapshot_are_passed_over():
    article = make_draft(headline="Kept")
    Revision.objects.filter(pk=article.head_id).update(stored=article.head.stored | {"from_the_future": 1})
    article.head.refresh_from_db()

    assert article.head.snapshot.headline == "Kept"


@pytest.mark.django_db
def test_publish_then_save_leaves_readers_with_the_published_text():
    article = make_draft(headline="Public")
    article = publish(article, article.head, by=None)

    save_draft(article, make_snapshot(headline="Draft"), by=None, base=article.head_id)

    assert Article.objects.published().get().headline == "Public"
