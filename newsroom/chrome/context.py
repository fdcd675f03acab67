"""What every public page needs around it, without asking who reads."""

from datetime import datetime, timedelta
from typing import Any
from zlib import crc32

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from articles.models import Section
from articles.reading import Air, air_at, next_midnight
from newsroom.kit.caching import shows
from newsroom.site.models import BreakingBanner
from newsroom.site.snapshot import paper_of

SPREAD = 10  # seconds after midnight within which pages get their new date


def chrome(request: HttpRequest) -> dict[str, Any]:
    """`paper` (settings, nav, banner), `nav`, `air` and the site's address; nothing is read until a template asks."""
    now = timezone.localtime()
    return {
        "paper": SimpleLazyObject(lambda: paper_of(request)),
        "nav": SimpleLazyObject(lambda: links(request)),
        "banner": SimpleLazyObject(lambda: banner(request, now)),
        "air": SimpleLazyObject(lambda: air(request, now)),
        "site_url": settings.SITE_URL,
        "now": now,
    }


def banner(request: HttpRequest, now: datetime) -> BreakingBanner | None:
    """The banner on the air; with it and the date in the masthead, a page changes when they do."""
    banners = paper_of(request).banners
    moments = [moment for banner in banners for moment in (banner.starts_at, banner.ends_at) if moment > now]
    late = timedelta(seconds=crc32(request.path.encode()) % SPREAD)  # not all pages at the stroke of midnight
    shows(request, until=[*moments, next_midnight(now) + late])
    return paper_of(request).banner_at(now)


def air(request: HttpRequest, now: datetime) -> Air:
    """What is on the air, for the mark in the masthead."""
    found = air_at(now)
    shows(request, "air", until=found.moments)
    return found


def links(request: HttpRequest) -> list[dict[str, str]]:
    """The navigation as an editor ordered it; without one, the sections."""
    this = paper_of(request)
    if this.nav:
        return [{"label": item.label, "path": item.path} for item in this.nav]
    shows(request, "sections")
    return [{"label": s.name, "path": s.get_absolute_url()} for s in Section.objects.filter(parent=None)[:10]]
