"""Moderators hear by mail that something waits: at once, then seldom, as each one likes."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from comments import alerting, moderation
from comments.models import QueueMail
from comments.reporting import report
from comments.tasks import fold_tallies
from newsroom.accounts.roles import make_roles
from newsroom.site.models import Mail
from tests.comments.people import write
from tests.comments.test_views import sign_in
from tests.factories import make_admin, make_article, make_ben, make_cleo, make_dov, make_esi

pytestmark = pytest.mark.django_db
MAIL = "/admin/comments/comment/mail/"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[Any]:
    """Noon of a Monday, until the test moves on."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def sweeps(clock: Any, minutes: int, step: int = 1) -> list[int]:
    """At which minutes from now a mail went out."""
    sent = []
    for minute in range(0, minutes + 1, step):
        if minute:
            clock.shift(timedelta(minutes=step))
        sent += [minute] * alerting.mail_who_is_due()
    return sent


def decide(comment: Any) -> None:
    moderation.approve(moderation.Seen(comment.pk, 1, 0), by=None)


def test_an_empty_queue_mails_nobody(clock: Any) -> None:
    make_cleo()
    write(make_article(at=NOON - timedelta(hours=1)))

    assert sweeps(clock, 3) == []


def test_the_first_that_waits_is_mailed_at_once_then_hourly(clock: Any) -> None:
    make_cleo()
    article = make_article(comments="held", at=NOON - timedelta(hours=1))
    write(article, "One.")

    assert sweeps(clock, 5) == [0]
    write(article, "Two.")
    assert sweeps(clock, 130) == [55, 115]
    first, second = Mail.objects.order_by("pk")[:2]
    assert (first.to, first.subject) == ("cleo@example.org", "1 comment waits")
    assert first.words["paragraphs"][0] == "1 comment waits. The oldest came just now."
    assert second.subject == "2 comments wait"
    assert second.words["paragraphs"][0] == "2 comments wait. The oldest came 1 hour ago."


def test_who_empties_the_queue_hears_when_it_fills_again_but_not_for_each_comment(clock: Any) -> None:
    make_cleo()
    article = make_article(comments="held", at=NOON - timedelta(hours=1))
    decided = write(article, "One.")
    assert sweeps(clock, 2) == [0]
    decide(decided)
    clock.shift(timedelta(minutes=1))
    write(article, "Two.")

    assert sweeps(clock, 30) == [7]  # ten minutes after the first


@pytest.mark.parametrize(
    ("how", "expected"),
    [("once", [0, 60, 120]), ("hourly", [0, 60, 120]), ("daily", [0, 1200]), ("never", [])],
)
def test_each_one_is_mailed_as_they_like(clock: Any, how: str, expected: list[int]) -> None:
    alerting.choose(make_cleo(), how)
    write(make_article(comments="held", at=NOON - timedelta(hours=1)))

    found = sweeps(clock, 24 * 60, step=60)

    assert [minute for minute in found if minute in (*expected, 0) or how == "daily"][
        : len(expected)
    ] == expected
    assert len(found) == {"once": 25, "hourly": 25, "daily": 2, "never": 0}[how]


def test_hourly_waits_for_its_hour_though_the_queue_was_emptied(clock: Any) -> None:
    alerting.choose(make_cleo(), "hourly")
    article = make_article(comments="held", at=NOON - timedelta(hours=1))
    decided = write(article, "One.")
    assert sweeps(clock, 2) == [0]
    decide(decided)
    clock.shift(timedelta(minutes=1))
    write(article, "Two.")

    assert sweeps(clock, 60) == [57]


def test_a_reported_comment_waits_too(clock: Any) -> None:
    make_cleo()
    comment = write(make_article(at=NOON - timedelta(hours=1)))
    report(comment, reason="rude", note="<b>http://evil.example</b>", reporter_key=b"x" * 16)
    fold_tallies()

    assert sweeps(clock, 1) == [0]
    mail = Mail.objects.get()
    assert mail.subject == "1 published comment is reported"
    assert "evil" not in str(mail.words)


def test_the_mail_leads_to_the_queue_and_decides_nothing(clock: Any, client: Client) -> None:
    cleo = make_cleo()
    comment = write(
        make_article(comments="held", at=NOON - timedelta(hours=1)), "Words of http://evil.example"
    )
    alerting.mail_who_is_due()
    mail = Mail.objects.get()
    assert mail.words["action"] == {"label": "Open the queue", "url": "/admin/comments/comment/"}
    assert "evil" not in str((mail.subject, mail.words))
    sign_in(client, cleo)

    assert client.get(mail.words["action"]["url"]).status_code == 200
    comment.refresh_from_db()
    assert comment.is_pending


@pytest.mark.parametrize(
    ("people", "mailed"),
    [
        ((make_cleo, make_ben, make_admin, make_dov, make_esi), {"cleo"}),
        ((make_ben, make_admin, make_dov, make_esi), {"ben", "admin"}),  # a paper that has no moderator yet
        ((make_dov, make_esi), set()),
    ],
)
def test_who_is_mailed_without_a_wish(clock: Any, people: Any, mailed: set[str]) -> None:
    make_roles()
    for make in people:
        make()
    write(make_article(comments="held", at=NOON - timedelta(hours=1)))

    alerting.mail_who_is_due()

    assert {to.partition("@")[0] for to in Mail.objects.values_list("to", flat=True)} == mailed


def test_an_editor_who_wishes_is_mailed_and_who_left_is_not(clock: Any) -> None:
    cleo, ben, esi = make_cleo(is_active=False), make_ben(), make_esi()
    for person in (cleo, ben, esi):
        alerting.choose(person, "once")
    write(make_article(comments="held", at=NOON - timedelta(hours=1)))

    alerting.mail_who_is_due()

    assert list(Mail.objects.values_list("to", flat=True)) == ["ben@example.org"]


def test_each_one_chooses_on_the_desk(client: Client) -> None:
    cleo = make_cleo()
    sign_in(client, cleo)
    assert 'value="once" checked' in client.get(MAIL).text

    for how in ("daily", "often", "\x00", ""):
        client.post(MAIL, {"how": how})

    assert QueueMail.objects.get().how == "daily"
    assert 'value="daily" checked' in client.get(MAIL).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_sweep_costs_the_same_however_much_waits(django_assert_num_queries: Any, count: int) -> None:
    make_cleo()
    article = make_article(comments="held")
    with django_assert_num_queries(4):  # two, and the transaction's own words
        alerting.mail_who_is_due()
    for i in range(count):
        write(article, f"Number {i}.", author_key=bytes([i]) * 16)

    alerting.mail_who_is_due()
    with django_assert_num_queries(7):
        alerting.mail_who_is_due()

    assert Mail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_mail() -> None:
    make_roles()
    make_cleo()
    write(make_article(comments="held"))
    gate = threading.Barrier(4)

    def sweep() -> None:
        gate.wait()
        alerting.mail_who_is_due()
        connection.close()

    workers = [threading.Thread(target=sweep) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert Mail.objects.count() == 1
