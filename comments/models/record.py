"""What a comment said at each time, and each decision about it; both are append-only."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Revision(models.Model):
    """The text of a comment at one time, the first included."""

    comment = models.ForeignKey("comments.Comment", models.PROTECT, related_name="revisions")
    n = models.PositiveIntegerField()
    raw = models.TextField()
    html = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("comment", "n"), name="comment_revisions_are_counted"),
        )

    def __str__(self) -> str:
        return f"{self.comment_id} #{self.n}"


class DecisionKind(models.TextChoices):
    """What was done."""

    SCREENED = "screened", "screened"
    APPROVED = "approved", "approved"
    HIDDEN = "hidden", "hid"
    REJECTED = "rejected", "rejected"
    RESTORED = "restored", "restored"
    IMPORTED = "imported", "imported"
    REATTACHED = "reattached", "moved up, for what it answered was gone"
    ERASED = "erased", "erased"


class Decision(models.Model):
    """One line of a comment's record: who (nobody: a rule), what, why."""

    comment = models.ForeignKey("comments.Comment", models.PROTECT, related_name="decisions")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=DecisionKind.choices)
    from_status = models.PositiveSmallIntegerField(null=True)
    to_status = models.PositiveSmallIntegerField(null=True)
    rule = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reason}"
