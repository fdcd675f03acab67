"""Who changed what in the ads room, and since which change each process must read again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class AuditEntry(models.Model):
    """One line of the record; append-only."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=40)
    about = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "ads_audit"
        ordering = ("-at", "-pk")
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.verb} {self.about}"


class Version(models.Model):
    """One row: rises with every change of what may stand in a slot."""

    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="there_is_one_version"),)

    def __str__(self) -> str:
        return str(self.number)
