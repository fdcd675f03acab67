"""The queue of tasks: a failed try is made again after a growing wait, at most five times; then a person decides."""

import logging
from datetime import timedelta
from traceback import format_exception
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsroom.accounts.models import User

logger = logging.getLogger(__name__)

Task = DBTaskResult[..., Any]

MOST_TRIES = 5  # a task that failed, or killed its worker, so often will do it again
# seconds: a connection that broke, a program that is restarted, one that is mended by somebody
WAITS = (10, 60, 300, 1800)


class NotFailedError(Exception):
    """Somebody else was quicker, or the task never failed; a sentence."""


def note_failure(task: Task, problem: BaseException) -> None:
    """Put a task that raised back on the queue, to be tried later; after the last try it counts as failed. One UPDATE."""
    tries = len(task.worker_ids)
    task.exception_class_path = f"{type(problem).__module__}.{type(problem).__qualname__}"
    task.traceback = "".join(format_exception(problem))
    if tries < MOST_TRIES:
        task.status = "READY"
        task.run_after = timezone.now() + timedelta(seconds=WAITS[min(tries, len(WAITS)) - 1])
        logger.warning("A task is tried again. task=%s path=%s tries=%s", task.pk, task.task_path, tries)
    else:
        task.status, task.finished_at = "FAILED", timezone.now()
        logger.error("A task is given up. task=%s path=%s tries=%s", task.pk, task.task_path, tries)
    task.save(update_fields=("status", "run_after", "finished_at", "exception_class_path", "traceback"))


@transaction.atomic
def retry(pk: str, *, by: User) -> Task:
    """Try a task that was given up again, now, as if it had never been tried. Raises NotFailedError."""
    task = _failed(pk)
    task.status, task.run_after, task.finished_at, task.worker_ids = "READY", timezone.now(), None, []
    task.save(update_fields=("status", "run_after", "finished_at", "worker_ids"))
    logger.info("A failed task is tried again. task=%s path=%s by=%s", pk, task.task_path, by.pk)
    return task


@transaction.atomic
def forget(pk: str, *, by: User) -> Task:
    """Take a task that was given up away. Raises NotFailedError."""
    task = _failed(pk)
    logger.info("A failed task is forgotten. task=%s path=%s by=%s", pk, task.task_path, by.pk)
    DBTaskResult.objects.filter(pk=pk).delete()
    return task


def _failed(pk: str) -> Task:
    task: Task | None = DBTaskResult.objects.failed().select_for_update().filter(pk=pk).first()
    if task is None:
        raise NotFailedError("This task is no longer among the failures: it was tried again, or forgotten.")
    return task
