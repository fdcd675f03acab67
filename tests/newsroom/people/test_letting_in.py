"""The way back in, opened from the shell, for who lost password, mail and second factor."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from newsroom.accounts.models import PersonRecord, User
from newsroom.accounts.recovery import make_way_in
from tests.factories import make_admin, make_esi
from tests.newsroom.people.asking import PHRASE, path_of, verbs_about

pytestmark = pytest.mark.django_db


def let_in(address: str, capsys: Any) -> str:
    """What the command prints, its link alone."""
    call_command("let_in", address)
    [link] = [line.strip() for line in capsys.readouterr().out.splitlines() if "/let-in/" in line]
    return path_of(link)


def test_the_command_prints_a_link_that_opens_the_account_with_a_new_password(
    client: Client, capsys: Any, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    admin = make_admin()
    Authenticator.objects.create(user=admin, type=Authenticator.Type.TOTP, data={})
    elsewhere = Client()
    elsewhere.force_login(admin)

    path = let_in("ADMIN@example.org", capsys)
    assert b"For admin@example.org." in client.get(path).content
    assert Authenticator.objects.filter(user=admin).exists()
    answer = client.post(path, {"password": PHRASE})

    admin.refresh_from_db()
    assert answer["Location"] == "/admin/"
    assert client.get("/admin/")["Location"] == "/accounts/2fa/"
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    assert elsewhere.get("/admin/")["Location"].startswith("/admin/login/")
    assert (admin.check_password(PHRASE), admin.is_superuser) == (True, True)
    assert EmailAddress.objects.get(user=admin).verified
    assert verbs_about(admin.email) == ["made a way in", "came back by a way in"]
    assert PersonRecord.objects.get(verb="made a way in").note.endswith("at the shell")


def test_the_link_works_once_within_the_hour_and_a_newer_one_ends_it(client: Client, capsys: Any) -> None:
    make_admin()
    replaced = let_in("admin@example.org", capsys)
    late = let_in("admin@example.org", capsys)
    assert b"A newer link took this one" in client.get(replaced).content
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert b"This link has run out." in client.post(late, {"password": PHRASE}).content

    used = let_in("admin@example.org", capsys)
    client.post(used, {"password": PHRASE})
    again = Client().post(used, {"password": "another long phrase"})

    assert (again.status_code, b"has been used" in again.content) == (410, True)
    assert User.objects.get().check_password(PHRASE)


def test_a_short_password_is_refused_and_uses_nothing_up(client: Client, capsys: Any) -> None:
    make_admin()
    path = let_in("admin@example.org", capsys)

    assert b"too short" in client.post(path, {"password": "short"}).content
    assert client.post(path, {"password": PHRASE})["Location"] == "/admin/"


def test_an_unknown_address_is_answered_with_those_of_the_administrators() -> None:
    make_admin()
    make_esi()

    with pytest.raises(CommandError, match="Administrators are: admin@example.org."):
        call_command("let_in", "nobody@example.org")


def test_an_account_that_is_switched_off_is_not_let_in(client: Client) -> None:
    admin = make_admin()
    path = path_of(make_way_in(admin.email))
    User.objects.update(is_active=False)

    with pytest.raises(CommandError, match="is switched off"):
        call_command("let_in", admin.email)
    assert b"This account is switched off." in client.post(path, {"password": PHRASE}).content


def test_a_reader_is_let_in_to_the_front_page(client: Client) -> None:
    path = path_of(make_way_in(make_esi().email))

    assert client.post(path, {"password": PHRASE})["Location"] == "/"
