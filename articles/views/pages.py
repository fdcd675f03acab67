"""How each public page is answered: rendered once for everybody, tagged, and kept until something on it changes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import Article
from articles.reading import Air, air_at, next_midnight
from newsroom.kit.caching import keep
from newsroom.site.snapshot import Paper, paper_of

NAMED_ONLY = 400  # a query value longer than this is nobody's question


def show(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    tags: Iterable[str],
    rows: Iterable[Article] = (),
) -> HttpResponse:
    """A public page. `rows` are the stories it shows, since one that is withdrawn at six changes the page at six."""
    now = timezone.now()
    air = air_at(now)
    rows = list(rows)
    response = render(request, template, {**context, "air": air})
    return keep(
        response,
        tags=[*tags, *(f"article:{row.pk}" for row in rows), "chrome"],
        until=until(paper_of(request), now, air, rows),
    )


def until(held: Paper, now: datetime, air: Air, rows: Iterable[Article]) -> datetime:
    """The next moment at which a page changes by itself: a story comes or goes, a stream or a banner starts or ends,
    or the day does."""
    moments: list[datetime | None] = [next_midnight(now), *air.moments]
    for banner in held.banners:
        moments += [banner.starts_at, banner.ends_at]
    for article in rows:
        moments += [article.withdraw_at, article.next_change_at, getattr(article, "next_due", None)]
    return min(moment for moment in moments if moment is not None and moment > now)


def asked(request: HttpRequest, name: str) -> str:
    """A query value as text a database takes: without NUL, and never long."""
    return request.GET.get(name, "").replace("\x00", "")[:NAMED_ONLY]
