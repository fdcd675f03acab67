"""The worker: runs tasks under a lease, so that a killed worker's task is taken up again by another."""

import logging
import time
from datetime import timedelta
from typing import Any

from django.db import close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from newsroom.background import schedule
from newsroom.background.models import WorkerBeat

logger = logging.getLogger(__name__)

MOST_TRIES = 5  # a task that killed its worker so often would kill the next one too
BEAT_SECONDS = 1.0
KEPT_DAYS = 7


class LeasedWorker(Worker):
    """django-tasks-db's worker with a lease: a running task holds a session advisory lock that goes with its
    connection. Tasks may run twice, so they are idempotent."""

    _next_beat = 0.0

    def run(self) -> None:
        """Work until told to stop; a task that is running is finished first."""
        while self.running:
            close_old_connections()
            self._beat()
            task = self._claim()
            if task is not None:
                try:
                    self.run_task(task)
                finally:
                    _query("SELECT pg_advisory_unlock(hashtextextended(%s, 7))", str(task.pk))
            elif self.batch:
                return
            elif self.running:
                time.sleep(self.interval)

    def _beat(self) -> None:
        if time.monotonic() < self._next_beat:
            return
        self._next_beat = time.monotonic() + BEAT_SECONDS
        WorkerBeat.objects.update_or_create(worker=self.worker_id, defaults={"seen_at": timezone.now()})
        put_back_orphans()
        schedule.run_due()

    def _claim(self) -> "DBTaskResult[..., Any] | None":
        with transaction.atomic():
            task: DBTaskResult[..., Any] | None = DBTaskResult.objects.ready().get_locked()
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
