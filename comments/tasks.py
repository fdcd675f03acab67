"""Work of this room for the worker: adding up what was counted, and forgetting what need not be kept."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from comments.events import threads_counted
from comments.models import CodeSent, CommentDelta, Origin, Rescue, Thread, ThreadDelta
from newsroom.kit.events import announce
from newsroom.kit.tallies import FOLD_BATCH, fold

_INTO_THREADS = """
UPDATE comments_thread t SET
  published_count = t.published_count + s.published, pending_count = t.pending_count + s.pending,
  last_comment_at = (SELECT max(sort_at) FROM comments_comment c WHERE c.thread_id = t.id AND c.status IN (1, 2))
FROM (SELECT thread_id, coalesce(sum(n) FILTER (WHERE field = 1), 0) AS published,
             coalesce(sum(n) FILTER (WHERE field = 2), 0) AS pending
      FROM sums GROUP BY thread_id ORDER BY thread_id) AS s
WHERE t.id = s.thread_id
"""
_INTO_COMMENTS = """
UPDATE comments_comment c SET
  live_replies = c.live_replies + s.replies, respects = c.respects + s.respects, reports = c.reports + s.reports
FROM (SELECT comment_id, coalesce(sum(n) FILTER (WHERE field = 1), 0) AS replies,
             coalesce(sum(n) FILTER (WHERE field = 2), 0) AS respects,
             coalesce(sum(n) FILTER (WHERE field = 3), 0) AS reports
      FROM sums GROUP BY comment_id ORDER BY comment_id) AS s
WHERE c.id = s.comment_id
"""


def fold_tallies() -> int:
    """Add up both ledgers until they are empty; says how many rows were taken."""
    total = 0
    while taken := _fold_threads() + fold(CommentDelta, keys=("comment_id", "field"), into=_INTO_COMMENTS):
        total += taken
        if taken < FOLD_BATCH:
            break
    return total


@transaction.atomic
def _fold_threads() -> int:
    counted = list(ThreadDelta.objects.order_by("pk").values_list("thread_id", flat=True)[:FOLD_BATCH])
    if not counted:
        return 0
    taken = fold(ThreadDelta, keys=("thread_id", "field"), into=_INTO_THREADS)
    ids = list(Thread.objects.filter(pk__in=set(counted)).order_by("pk").values_list("article_id", flat=True))
    announce(threads_counted, article_ids=ids)
    return taken


def forget_origins() -> int:
    """Network addresses after a month, rescued text after a week, the number of codes sent after a day."""
    now = timezone.now()
    CodeSent.objects.filter(at__lt=now - timedelta(days=1)).delete()
    Rescue.objects.filter(expires_at__lt=now).delete()
    return Origin.objects.filter(expires_at__lt=now).delete()[0]
