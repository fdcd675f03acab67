"""Two at once: one invitation, one account, and always an administrator left."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from newsroom.accounts.administrators import NotAllowedError
from newsroom.accounts.invitations import CannotInviteError, revoke
from newsroom.accounts.joining import join
from newsroom.accounts.links import DeadLinkError
from newsroom.accounts.models import Invitation, PersonRecord, User
from newsroom.accounts.people import switch_off
from newsroom.accounts.roles import ADMINISTRATOR, administrators, make_roles
from tests.factories import make_admin, make_user
from tests.newsroom.people.asking import GIL, PHRASE, ask_gil, make_second_admin, path_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _roles() -> None:
    """An earlier test emptied the tables."""
    make_roles()


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """How each ended, all begun together: what it returned, or which refusal it got."""
    ended: list[str] = []
    line = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> None:
        line.wait()
        try:
            act()
            ended.append("done")
        except (NotAllowedError, CannotInviteError, DeadLinkError) as refusal:
            ended.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ended)


def test_two_administrators_who_invite_one_person_make_one_invitation() -> None:
    admins = [make_admin(), make_second_admin()]

    ended = at_once(*[lambda by=by: ask_gil(by=by) for by in admins for _ in range(3)])

    assert ended == ["done"] * 6
    assert Invitation.objects.count() == 1
    assert PersonRecord.objects.filter(email=GIL).count() == 1


def test_two_administrators_who_switch_each_other_off_leave_one() -> None:
    one, two = make_second_admin(), make_second_admin()

    ended = at_once(lambda: switch_off(one, by=two), lambda: switch_off(two, by=one))

    assert ended == ["NotAllowedError", "done"]
    assert administrators().count() == 1


def test_a_link_that_is_opened_in_two_browsers_makes_one_account() -> None:
    token = ask_gil().link.rstrip("/").rpartition("/")[2]

    ended = at_once(
        *[lambda n=n: join(token, name=f"Gil {n}", password=f"{PHRASE} {n}") for n in range(4)],
    )

    assert ended == ["DeadLinkError"] * 3 + ["done"]
    assert User.objects.filter(email=GIL).count() == 1


def test_withdrawing_while_somebody_joins_lets_one_of_the_two_happen() -> None:
    made = ask_gil(ADMINISTRATOR)
    admin, token = make_admin(), made.link.rstrip("/").rpartition("/")[2]

    ended = at_once(
        lambda: join(token, name="Gil", password=PHRASE), lambda: revoke(made.invitation, by=admin)
    )

    assert len([end for end in ended if end == "done"]) == 1
    assert User.objects.filter(email=GIL).exists() is (Invitation.objects.get().joined_at is not None)


def test_the_worker_carries_the_mail_and_its_link_opens_the_door(client: Client) -> None:
    from tests.newsroom.people.asking import mailed_links

    make_user()
    ask_gil()

    call_command("work", "--once")

    [link] = mailed_links()
    assert client.get(path_of(link)).status_code == 200
