"""Counts are exact, whoever folds."""

import threading

import pytest
from django.db import connection

from comments import moderation
from comments.models import Comment, Thread, ThreadDelta
from comments.tasks import fold_tallies
from tests.comments.people import write, write_many
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_fold_adds_up_what_happened() -> None:
    article = make_article()
    root = write(article, "Root.")
    reply = write(article, "Reply.", parent=root)
    write(article, "Held.", trap="x")
    moderation.hide(moderation.Seen(reply.pk, 1, 1), by=None, reason="Rude")

    fold_tallies()

    thread = Thread.objects.get()
    assert (thread.published_count, thread.pending_count, thread.last_comment_at) == (1, 1, root.sort_at)
    assert Comment.objects.get(pk=root.pk).live_replies == 0
    assert fold_tallies() == 0


@pytest.mark.django_db(transaction=True)
def test_two_folders_at_once_lose_and_double_nothing() -> None:
    thread = Thread.objects.create(article=make_article())
    ThreadDelta.objects.bulk_create([ThreadDelta(thread=thread, field=1) for _ in range(12_000)])

    def work() -> None:
        fold_tallies()
        connection.close()

    folders = [threading.Thread(target=work) for _ in range(2)]
    [folder.start() for folder in folders]
    [folder.join() for folder in folders]

    thread.refresh_from_db()
    assert (thread.published_count, ThreadDelta.objects.count()) == (12_000, 0)


def test_fold_keeps_threads_apart() -> None:
    few, many = make_article(), make_article()
    write_many(few, 1)
    write_many(many, 3)

    fold_tallies()

    assert list(Thread.objects.order_by("pk").values_list("published_count", flat=True)) == [1, 3]
