"""Live video: what is on the air, and when."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class LiveStreamQuerySet(models.QuerySet["LiveStream"]):
    """Streams by their state."""

    def on_air(self, now: datetime | None = None) -> Self:
        """On the air at this moment: by its hours, or by the switch."""
        now = now or timezone.now()
        by_time = Q(switch=LiveStream.Switch.BY_TIME, starts_at__lte=now) & (
            Q(ends_at=None) | Q(ends_at__gt=now)
        )
        return self.filter(by_time | Q(switch=LiveStream.Switch.ON))


class LiveStream(models.Model):
    """One broadcast."""

    class Provider(models.TextChoices):
        """Whose player shows it."""

        YOUTUBE = "youtube", "YouTube"
        VIMEO = "vimeo", "Vimeo"
        HLS = "hls", "HLS address"

    class Switch(models.TextChoices):
        """Whether the hours decide, or a person does."""

        BY_TIME = "time", "By its hours"
        ON = "on", "On the air now"
        OFF = "off", "Off"

    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    provider = models.CharField(max_length=8, choices=Provider.choices, default=Provider.YOUTUBE)
    video = models.CharField(max_length=300, help_text="The video's id, or for HLS its https address.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    switch = models.CharField(max_length=4, choices=Switch.choices, default=Switch.BY_TIME)

    objects = LiveStreamQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_at",)
        verbose_name = "live stream"
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="a_stream_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def is_on_air(self, now: datetime | None = None) -> bool:
        """Is it on the air at this moment?"""
        now = now or timezone.now()
        if self.switch != self.Switch.BY_TIME:
            return self.switch == self.Switch.ON
        return self.starts_at <= now and (self.ends_at is None or now < self.ends_at)

    @property
    def watch_address(self) -> str:
        """Where it plays without this site's player."""
        return {
            self.Provider.YOUTUBE: f"https://www.youtube.com/watch?v={self.video}",
            self.Provider.VIMEO: f"https://vimeo.com/{self.video}",
        }.get(self.Provider(self.provider), self.video)
