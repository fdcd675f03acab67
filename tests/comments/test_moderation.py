"""A decision holds for what the moderator saw, is recorded, and keeps replies in their place."""

import pytest

from comments import moderation, reporting
from comments.models import Comment, Decision
from comments.moderation import CannotDecideError, Seen
from comments.reading import thread_page
from comments.tasks import fold_tallies
from tests.comments.people import write
from tests.factories import make_article, make_cleo

pytestmark = pytest.mark.django_db


def seen(comment: Comment) -> Seen:
    comment.refresh_from_db()
    return Seen(comment.pk, comment.revision, comment.status)


def test_each_decision_leads_on_and_is_recorded_with_its_reason() -> None:
    cleo, comment = make_cleo(), write(make_article(comments="held"))

    moderation.reject(seen(comment), by=cleo, reason="Rude")
    moderation.restore(seen(comment), by=cleo)
    moderation.hide(seen(comment), by=cleo, reason="Rude after all")

    assert list(
        Decision.objects.filter(actor=cleo).values_list("kind", "from_status", "to_status", "reason")
    ) == [
        ("rejected", 0, 3, "Rude"),
        ("restored", 3, 2, ""),
        ("hidden", 2, 3, "Rude after all"),
    ]
    assert seen(comment).status == 3


def test_the_second_of_two_moderators_is_told_who_was_first() -> None:
    cleo, comment = make_cleo(), write(make_article(comments="held"))
    both_saw = seen(comment)
    moderation.approve(both_saw, by=cleo)

    with pytest.raises(CannotDecideError, match=r"Cleo Marchetti approved it \d+ s ago."):
        moderation.reject(both_saw, by=cleo, reason="No")

    assert seen(comment).status == 2


def test_a_decision_about_an_older_text_does_not_apply() -> None:
    comment = write(make_article())
    old = seen(comment)
    Comment.objects.filter(pk=comment.pk).update(revision=2)

    with pytest.raises(CannotDecideError, match="changed meanwhile"):
        moderation.hide(old, by=None, reason="Rude")


def test_hiding_needs_a_reason() -> None:
    with pytest.raises(CannotDecideError, match="reason"):
        moderation.hide(seen(write(make_article())), by=None, reason=" ")


def test_a_tombstone_stands_while_something_live_is_below_it() -> None:
    article = make_article()
    root = write(article, "Root.")
    reply = write(article, "Reply.", parent=root)

    moderation.hide(seen(root), by=None, reason="Rude")
    assert [b.comment.is_live for b in thread_page(article).branches] == [False]
    assert [r.pk for r in thread_page(article).branches[0].replies] == [reply.pk]

    moderation.hide(seen(reply), by=None, reason="Rude")
    assert thread_page(article).branches == []

    moderation.restore(seen(reply), by=None)
    assert [b.comment.pk for b in thread_page(article).branches] == [root.pk]


def test_a_late_approval_is_not_buried() -> None:
    article = make_article(comments="held")
    early, late = write(article, "Early."), write(article, "Late.")

    moderation.approve(seen(late), by=None)
    moderation.approve(seen(early), by=None)

    assert [b.comment.pk for b in thread_page(article).branches] == [early.pk, late.pk]


def test_reports_are_counted_once_a_reader_and_answered_by_a_decision() -> None:
    comment = write(make_article())

    told = [reporting.report(comment, reason="spam", note="", reporter_key=key) for key in (b"a", b"a", b"b")]
    fold_tallies()

    assert told == [True, False, True]
    assert Comment.objects.get().reports == 2
    moderation.approve(seen(comment), by=None)
    fold_tallies()
    assert Comment.objects.get().reports == 0
