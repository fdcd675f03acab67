"""What stands in a slot: a picture, where it leads, and what it says to those who cannot see it."""

import hashlib

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Creative(models.Model):
    """A picture with its link. Served only while `approved_hash` is the hash of its bytes, link and words: what was
    changed after approval is not what was approved. Without an advertiser it is the house's own."""

    advertiser = models.ForeignKey(
        "ads.Advertiser", models.PROTECT, null=True, blank=True, related_name="creatives"
    )
    link = models.URLField(max_length=1000, validators=(URLValidator(schemes=("http", "https")),))
    alt = models.CharField(
        "alternative text", max_length=300, help_text="What it says, for who cannot see it."
    )
    picture_hash = models.CharField(max_length=12, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    widths = models.JSONField(editable=False)
    formats = models.JSONField(editable=False)
    approved_hash = models.CharField(max_length=64, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(link__startswith="https://") | Q(link__startswith="http://"),
                name="a_creative_leads_to_a_page",
            ),
            models.CheckConstraint(condition=~Q(alt=""), name="a_creative_says_what_it_shows"),
        )

    def __str__(self) -> str:
        return self.alt[:60]

    @property
    def content_hash(self) -> str:
        """The hash of all that a reader gets: bytes, link and words."""
        return hashlib.sha256("\0".join((self.picture_hash, self.link, self.alt)).encode()).hexdigest()

    @property
    def is_approved(self) -> bool:
        """Is what would be served what was approved?"""
        return self.approved_hash == self.content_hash

    def url(self, width: int | None = None, extension: str | None = None) -> str:
        """The address of one size; the largest in the format everybody reads by default."""
        return default_storage.url(
            f"cr/{self.picture_hash}-{width or max(self.widths)}.{extension or self.formats[-1]}"
        )

    def srcset(self, extension: str) -> str:
        """All sizes of one format, for an img or source element."""
        return ", ".join(f"{self.url(width, extension)} {width}w" for width in sorted(self.widths))
