"""A site that is set up wrong is told so before it starts."""

from typing import Any

import pytest
from django.core.checks import run_checks

from newsroom.kit import checks
from tests.factories import make_esi


def ids(found: list[Any]) -> list[str]:
    return [message.id for message in found]


def test_the_site_as_it_stands_has_nothing_to_be_told() -> None:
    assert [message for message in run_checks() if str(message.id).startswith("newsroom.")] == []


def test_another_database_than_postgresql_is_refused(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")

    assert ids(checks.check_database_engine()) == ["newsroom.E001"]


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000", "https://news.example.com", "http://[::1]:8000"]
)
def test_an_address_of_a_site_is_taken(settings: Any, address: str) -> None:
    settings.SITE_URL = address

    assert checks.check_site_url() == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "news.example.com",
        "ftp://news.example.com",
        "https://",
        "https://news.example.com/paper",
        "https://news.example.com?a=b",
        "https://me@news.example.com",
        "https://news.example.com:port",
        "https://[::1",
    ],
)
def test_any_other_address_is_refused(settings: Any, address: str) -> None:
    settings.SITE_URL = address

    assert ids(checks.check_site_url()) == ["newsroom.E002"]
    assert checks.check_allowed_hosts() is not None  # … and trips no other check


def test_a_time_zone_that_is_unknown_is_refused(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks.zoneinfo, "available_timezones", lambda: {"Europe/Vienna"})
    settings.TIME_ZONE = "UTC"

    assert ids(checks.check_time_zone()) == ["newsroom.E003"]


@pytest.mark.parametrize(("length", "found"), [(49, ["newsroom.E004"]), (50, [])])
def test_a_short_key_is_refused(settings: Any, length: int, found: list[str]) -> None:
    settings.SECRET_KEY = "x" * length

    assert ids(checks.check_secret_key()) == found


@pytest.mark.parametrize(
    ("site", "hosts", "found"),
    [
        ("https://news.example.com", ["www.example.com"], ["newsroom.E005"]),
        ("https://news.example.com", ["news.example.com"], []),
        ("https://news.example.com", [".example.com"], []),
        ("https://news.example.com", ["*"], []),
        ("http://[::1]:8000", ["[::1]"], []),
    ],
)
def test_the_sites_own_host_must_be_let_in(
    settings: Any, site: str, hosts: list[str], found: list[str]
) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = site, hosts

    assert ids(checks.check_allowed_hosts()) == found


@pytest.mark.django_db
def test_a_site_for_the_world_has_no_account_of_the_demo() -> None:
    esi = make_esi()

    before = checks.check_demo_accounts(databases=["default"])
    esi.is_active = False
    esi.save()

    assert ids(before) == ["newsroom.E006"]
    assert checks.check_demo_accounts(databases=["default"]) == []


def test_the_database_is_asked_only_where_it_is_named() -> None:
    assert checks.check_demo_accounts() == []  # a query would fail here: this test may use no database


def test_every_check_says_what_to_write_instead(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SITE_URL, settings.SECRET_KEY = "nothing", "x"
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")

    found = [*checks.check_site_url(), *checks.check_secret_key(), *checks.check_database_engine()]

    assert len(found) == 3
    assert all(message.hint for message in found)


@pytest.mark.parametrize(
    ("address", "proxies", "found"),
    [
        ("http://127.0.0.1:8000", 0, []),
        ("https://news.example.com", 1, []),
        ("https://news.example.com", 0, ["newsroom.E007"]),
    ],
)
def test_an_encrypted_address_needs_a_proxy(
    settings: Any, address: str, proxies: int, found: list[str]
) -> None:
    settings.SITE_URL, settings.ALLAUTH_TRUSTED_PROXY_COUNT = address, proxies

    assert ids(checks.check_proxies()) == found


def test_a_log_format_that_is_unknown_is_refused(settings: Any) -> None:
    settings.LOG_FORMAT = "xml"

    assert ids(checks.check_log_format()) == ["newsroom.E008"]
