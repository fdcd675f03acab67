"""A reader asks that a moderator look at a comment: once a reader, counted."""

from django.db import transaction

from comments.models import Comment, CommentDelta, CommentField, Report
from comments.rendering import tidy


@transaction.atomic
def report(comment: Comment, *, reason: str, note: str, reporter_key: bytes) -> bool:
    """Note the report; False where this reader reported it before."""
    made = Report.objects.bulk_create(
        [
            Report(
                comment=comment,
                revision=comment.revision,
                reporter_key=reporter_key,
                reason=reason,
                note=tidy(note)[:500],
            )
        ],
        ignore_conflicts=True,
    )
    if not Report.objects.filter(comment=comment, reporter_key=reporter_key, at=made[0].at).exists():
        return False
    CommentDelta.objects.create(comment=comment, field=CommentField.REPORTS, n=1)
    return True
