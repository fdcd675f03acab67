"""Work that goes wrong in the middle: nothing is lost, nothing is seen twice."""

import signal
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.tasks import apply_due_changes
from newsroom.background import queue
from newsroom.background.models import WorkerBeat
from newsroom.background.worker import LeasedWorker
from newsroom.site import mail
from newsroom.site.models import Mail, NavItem
from tests.factories import make_user
from tests.newsroom.smtp import mail_server
from tests.newsroom.workers import raises, stalls, until, worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_sweeps(settings):
    settings.SCHEDULE = {}


def work():
    """What a worker does until nothing is due."""
    LeasedWorker(
        queue_names=["*"],
        interval=0.01,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="this one",
        excluded_queue_names=[],
    ).run()


def make_failure():
    pk = raises.enqueue("luck").id
    DBTaskResult.objects.filter(pk=pk).update(worker_ids=["gone"] * (queue.MOST_TRIES - 1))
    work()
    return DBTaskResult.objects.get(pk=pk)


def test_a_task_that_raises_is_tried_again_after_a_growing_wait_and_fails_in_the_end():
    pk = raises.enqueue("luck").id
    waits = []

    for tries in range(1, queue.MOST_TRIES):
        before = timezone.now()
        work()
        task = DBTaskResult.objects.get(pk=pk)
        assert (task.status, len(task.worker_ids)) == ("READY", tries)
        assert task.traceback.endswith("RuntimeError: no luck\n")
        waits.append(round((task.run_after - before).total_seconds(), -1))
        work()  # not yet due: nothing happens
        assert len(DBTaskResult.objects.get(pk=pk).worker_ids) == tries
        DBTaskResult.objects.filter(pk=pk).update(run_after=timezone.now())
    work()

    task = DBTaskResult.objects.get(pk=pk)
    assert waits == [10, 60, 300, 1800]
    assert (task.status, len(task.worker_ids)) == ("FAILED", queue.MOST_TRIES)
    assert task.finished_at is not None
    work()
    assert len(DBTaskResult.objects.get(pk=pk).worker_ids) == queue.MOST_TRIES


def test_a_failed_task_can_be_tried_again_from_the_start_or_forgotten():
    admin, task = make_user(), make_failure()
    assert task.status == "FAILED"

    queue.retry(task.pk, by=admin)
    work()
    again = DBTaskResult.objects.get(pk=task.pk)
    assert (again.status, again.worker_ids) == ("READY", ["this one"])

    with pytest.raises(queue.NotFailedError, match="no longer among the failures"):
        queue.forget(task.pk, by=admin)
    with pytest.raises(queue.NotFailedError):
        queue.retry(task.pk, by=admin)
    DBTaskResult.objects.update(status="FAILED")
    queue.forget(task.pk, by=admin)
    assert not DBTaskResult.objects.exists()


def test_a_worker_killed_amid_a_task_loses_nothing_and_repeats_nothing_visible(tmp_path):
    said = tmp_path / "said"
    pk = stalls.enqueue(str(said)).id

    with worker() as first:
        until(lambda: said.exists() and said.read_text() == "begun\n")
        assert not NavItem.objects.exists()
        first.send_signal(signal.SIGKILL)
        first.wait()
        (tmp_path / "said.go").touch()
    with worker():
        until(lambda: DBTaskResult.objects.get(pk=pk).status == "SUCCESSFUL")

    assert said.read_text() == "begun\nbegun\n"  # it ran twice …
    assert NavItem.objects.count() == 1  # … and was done once
    assert len(DBTaskResult.objects.get(pk=pk).worker_ids) == 2


def test_a_worker_killed_while_a_mail_is_handed_over_sends_it_once(tmp_path):
    by_smtp = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "127.0.0.1"}
    with mail_server() as server:
        held = server.hold("RCPT")
        sent = mail.send("ada@post.example", "Come in", ["Hello."])
        with worker(**by_smtp, EMAIL_PORT=server.port) as first:
            assert held.reached.wait(60)
            first.send_signal(signal.SIGKILL)
            first.wait()
        held.go.set()
        with worker(**by_smtp, EMAIL_PORT=server.port):
            until(lambda: Mail.objects.get(pk=sent.pk).sent_at)
            until(lambda: not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists())

        assert len(server.taken) == 1
    assert mail.deliver(sent.pk) is False  # the mark: whoever asks again sends nothing


def test_a_worker_outlives_its_connections():
    with worker() as process:
        until(lambda: WorkerBeat.objects.exists())
        for _ in range(3):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
                assert cursor.fetchone()[0] >= 1
            pk = apply_due_changes.enqueue().id
            until(lambda pk=pk: DBTaskResult.objects.get(pk=pk).status == "SUCCESSFUL")
        assert process.poll() is None
        process.terminate()
        assert process.wait(20) == 0


def test_three_workers_run_a_sweep_once_a_slot():
    schedule = {"slots": ("tests.newsroom.workers.note_slot", 1)}
    with worker(SCHEDULE=schedule), worker(SCHEDULE=schedule), worker(SCHEDULE=schedule):
        until(lambda: WorkerBeat.objects.count() == 3)
        begun = NavItem.objects.count()
        until(lambda: NavItem.objects.count() >= begun + 6)

    slots = sorted(datetime.fromisoformat(label) for label in NavItem.objects.values_list("label", flat=True))
    assert len(slots) == len(set(slots))
    assert all(
        later - earlier >= timedelta(seconds=1) for earlier, later in zip(slots, slots[1:], strict=False)
    )
