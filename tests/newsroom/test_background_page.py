"""The desk's page on the work in the background."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from newsroom.background import overview, schedule
from newsroom.background.models import Tick, WorkerBeat
from newsroom.background.queue import MOST_TRIES, note_failure
from newsroom.desk.dashboard import panels
from newsroom.site.models import Mail
from tests.factories import make_ben
from tests.newsroom.test_access import make_administrator
from tests.newsroom.workers import raises

pytestmark = pytest.mark.django_db
PAGE = "/admin/background/tick/"


def make_task(tries, word="luck"):
    task = DBTaskResult.objects.get(pk=raises.enqueue(word).id)
    task.worker_ids = ["w"] * tries
    task.save()
    note_failure(task, ConnectionError(f"the <server> of {word} is away"))
    return task


@pytest.fixture
def administrator(client):
    person = make_administrator()
    client.force_login(person)
    return person


def trouble(person):
    (panel,) = [panel for panel in panels(person) if panel.heading == "In the background"]
    return [row.title for row in panel.rows] or panel.empty


def test_an_idle_site_says_that_all_is_well(client, administrator):
    WorkerBeat.objects.create(worker="w1", seen_at=timezone.now())

    page = client.get(PAGE).content.decode()

    assert "No task has failed." in page
    assert "at work" in page
    assert trouble(administrator) == "All work is done."


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_as_many_queries_whatever_failed(
    client, administrator, count, django_assert_num_queries
):
    for _ in range(count):
        make_task(MOST_TRIES)
        make_task(1)
    client.get(PAGE)

    with django_assert_num_queries(12):
        client.get(PAGE)


def test_failures_are_shown_with_their_error_and_retried_or_forgotten_by_a_press(client, administrator):
    first, second, later = make_task(MOST_TRIES, "one"), make_task(MOST_TRIES, "two"), make_task(2, "three")

    page = client.get(PAGE).content.decode()
    assert "ConnectionError: the &lt;server&gt; of one is away" in page
    assert "tried 2 times of 5," in page
    assert [job.given for job in overview.failures()] == ["two", "one"]
    assert [job.given for job in overview.to_be_tried_again()] == ["three"]
    assert trouble(administrator) == ["No worker is at work", "2 tasks failed"]

    answer = client.post(f"{PAGE}tasks/{first.pk}/retry/", follow=True)
    assert "It is tried again now." in answer.content.decode()
    answer = client.post(f"{PAGE}tasks/{second.pk}/forget/", follow=True)
    assert "It is forgotten." in answer.content.decode()

    first.refresh_from_db()
    assert (first.status, first.worker_ids) == ("READY", [])
    assert not DBTaskResult.objects.filter(pk=second.pk).exists()
    # the second press of another administrator
    answer = client.post(f"{PAGE}tasks/{second.pk}/retry/", follow=True)
    assert "no longer among the failures" in answer.content.decode()
    later.refresh_from_db()
    answer = client.post(f"{PAGE}tasks/{later.pk}/forget/", follow=True)
    assert "no longer among the failures" in answer.content.decode()
    assert DBTaskResult.objects.filter(pk=later.pk).exists()


def test_looking_does_nothing_and_an_editor_may_do_nothing(client, administrator):
    task = make_task(MOST_TRIES)

    assert client.get(f"{PAGE}tasks/{task.pk}/forget/").status_code == 405
    client.force_login(make_ben())
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}tasks/{task.pk}/forget/").status_code == 403
    assert DBTaskResult.objects.filter(pk=task.pk, status="FAILED").exists()


def boom():
    raise RuntimeError("the sweep broke")


def test_the_schedule_says_what_failed_and_what_is_late(client, administrator, settings):
    settings.SCHEDULE = {
        "broken": ("tests.newsroom.test_background_page.boom", 3600),
        "late": ("tests.newsroom.test_background_page.boom", 2),
        "never": ("tests.newsroom.test_background_page.boom", 60),
    }
    schedule.run_due(("broken",))
    Tick.objects.create(
        name="late", next_run_at=timezone.now() - timedelta(minutes=5), last_run_at=timezone.now()
    )

    found = {sweep.name: (sweep.is_failing, sweep.is_late, sweep.problem) for sweep in overview.sweeps()}

    assert found == {
        "broken": (True, False, "RuntimeError: the sweep broke"),
        "late": (False, True, ""),
        "never": (False, True, ""),
    }
    assert "RuntimeError: the sweep broke" in client.get(PAGE).content.decode()
    assert "broken fails" in trouble(administrator)
    # a later run that went well is told by its moment
    settings.SCHEDULE = {"broken": ("tests.newsroom.test_worker.sweep", 3600)}
    Tick.objects.update(next_run_at=timezone.now() - timedelta(seconds=1))
    schedule.run_due(("broken",))
    assert not overview.sweeps()[0].is_failing
    assert overview.sweeps()[0].problem == "RuntimeError: the sweep broke"


def test_mail_that_was_given_up_is_told(client, administrator):
    WorkerBeat.objects.create(worker="w1", seen_at=timezone.now() - timedelta(minutes=1))
    Mail.objects.create(to="a@post.example", subject="Lost", next_try_at=None, tries=7, problem="no")
    Mail.objects.create(to="b@post.example", subject="Later", tries=1, problem="no")

    page = client.get(PAGE).content.decode()

    assert "1 mail could not be delivered within a day." in page
    assert "1 mail was refused once and will be tried again." in page
    assert "gone" in page
    assert trouble(administrator) == ["No worker is at work", "1 mail was not delivered"]
