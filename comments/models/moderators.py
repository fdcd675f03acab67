"""How each moderator wants to hear of what waits, and the record of the pause."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class QueueMail(models.Model):
    """One person's wish; who has none is mailed at once where moderating is their work."""

    class How(models.TextChoices):
        """When a mail comes, if something waits then."""

        AT_ONCE = "once", "At once, then hourly while something waits"
        HOURLY = "hourly", "Hourly, together"
        DAILY = "daily", "Daily, in the morning"
        NEVER = "never", "Never"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="queue_mail"
    )
    how = models.CharField(max_length=6, choices=How.choices, default=How.AT_ONCE)
    mailed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user}: {self.get_how_display()}"


class PauseEntry(models.Model):
    """One line of the pause's record: who stopped all comments, or let them go on, and with which words."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    is_pause = models.BooleanField()
    sentence = models.CharField(max_length=200, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{'Paused' if self.is_pause else 'Resumed'} at {self.at:%H:%M}"
