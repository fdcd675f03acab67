"""What every public page needs around it, without asking who reads."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from articles.models import Section
from articles.reading import air_at
from newsroom.site.snapshot import Paper, paper_of


def chrome(request: HttpRequest) -> dict[str, Any]:
    """`paper` (settings, nav, banner), `nav`, `air` and the site's address; nothing is read until a template asks."""
    now = timezone.localtime()
    return {
        "paper": SimpleLazyObject(lambda: paper_of(request)),
        "nav": SimpleLazyObject(lambda: links(paper_of(request))),
        "banner": SimpleLazyObject(lambda: paper_of(request).banner_at(now)),
        "air": SimpleLazyObject(lambda: air_at(now)),
        "site_url": settings.SITE_URL,
        "now": now,
    }


def links(this: Paper) -> list[dict[str, str]]:
    """The navigation as an editor ordered it; without one, the sections."""
    if this.nav:
        return [{"label": item.label, "path": item.path} for item in this.nav]
    return [{"label": s.name, "path": s.get_absolute_url()} for s in Section.objects.filter(parent=None)[:10]]
