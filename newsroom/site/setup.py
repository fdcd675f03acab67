"""The first hour of an empty site: a link that opens the set-up once, and how far it has come."""

import hashlib
import secrets

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from newsroom.site.models import Setup, SiteSettings
from newsroom.site.snapshot import paper, touch_paper


def is_done() -> bool:
    """Has somebody set this paper up, or the demo?"""
    return paper().settings.is_set_up


def has_begun() -> bool:
    """Was a set-up ever asked for here? Then nobody wants the demo."""
    return Setup.objects.exists()


@transaction.atomic
def new_link(site_url: str = "") -> str:
    """A new address that opens the set-up once; an older one opens nothing any more. The database holds its hash."""
    token = secrets.token_urlsafe(24)
    Setup.objects.update_or_create(pk=1, defaults={"link_hash": _hash(token), "opened_at": None})
    return f"{site_url or settings.SITE_URL}{reverse('setup:link', args=(token,))}"


def fits(token: str) -> bool:
    """Does this link open the set-up now?"""
    held = Setup.objects.filter(pk=1, opened_at=None).exclude(link_hash="").first()
    return held is not None and not is_done() and constant_time_compare(held.link_hash, _hash(token))


@transaction.atomic
def open_by(token: str) -> str | None:
    """Use the link up. What comes back opens the set-up to whoever keeps it; None where the link is no good."""
    Setup.objects.select_for_update().filter(pk=1).first()  # two browsers at once: one of them gets in
    if not fits(token):
        return None
    Setup.objects.filter(pk=1).update(opened_at=timezone.now())
    return _hash(token)


def is_opened_by(kept: object) -> bool:
    """Is this what `open_by` gave, for the newest link?"""
    held = Setup.objects.filter(pk=1, opened_at__isnull=False).exclude(link_hash="").first()
    return held is not None and isinstance(kept, str) and constant_time_compare(held.link_hash, kept)


def is_named() -> bool:
    """Is the first step done?"""
    return Setup.objects.filter(pk=1, is_named=True).exists()


@transaction.atomic
def name_paper(*, name: str, tagline: str, language: str) -> None:
    """The first step: what the paper is called, and the language it is written in."""
    touch_paper()
    SiteSettings.objects.filter(pk=1).update(name=name, tagline=tagline, language=language)
    Setup.objects.update_or_create(pk=1, defaults={"is_named": True})


@transaction.atomic
def finish() -> None:
    """The paper is set up: the link is worth nothing from here on."""
    touch_paper()
    SiteSettings.objects.filter(pk=1).update(is_set_up=True)
    Setup.objects.update_or_create(pk=1, defaults={"link_hash": "", "is_named": True})


@transaction.atomic
def begin_again() -> None:
    """The paper is nobody's any more (the demo is gone): it is to be set up from the first step."""
    touch_paper()
    SiteSettings.objects.filter(pk=1).update(is_set_up=False)
    Setup.objects.update_or_create(
        pk=1, defaults={"link_hash": "", "opened_at": None, "is_named": False, "is_first_day_over": False}
    )


def put_first_day_away() -> None:
    """The dashboard need not say any more what to do next."""
    Setup.objects.update_or_create(pk=1, defaults={"is_first_day_over": True})


def is_first_day_over() -> bool:
    """Was the list of first steps put away?"""
    return Setup.objects.filter(pk=1, is_first_day_over=True).exists()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
