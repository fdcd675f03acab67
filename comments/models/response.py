"""What readers do to a comment: report it, respect it."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class ReportReason(models.TextChoices):
    """Why a reader thinks a moderator should look."""

    ABUSE = "abuse", "It insults or threatens somebody"
    SPAM = "spam", "It advertises something"
    OFF_TOPIC = "topic", "It has nothing to do with the story"
    ILLEGAL = "illegal", "It is against the law"
    OTHER = "other", "Something else"


class Report(models.Model):
    """One reader asks once about one comment."""

    comment = models.ForeignKey("comments.Comment", models.PROTECT, related_name="reader_reports")
    revision = models.PositiveIntegerField()
    reporter_key = models.BinaryField(max_length=16, editable=False)
    reason = models.CharField(max_length=8, choices=ReportReason.choices)
    note = models.CharField(max_length=500, blank=True)
    law = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001 -- NULL: none was named
    at = models.DateTimeField(default=timezone.now)
    resolved = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("comment", "reporter_key"), name="a_reader_reports_once"),
        )

    def __str__(self) -> str:
        return self.get_reason_display()


class Respect(models.Model):
    """A reader thinks well of a comment."""

    pk = models.CompositePrimaryKey("comment_id", "user_id")
    comment = models.ForeignKey("comments.Comment", models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.user_id} respects {self.comment_id}"
