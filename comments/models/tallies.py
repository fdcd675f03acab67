"""The ledgers of this room: what was counted, until the fold adds it up."""

from django.db import models

from newsroom.kit.tallies import Ledger


class ThreadField(models.IntegerChoices):
    """What a thread counts."""

    PUBLISHED = 1
    PENDING = 2


class CommentField(models.IntegerChoices):
    """What a comment counts."""

    REPLIES = 1
    RESPECTS = 2
    REPORTS = 3


class ThreadDelta(Ledger):
    """A thread has so many more."""

    thread = models.ForeignKey("comments.Thread", models.CASCADE, db_index=False, related_name="+")
    field = models.PositiveSmallIntegerField(choices=ThreadField.choices)

    def __str__(self) -> str:
        return f"{self.n:+d} of thread {self.thread_id}"


class CommentDelta(Ledger):
    """A comment has so many more."""

    comment = models.ForeignKey("comments.Comment", models.CASCADE, db_index=False, related_name="+")
    field = models.PositiveSmallIntegerField(choices=CommentField.choices)

    def __str__(self) -> str:
        return f"{self.n:+d} of comment {self.comment_id}"
