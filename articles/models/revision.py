"""What a story was at each save: kept, never changed."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.snapshot import Snapshot


class Change(models.TextChoices):
    """What publishing a revision meant to readers. Only an update or a correction moves the reader's “Updated”."""

    FIRST = "first", "First publication"
    TYPO = "typo", "Typo: nothing is said"
    UPDATE = "update", "Update: “Updated” and the time"
    CORRECTION = "correction", "Correction: with a note"


class Revision(models.Model):
    """An immutable snapshot of a story, who made it, and from which one they started."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    base = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    stored = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)  # when readers first saw this one
    change = models.CharField(max_length=10, choices=Change.choices, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("article", "number"), name="revisions_are_numbered"),)

    def __str__(self) -> str:
        return f"{self.stored.get('headline') or 'Untitled'} (revision {self.number})"

    @property
    def snapshot(self) -> Snapshot:
        """The story as it was."""
        return Snapshot.from_json(self.stored)
