"""An invitation to work here: one open one an address, taken up once, withdrawn, or run out."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

_OPEN = Q(joined_at=None, revoked_at=None)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by how they stand."""

    def open(self) -> Self:
        """Neither taken up nor withdrawn; those that have run out are among them, to be renewed."""
        return self.filter(_OPEN)


class Invitation(models.Model):
    """Who is asked, in which roles, by whom, until when."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, blank=True)
    roles = models.ManyToManyField("auth.Group", related_name="+")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    mail = models.ForeignKey("site.Mail", models.SET_NULL, null=True, related_name="+")
    joined_at = models.DateTimeField(null=True)
    joined_as = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(Lower("email"), condition=_OPEN, name="one_open_invitation_an_address"),
            models.CheckConstraint(
                condition=Q(joined_at=None) | Q(revoked_at=None), name="an_invitation_ends_once"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("invited_at")), name="an_invitation_lasts"
            ),
        )

    def __str__(self) -> str:
        return self.email

    @property
    def is_open(self) -> bool:
        """May it still be taken up, today or once it is renewed?"""
        return self.joined_at is None and self.revoked_at is None

    @property
    def has_run_out(self) -> bool:
        """Was it left lying for too long?"""
        return self.expires_at <= timezone.now()
