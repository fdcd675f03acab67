"""Deciding about comments: approve, hide, reject, restore; each bound to what the moderator saw, and recorded."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from comments.events import comment_decided
from comments.models import (
    LIVE,
    Comment,
    CommentDelta,
    CommentField,
    Decision,
    DecisionKind,
    Report,
    Status,
    ThreadDelta,
    ThreadField,
)
from comments.rendering import tidy
from comments.threading import ancestors_in
from newsroom.accounts.models import User
from newsroom.kit.events import announce


class CannotDecideError(Exception):
    """A decision that does not apply any more; the sentence is for the moderator."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The comment as the moderator saw it."""

    pk: int
    revision: int
    status: int


@dataclass(frozen=True, slots=True)
class _Way:
    """From where to where a decision leads, and what it is called."""

    kind: DecisionKind
    sources: tuple[Status, ...]
    to: Status
    needs_reason: bool


APPROVE = _Way(
    DecisionKind.APPROVED, (Status.PENDING, Status.PUBLISHED, Status.APPROVED), Status.APPROVED, False
)
REJECT = _Way(DecisionKind.REJECTED, (Status.PENDING,), Status.REJECTED, True)
HIDE = _Way(DecisionKind.HIDDEN, LIVE, Status.REJECTED, True)
RESTORE = _Way(DecisionKind.RESTORED, (Status.REJECTED, Status.SPAM), Status.APPROVED, False)


def approve(seen: Seen, *, by: User | None, reason: str = "") -> Comment:
    """Readers may read it; what was reported about it is answered. Raises CannotDecideError."""
    return _decide(APPROVE, seen, by, reason)


def reject(seen: Seen, *, by: User | None, reason: str) -> Comment:
    """A waiting comment does not appear. Raises CannotDecideError."""
    return _decide(REJECT, seen, by, reason)


def hide(seen: Seen, *, by: User | None, reason: str) -> Comment:
    """A published comment disappears; live replies below it keep their place. Raises CannotDecideError."""
    return _decide(HIDE, seen, by, reason)


def restore(seen: Seen, *, by: User | None, reason: str = "") -> Comment:
    """A rejected or hidden comment appears again, where it stood. Raises CannotDecideError."""
    return _decide(RESTORE, seen, by, reason)


VERBS: dict[str, Callable[[Seen, User | None, str], Comment]] = {
    "approve": lambda seen, by, reason: approve(seen, by=by, reason=reason),
    "reject": lambda seen, by, reason: reject(seen, by=by, reason=reason),
    "hide": lambda seen, by, reason: hide(seen, by=by, reason=reason),
    "restore": lambda seen, by, reason: restore(seen, by=by, reason=reason),
}


@transaction.atomic
def _decide(way: _Way, seen: Seen, by: User | None, reason: str) -> Comment:
    reason = tidy(reason)[:300]
    if way.needs_reason and not reason:
        raise CannotDecideError("Please give a reason; its writer may ask for it.")
    if seen.status not in Status.values:
        raise CannotDecideError("The comment was changed meanwhile. Please read it again.")
    if seen.status not in way.sources:
        raise CannotDecideError(
            f"A comment that is {Status(seen.status).label.lower()} cannot be {way.to.label.lower()}."
        )
    comment = Comment.objects.select_related("thread", "author").get(pk=seen.pk)
    with connection.cursor() as db:
        db.execute("SELECT pg_advisory_xact_lock(%s)", [comment.root_id])
    now = timezone.now()
    changes = {
        "status": way.to,
        "shown": way.to in LIVE or _holds_live_replies(comment),
        "sort_at": comment.sort_at or (now if way.to in LIVE else None),
    }
    same = Comment.objects.filter(pk=seen.pk, status=seen.status, revision=seen.revision)
    if not same.update(**changes):
        raise CannotDecideError(_what_happened(seen.pk))
    for name, value in changes.items():
        setattr(comment, name, value)
    _mend_tombstones(comment)
    _count(comment, seen.status, way.to)
    Decision.objects.create(
        comment=comment,
        actor=by,
        kind=way.kind,
        from_status=seen.status,
        to_status=way.to,
        reason=reason,
        at=now,
    )
    if comment.reports:
        _answer_reports(comment)
    announce(comment_decided, comment=comment, by=by)
    return comment


def _holds_live_replies(comment: Comment) -> bool:
    below = Comment.objects.filter(root_id=comment.root_id, parent__isnull=False, shown=True)
    return below.filter(path__gt=comment.path, path__lt=comment.path + "g", status__in=LIVE).exists()


def _mend_tombstones(comment: Comment) -> None:
    """Above a live comment every place is shown; above one that is gone, those that still hold a live one."""
    line = ancestors_in(comment.path)
    if not line:
        return
    if comment.is_live:
        Comment.objects.filter(pk__in=line, shown=False, sort_at=None).update(sort_at=comment.sort_at)
        Comment.objects.filter(pk__in=line, shown=False).update(shown=True)
        return
    for above in Comment.objects.filter(pk__in=line, shown=True).exclude(status__in=LIVE).order_by("-path"):
        if not _holds_live_replies(above):
            Comment.objects.filter(pk=above.pk).update(shown=False)


def _count(comment: Comment, before: int, after: int) -> None:
    live = int(after in LIVE) - int(before in LIVE)
    waiting = int(after == Status.PENDING) - int(before == Status.PENDING)
    ThreadDelta.objects.bulk_create(
        [
            ThreadDelta(thread_id=comment.thread_id, field=field, n=n)
            for field, n in ((ThreadField.PUBLISHED, live), (ThreadField.PENDING, waiting))
            if n
        ]
    )
    if live and comment.parent_id:
        CommentDelta.objects.create(comment_id=comment.root_id, field=CommentField.REPLIES, n=live)


def _answer_reports(comment: Comment) -> None:
    answered = Report.objects.filter(comment=comment, resolved=None).update(resolved=timezone.now())
    if answered:
        CommentDelta.objects.create(comment=comment, field=CommentField.REPORTS, n=-answered)


def _what_happened(pk: int) -> str:
    last = Decision.objects.filter(comment=pk).exclude(actor=None).select_related("actor").last()
    if last is None or last.actor is None:
        return "The comment was changed meanwhile. Please read it again."
    seconds = max(0, int((timezone.now() - last.at).total_seconds()))
    ago = f"{seconds} s ago" if seconds < 120 else f"at {timezone.localtime(last.at):%H:%M}"
    return f"{last.actor.get_full_name()} {last.get_kind_display()} it {ago}."
