"""Is the site set up soundly? Each variable that is wrong is named before the site starts, with what to write instead."""

import zoneinfo
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Critical, Error, Tags, register
from django.db import DatabaseError, connections
from django.http.request import validate_host

POSTGRESQL = ("django.db.backends.postgresql", "newsroom.kit.postgres")
SHORTEST_KEY = 50  # Django's own measure for a key nobody guesses
DEMO_DOMAIN = "@example.org"  # the demo's accounts; nobody receives mail there

Apps = Sequence[AppConfig] | None


def check_database_engine(app_configs: Apps = None, **kwargs: Any) -> list[CheckMessage]:
    """DATABASE_URL names PostgreSQL."""
    if settings.DATABASES["default"]["ENGINE"] in POSTGRESQL:
        return []
    return [
        Error(
            "DATABASE_URL names a database that is not PostgreSQL.",
            hint="Write DATABASE_URL=postgres://user:password@host:5432/name, or leave it out for the embedded one.",
            id="newsroom.E001",
        )
    ]


def check_site_url(app_configs: Apps = None, **kwargs: Any) -> list[CheckMessage]:
    """SITE_URL is a scheme and a host, and nothing after them."""
    try:
        parts = urlsplit(settings.SITE_URL)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no number, a bracket that is never closed
        sound = False
    if sound and not (parts.path or parts.query or parts.fragment or parts.username):
        return []
    return [
        Error(
            f"SITE_URL is no address of a site: {settings.SITE_URL!r}.",
            hint="Write the scheme and the host alone, as readers type them: SITE_URL=https://news.example.com",
            id="newsroom.E002",
        )
    ]


def check_time_zone(app_configs: Apps = None, **kwargs: Any) -> list[CheckMessage]:
    """TIME_ZONE is one that the machine knows."""
    if settings.TIME_ZONE in zoneinfo.available_timezones():
        return []
    return [
        Error(
            f"TIME_ZONE is unknown: {settings.TIME_ZONE!r}.",
            hint="Write a name of the time zone database, such as TIME_ZONE=Europe/Vienna or America/New_York.",
            id="newsroom.E003",
        )
    ]


def check_secret_key(app_configs: Apps = None, **kwargs: Any) -> list[CheckMessage]:
    """SECRET_KEY is long enough; the one that is made where none is set always is."""
    if len(settings.SECRET_KEY) >= SHORTEST_KEY:
        return []
    return [
        Error(
            f"SECRET_KEY is too short: {len(settings.SECRET_KEY)} characters, where {SHORTEST_KEY} are the least.",
            hint='Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(64))"',
            id="newsroom.E004",
        )
    ]


def check_allowed_hosts(app_configs: Apps = None, **kwargs: Any) -> list[CheckMessage]:
    """ALLOWED_HOSTS lets the site's own address in."""
    try:
        host = urlsplit(settings.SITE_URL).hostname
    except ValueError:
        host = None
    host = f"[{host}]" if host and ":" in host else host
    if not host or validate_host(host, settings.ALLOWED_HOSTS):
        return []  # without a host, SITE_URL has an error of its own
    return [
        Error(
            f"ALLOWED_HOSTS does not let in the host of SITE_URL, {host}: each page would be a 400.",
            hint=f"Write ALLOWED_HOSTS={host}, with further hosts after commas, or leave it out.",
            id="newsroom.E005",
        )
    ]


def check_proxies(app_configs: Apps = None, **kwargs: Any) -> list[CheckMessage]:
    """An https:// address has a proxy before it: the site's own server speaks plain HTTP."""
    if not settings.SITE_URL.startswith("https://") or settings.ALLAUTH_TRUSTED_PROXY_COUNT > 0:
        return []
    return [
        Error(
            "SITE_URL is https://, and TRUSTED_PROXIES is 0: each page would redirect to itself.",
            hint="Write TRUSTED_PROXIES=1 for the proxy that ends TLS before the site (2 with a CDN before it).",
            id="newsroom.E007",
        )
    ]


def check_log_format(app_configs: Apps = None, **kwargs: Any) -> list[CheckMessage]:
    """LOG_FORMAT is one of two words."""
    if settings.LOG_FORMAT in ("line", "json"):
        return []
    return [
        Error(
            f"LOG_FORMAT is unknown: {settings.LOG_FORMAT!r}.",
            hint="Write LOG_FORMAT=line for people, or LOG_FORMAT=json for machines.",
            id="newsroom.E008",
        )
    ]


def check_demo_accounts(
    app_configs: Apps = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """No account of the demo, whose password is printed in the README, is left on a site for the world."""
    if "default" not in (databases or ()):
        return []
    users = get_user_model()._default_manager
    try:
        with connections["default"].cursor() as cursor:
            tables = connections["default"].introspection.table_names(cursor)
        left = (
            users.filter(is_active=True, email__iendswith=DEMO_DOMAIN).count()
            if get_user_model()._meta.db_table in tables
            else 0
        )
    except DatabaseError:
        return []  # a database that does not answer is told by Django's own checks
    if not left:
        return []
    return [
        Critical(
            f"{left} accounts of the demo can sign in, and their password is known to everybody.",
            hint="Take the demo away with: manage.py demo --remove",
            id="newsroom.E006",
        )
    ]


def register_all() -> None:
    """Hand the checks to Django."""
    register(check_database_engine)
    register(check_site_url)
    register(check_time_zone)
    register(check_log_format)
    register(check_proxies)
    register(Tags.security)(check_secret_key)
    register(Tags.security)(check_allowed_hosts)
    register(Tags.database, deploy=True)(check_demo_accounts)
