"""A thread of another system comes over whole, once."""

from datetime import UTC, datetime, timedelta

import pytest

from comments.importing import OldComment, import_comments, text_of
from comments.models import Comment, Status, Thread
from comments.reading import thread_page
from comments.tasks import fold_tallies
from tests.factories import make_article

pytestmark = pytest.mark.django_db
START = datetime(2013, 3, 14, 8, 0, tzinfo=UTC)


def old(n: int, parent: int | None = None, status: Status = Status.APPROVED, body: str = "") -> OldComment:
    return OldComment(
        key=f"wordpress:old.example:{n}",
        body=body or f"Number {n}.",
        at=START + timedelta(hours=n),
        name=f"Writer {n}",
        parent_key=f"wordpress:old.example:{parent}" if parent else "",
        status=status,
    )


def test_parents_dates_names_and_state_come_over() -> None:
    article = make_article()
    rows = [old(3, parent=2), old(1, status=Status.REJECTED), old(2, parent=1), old(4, status=Status.PENDING)]

    taken = import_comments(article, rows)
    fold_tallies()

    assert taken.made == 4
    root = Comment.objects.get(pk=taken.ids["wordpress:old.example:1"])
    child = Comment.objects.get(pk=taken.ids["wordpress:old.example:2"])
    grandchild = Comment.objects.get(pk=taken.ids["wordpress:old.example:3"])
    assert (root.status, root.shown, root.created_at) == (Status.REJECTED, True, START + timedelta(hours=1))
    assert (child.parent_id, grandchild.parent_id, grandchild.depth) == (root.pk, child.pk, 2)
    assert (child.author_name, child.sort_at) == ("Writer 2", child.created_at)
    thread = Thread.objects.get()
    assert (thread.published_count, thread.pending_count) == (2, 1)
    assert [b.comment.pk for b in thread_page(article).branches] == [root.pk]


def test_a_second_run_adds_nothing_and_a_later_one_what_is_new() -> None:
    article = make_article()
    rows = [old(1), old(2, parent=1)]
    first = import_comments(article, rows)

    again = import_comments(article, rows)
    more = import_comments(article, [*rows, old(3, parent=2)])

    assert (again.made, again.ids) == (0, first.ids)
    assert (more.made, Comment.objects.count()) == (1, 3)
    assert Comment.objects.latest("pk").parent_id == first.ids["wordpress:old.example:2"]


def test_missing_parents_and_circles_stand_by_themselves() -> None:
    taken = import_comments(make_article(), [old(1, parent=2), old(2, parent=1), old(3, parent=99)])

    assert taken.made == 3
    assert Comment.objects.filter(parent=None).count() == 2


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>One</p><p>Two &amp; <em>three</em></p>", "One\n\nTwo & *three*"),
        ("a<br />b", "a\nb"),
        ('<a href="https://example.org/">https://example.org</a>', "https://example.org/"),
        ('<a href="https://example.org/x">here</a>', "here ( https://example.org/x )"),
        ("<script>alert(1)</script><img src=x onerror=alert(1)>", "…"),
        ("<blockquote><p>Said</p></blockquote>No", "> Said\n\nNo"),
    ],
)
def test_text_of_keeps_the_words(body: str, text: str) -> None:
    assert text_of(body) == text
