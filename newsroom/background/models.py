"""When each recurring piece of work is next due, and when a worker was last seen."""

from django.db import models
from django.db.models.functions import Now


class Tick(models.Model):
    """One row a recurring piece of work; whoever moves `next_run_at` on runs it."""

    name = models.CharField(max_length=60, primary_key=True)
    next_run_at = models.DateTimeField(db_default=Now())
    last_run_at = models.DateTimeField(null=True)
    last_failed_at = models.DateTimeField(null=True)
    last_error = models.TextField(db_default="", default="", blank=True)

    class Meta:
        verbose_name_plural = "queue and schedule"

    def __str__(self) -> str:
        return self.name

    @property
    def is_failing(self) -> bool:
        """Did its last run raise?"""
        return bool(self.last_run_at and self.last_failed_at and self.last_failed_at >= self.last_run_at)


class WorkerBeat(models.Model):
    """A worker was alive at this moment."""

    worker = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.worker} at {self.seen_at:%H:%M:%S}"
