"""The worker: runs tasks under a lease, so that a killed worker's task is taken up again by another."""

import logging
import time
from datetime import timedelta
from functools import partial

from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from newsroom.background import schedule
from newsroom.background.models import WorkerBeat
from newsroom.background.queue import MOST_TRIES, Task, note_failure
from newsroom.kit.postgres.programs import EmbeddedError

logger = logging.getLogger(__name__)

BEAT_SECONDS = 1.0
LONGEST_WAIT = 10.0  # seconds between two tries to reach a database that is gone
KEPT_DAYS = 7


class LeasedWorker(Worker):
    """django-tasks-db's worker with a lease: a running task holds a session advisory lock that goes with its
    connection. Tasks may run twice, so they are idempotent."""

    _next_beat = 0.0
    _wait = 0.0  # grows while the database is gone

    def run(self) -> None:
        """Work until told to stop; a task that is running is finished first. A database that is gone is waited for."""
        while self.running:
            try:
                more = self._turn()
            except (OperationalError, InterfaceError, EmbeddedError) as problem:
                if self.batch:
                    raise
                connection.close()
                self._wait = min(max(2 * self._wait, self.interval), LONGEST_WAIT)
                logger.warning("The database is gone. again_in=%s problem=%s", self._wait, problem)
                self._pause(self._wait)
                continue
            self._wait = 0.0
            if not more and self.batch:
                return
            if not more:
                self._pause(self.interval)

    def _turn(self) -> bool:
        """One beat, one task; was there a task?"""
        close_old_connections()
        self._beat()
        task = self._claim()
        if task is None:
            return False
        task.set_failed = partial(note_failure, task)
        self.run_task(task)
        _query("SELECT pg_advisory_unlock(hashtextextended(%s, 7))", str(task.pk))
        return True

    def _pause(self, seconds: float) -> None:
        if self.running:
            time.sleep(seconds)

    def _beat(self) -> None:
        if time.monotonic() < self._next_beat:
            return
        self._next_beat = time.monotonic() + BEAT_SECONDS
        WorkerBeat.objects.update_or_create(worker=self.worker_id, defaults={"seen_at": timezone.now()})
        put_back_orphans()
        schedule.run_due()

    def _claim(self) -> Task | None:
        with transaction.atomic():
            task: Task | None = DBTaskResult.objects.ready().get_locked()
            if task is not None:
                _query("SELECT pg_advisory_lock(hashtextextended(%s, 7))", str(task.pk))
                task.claim(self.worker_id)
        return task


def put_back_orphans() -> int:
    """Put tasks whose worker is gone back on the queue, and say how many; after five tries they count as failed."""
    put_back = 0
    for task in DBTaskResult.objects.running():
        if not _query("SELECT pg_try_advisory_lock(hashtextextended(%s, 7))", str(task.pk)):
            continue  # its worker lives
        try:
            running = DBTaskResult.objects.filter(pk=task.pk, status="RUNNING")
            if len(task.worker_ids) >= MOST_TRIES:
                running.update(
                    status="FAILED",
                    finished_at=timezone.now(),
                    exception_class_path="newsroom.background.worker.WorkerLostError",
                    traceback=f"Its worker was lost {MOST_TRIES} times.",
                )
                logger.error("A task is given up. task=%s path=%s", task.pk, task.task_path)
            else:
                put_back += running.update(status="READY")
        finally:
            _query("SELECT pg_advisory_unlock(hashtextextended(%s, 7))", str(task.pk))
    return put_back


def prune() -> int:
    """Forget tasks that succeeded a week ago, and workers not seen for an hour."""
    WorkerBeat.objects.filter(seen_at__lt=timezone.now() - timedelta(hours=1)).delete()
    old = DBTaskResult.objects.successful().filter(finished_at__lt=timezone.now() - timedelta(days=KEPT_DAYS))
    return int(old.delete()[0])


def _query(sql: str, *values: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return bool(cursor.fetchone()[0])
