"""How the work in the background stands: the queue, what failed, the schedule, who works."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsroom.background.models import Tick, WorkerBeat
from newsroom.background.queue import MOST_TRIES
from newsroom.site.models import Mail

SHOWN = 50  # of a list; more of them are one trouble, not many
SILENCE = timedelta(seconds=30)  # a worker says each second that it lives
LATE = timedelta(minutes=2)  # a sweep so far behind is not being run


@dataclass(frozen=True, slots=True)
class Job:
    """A task as a person reads it."""

    pk: str
    name: str
    given: str
    tries: int
    most: int
    at: datetime | None
    problem: str
    traceback: str


@dataclass(frozen=True, slots=True)
class Sweep:
    """A recurring piece of work: how often, when last, when next, and what went wrong."""

    name: str
    every: str
    last_run_at: datetime | None
    next_run_at: datetime | None
    is_failing: bool
    is_late: bool
    last_failed_at: datetime | None
    problem: str
    traceback: str


@dataclass(frozen=True, slots=True)
class Troubles:
    """What the desk's first page must say."""

    failed_tasks: int
    failing_sweeps: list[str]
    mails_given_up: int
    worker_lives: bool


def queue_counts() -> dict[str, int]:
    """How many tasks wait, run, wait for another try, failed. One query."""
    return DBTaskResult.objects.aggregate(
        waiting=Count("pk", filter=Q(status="READY", worker_ids=[])),
        running=Count("pk", filter=Q(status="RUNNING")),
        again=Count("pk", filter=Q(status="READY") & ~Q(worker_ids=[])),
        failed=Count("pk", filter=Q(status="FAILED")),
    )


def failures() -> list[Job]:
    """Tasks that were given up, the newest first."""
    return [
        _job(task, task.finished_at)
        for task in DBTaskResult.objects.failed().order_by("-finished_at")[:SHOWN]
    ]


def to_be_tried_again() -> list[Job]:
    """Tasks that failed and have tries left, the next one first."""
    again = DBTaskResult.objects.filter(status="READY").exclude(worker_ids=[]).order_by("run_after")
    return [_job(task, task.run_after) for task in again[:SHOWN]]


def sweeps() -> list[Sweep]:
    """The schedule, those in trouble first."""
    ticks = {tick.name: tick for tick in Tick.objects.all()}
    now = timezone.now()
    found = [_sweep(name, seconds, ticks.get(name), now) for name, (_, seconds) in settings.SCHEDULE.items()]
    return sorted(found, key=lambda sweep: (not sweep.is_failing, not sweep.is_late, sweep.name))


def workers() -> list[tuple[WorkerBeat, bool]]:
    """Each worker seen within the last hour, and whether it lives."""
    now = timezone.now()
    return [
        (beat, beat.seen_at > now - SILENCE)
        for beat in WorkerBeat.objects.order_by("-seen_at", "worker")[:SHOWN]
    ]


def troubles() -> Troubles:
    """Four questions, for whoever minds the site."""
    ticks = [tick for tick in Tick.objects.all() if tick.name in settings.SCHEDULE]
    return Troubles(
        failed_tasks=DBTaskResult.objects.failed().count(),
        failing_sweeps=[tick.name for tick in ticks if tick.is_failing],
        mails_given_up=Mail.objects.given_up().count(),
        worker_lives=WorkerBeat.objects.filter(seen_at__gt=timezone.now() - SILENCE).exists(),
    )


def mail_counts() -> tuple[int, int]:
    """Mails that were refused and will be tried again; mails given up."""
    troubled, lost = Mail.objects.in_trouble(), Mail.objects.given_up()
    return troubled.filter(next_try_at__isnull=False).count(), lost.count()


def _job(task: Any, at: datetime | None) -> Job:
    given = [str(word) for word in task.args_kwargs["args"]]
    given += [f"{name}={word}" for name, word in task.args_kwargs["kwargs"].items()]
    return Job(
        pk=str(task.pk),
        name=task.task_path,
        given=", ".join(given)[:120],
        tries=len(task.worker_ids),
        most=MOST_TRIES,
        at=at,
        problem=_last_line(task.traceback),
        traceback=task.traceback,
    )


def _sweep(name: str, seconds: int, tick: Tick | None, now: datetime) -> Sweep:
    return Sweep(
        name=name,
        every=_every(seconds),
        last_run_at=tick.last_run_at if tick else None,
        next_run_at=tick.next_run_at if tick else None,
        is_failing=bool(tick and tick.is_failing),
        is_late=tick is None or tick.next_run_at < now - LATE,
        last_failed_at=tick.last_failed_at if tick else None,
        problem=_last_line(tick.last_error) if tick else "",
        traceback=tick.last_error if tick else "",
    )


def _every(seconds: int) -> str:
    for size, word in ((3600, "hour"), (60, "minute"), (1, "second")):
        if seconds % size == 0:
            number = seconds // size
            return f"every {word}" if number == 1 else f"every {number} {word}s"
    return ""


def _last_line(traceback: str) -> str:
    lines = [line for line in traceback.splitlines() if line.strip()]
    return lines[-1][:300] if lines else ""
