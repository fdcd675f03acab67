"""What is known about those who write: where a comment came from (for a month), and who must wait."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils import timezone

ORIGIN_DAYS = 30  # long enough to see a campaign, no longer


def origin_expiry() -> datetime:
    """When an origin noted now is forgotten."""
    return timezone.now() + timedelta(days=ORIGIN_DAYS)


class Origin(models.Model):
    """The only place with a network address; purged after a month."""

    comment = models.OneToOneField(
        "comments.Comment", models.PROTECT, primary_key=True, related_name="origin"
    )
    ip = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=300, blank=True)
    referrer = models.CharField(max_length=300, blank=True)
    expires_at = models.DateTimeField(default=origin_expiry)

    class Meta:
        indexes = (BrinIndex(fields=("expires_at",), name="origin_expiry"),)

    def __str__(self) -> str:
        return f"Origin of {self.comment_id}"


class SanctionKind(models.TextChoices):
    """How somebody is restrained, from mild to hard."""

    WARN = "warn", "Warned"
    PREMODERATE = "premod", "Each comment is read first"
    SUSPEND = "suspend", "May not write for a time"
    BAN = "ban", "May not write"


class Sanction(models.Model):
    """Somebody is restrained until a day, or for good."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sanctions")
    kind = models.CharField(max_length=7, choices=SanctionKind.choices)
    until = models.DateTimeField(null=True, blank=True, help_text="Empty: for good.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = (models.Index(fields=("user", "until"), name="sanction_of_user"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"
