"""Passing a draft on and back, and changes that wait for their hour."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import State
from articles.publishing import publish
from articles.revisions import save_draft
from articles.scheduling import apply_due_changes
from articles.workflow import CannotMoveError, approve, ask_for_changes, submit
from tests.factories import make_ada, make_ben, make_draft, make_section

pytestmark = pytest.mark.django_db


def test_a_draft_is_submitted_sent_back_submitted_again_and_approved():
    ada, ben, article = make_ada(), make_ben(), make_draft()

    assert submit(article, by=ada).state == State.SUBMITTED
    assert ask_for_changes(article, by=ben, note="A second source, please").state == State.CHANGES_ASKED
    assert submit(article, by=ada).state == State.SUBMITTED
    assert approve(article, by=ben).state == State.APPROVED
    assert [(entry.verb, entry.by) for entry in article.audit.all()][:4] == [
        ("approved", ben),
        ("submitted", ada),
        ("asked for changes", ben),
        ("submitted", ada),
    ]


@pytest.mark.parametrize("verb", [approve, lambda article, by: ask_for_changes(article, by=by, note="x")])
def test_a_draft_nobody_submitted_cannot_be_passed_on(verb):
    with pytest.raises(CannotMoveError, match="Draft"):
        verb(make_draft(), by=None)


def test_asking_for_changes_needs_a_note():
    article = make_draft()
    submit(article, by=None)

    with pytest.raises(CannotMoveError):
        ask_for_changes(article, by=None, note=" ")


def live_with_change_due(headline):
    article = make_draft(headline="Before")
    article = publish(article, article.head, by=None)
    revision = save_draft(
        article, article.head.snapshot.with_changes(headline=headline), by=None, base=article.head_id
    )
    return publish(article, revision, by=None, at=timezone.now() + timedelta(hours=1), change="update")


def test_a_scheduled_change_waits_for_its_hour_and_is_then_applied_once():
    article = live_with_change_due("After")
    hour = timezone.now() + timedelta(hours=2)

    assert apply_due_changes() == 0
    article.refresh_from_db()
    assert article.headline == "Before"

    assert apply_due_changes(hour) == 1
    article.refresh_from_db()
    assert article.headline == "After"
    assert article.next_change_at is None
    assert apply_due_changes(hour) == 0


def test_a_change_that_cannot_go_out_does_not_hold_up_the_others():
    blocked, fine = live_with_change_due("Blocked"), live_with_change_due("Fine")
    blocked.embargo_until = timezone.now() + timedelta(days=30)
    blocked.save(update_fields=["embargo_until"])

    assert apply_due_changes(timezone.now() + timedelta(hours=2)) == 1

    fine.refresh_from_db()
    assert fine.headline == "Fine"


def test_sections_have_two_levels_and_free_addresses():
    from django.core.exceptions import ValidationError

    top = make_section("Politics")
    below = make_section("Elections", parent=top)

    below.full_clean()
    with pytest.raises(ValidationError):
        make_section("Third", parent=below).full_clean()
    for slug in ("admin", "2025", "feed"):
        with pytest.raises(ValidationError):
            make_section(f"Section {slug}", slug=slug).full_clean()
