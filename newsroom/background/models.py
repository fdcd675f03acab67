"""When each recurring piece of work is next due, and when a worker was last seen."""

from django.db import models
from django.db.models.functions import Now


class Tick(models.Model):
    """One row a recurring piece of work; whoever moves `next_run_at` on runs it."""

    name = models.CharField(max_length=60, primary_key=True)
    next_run_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name


class WorkerBeat(models.Model):
    """A worker was alive at this moment."""

    worker = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.worker} at {self.seen_at:%H:%M:%S}"
