"""A link that lets somebody in once: only its hash is kept, so that who reads the table opens nothing."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Link(models.Model):
    """To take up an invitation, or to come back into an account of which everything was lost."""

    digest = models.CharField(max_length=64, unique=True)
    invitation = models.ForeignKey("accounts.Invitation", models.CASCADE, null=True, related_name="links")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # a newer one took its place, or it was withdrawn

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(invitation=None, person__isnull=False) | Q(invitation__isnull=False, person=None),
                name="a_link_opens_one_thing",
            ),
        )

    def __str__(self) -> str:
        return f"{'Invitation' if self.invitation_id else 'Way in'} until {self.expires_at:%Y-%m-%d %H:%M}"
