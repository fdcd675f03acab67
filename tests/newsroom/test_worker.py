"""The worker: work of a killed one is taken up again, and a due sweep runs once."""

import signal
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.tasks import apply_due_changes
from newsroom.background import schedule
from newsroom.background.models import Tick, WorkerBeat
from newsroom.background.queue import MOST_TRIES
from newsroom.background.worker import prune, put_back_orphans
from tests.newsroom.workers import until, worker

ran = []


def sweep():
    ran.append("sweep")


def broken():
    raise RuntimeError("no")


@pytest.fixture
def sweeps(settings):
    ran.clear()
    settings.SCHEDULE = {
        "broken": ("tests.newsroom.test_worker.broken", 60),
        "sweep": ("tests.newsroom.test_worker.sweep", 60),
    }


@pytest.mark.django_db
def test_a_due_sweep_runs_once_an_interval_and_a_broken_one_stops_no_other(sweeps):
    assert schedule.run_due() == 2
    assert schedule.run_due() == 0
    assert ran == ["sweep"]

    Tick.objects.filter(name="sweep").update(next_run_at=timezone.now() - timedelta(seconds=1))
    assert schedule.run_due() == 1
    assert ran == ["sweep", "sweep"]


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_runs_a_due_sweep(sweeps):
    together = threading.Barrier(5)

    def worker():
        together.wait()
        schedule.run_due(("sweep",))
        connection.close()

    workers = [threading.Thread(target=worker) for _ in range(5)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()

    assert ran == ["sweep"]


@pytest.mark.django_db(transaction=True)
def test_a_task_of_a_lost_worker_goes_back_on_the_queue_and_is_given_up_in_the_end():
    result = apply_due_changes.enqueue()
    task = DBTaskResult.objects.get(pk=result.id)
    task.claim("a worker that is gone")

    assert put_back_orphans() == 1
    task.refresh_from_db()
    assert task.status == "READY"

    DBTaskResult.objects.update(status="RUNNING", worker_ids=["gone"] * MOST_TRIES)
    assert put_back_orphans() == 0
    task.refresh_from_db()
    assert task.status == "FAILED"


@pytest.mark.django_db(transaction=True)
def test_a_running_task_is_left_to_its_worker():
    result = apply_due_changes.enqueue()
    DBTaskResult.objects.get(pk=result.id).claim("alive")
    held, done = threading.Event(), threading.Event()

    def alive():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 7))", [str(result.id)])
            held.set()
            done.wait(10)
        connection.close()

    holder = threading.Thread(target=alive)
    holder.start()
    held.wait(10)
    try:
        assert put_back_orphans() == 0
    finally:
        done.set()
        holder.join()


@pytest.mark.django_db
def test_old_successes_are_forgotten_and_failures_kept():
    for status in ("SUCCESSFUL", "FAILED"):
        result = apply_due_changes.enqueue()
        DBTaskResult.objects.filter(pk=result.id).update(
            status=status, finished_at=timezone.now() - timedelta(days=8)
        )
    WorkerBeat.objects.create(worker="old", seen_at=timezone.now() - timedelta(days=1))

    prune()

    assert [task.status for task in DBTaskResult.objects.all()] == ["FAILED"]
    assert not WorkerBeat.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_does_what_waits_and_stops_when_told():
    result = apply_due_changes.enqueue()

    with worker() as process:
        until(lambda: DBTaskResult.objects.get(pk=result.id).status == "SUCCESSFUL")
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


@pytest.mark.django_db
def test_what_came_of_a_sweep_is_kept(sweeps):
    schedule.run_due()
    broken, sweep = Tick.objects.get(name="broken"), Tick.objects.get(name="sweep")
    assert broken.is_failing
    assert broken.last_error.endswith("RuntimeError: no\n")
    assert not sweep.is_failing
    assert sweep.last_run_at is not None
    assert sweep.last_error == ""
