"""What was changed about a person, by whom and when, for ever."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class PersonRecord(models.Model):
    """One line; append-only. The address as it was then: an invitation has a record before it has an account."""

    email = models.EmailField(max_length=254)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="record")
    verb = models.CharField(max_length=40)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("email", "-at"), name="record_of_address"),)

    def __str__(self) -> str:
        return f"{self.email} {self.verb} {self.at:%Y-%m-%d %H:%M}"
