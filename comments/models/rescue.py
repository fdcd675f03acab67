"""Text that was typed and could not be posted yet: kept until its writer comes back."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

RESCUE_DAYS = 7


def rescue_expiry() -> datetime:
    """Until when text kept now is held."""
    return timezone.now() + timedelta(days=RESCUE_DAYS)


class Rescue(models.Model):
    """Found again by the token in its writer's cookie."""

    token = models.CharField(max_length=43, primary_key=True)
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    parent = models.ForeignKey("comments.Comment", models.SET_NULL, null=True, related_name="+")
    raw = models.TextField()
    author_key = models.BinaryField(max_length=16)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=rescue_expiry, db_index=True)

    def __str__(self) -> str:
        return self.raw[:60]
