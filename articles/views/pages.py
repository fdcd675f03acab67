"""How each public page is answered: rendered once for everybody, tagged, and kept until something on it changes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import Article
from articles.places import shown_in
from articles.reading import next_due
from newsroom.kit.caching import keep

NAMED_ONLY = 400  # a query value longer than this is nobody's question
JUST_NOW = timedelta(seconds=5)  # longer than a page is made


def show(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    tags: Iterable[str],
    rows: Iterable[Article] | None = None,
) -> HttpResponse:
    """A public page. `rows` are the stories it lists, since one that is withdrawn at six changes the page at six; None
    where it lists none, now or later. `tags` are the lists it makes of them, and what else it shows. What stands
    around the page says so itself."""
    response = render(request, template, dict(context))
    if rows is None:
        return keep(response, tags=tags)
    rows = list(rows)
    return keep(response, tags={*tags, *shown_in(rows)}, until=until(rows))


def until(rows: Sequence[Article]) -> datetime | None:
    """The next moment at which a list of stories changes by itself: one of them goes, or is changed, or one comes.

    It may have come while the page was made: such a page is over at once. A change that could not be made at its hour
    is nobody's next moment.
    """
    now = timezone.now()
    moments = [row.withdraw_at for row in rows]
    moments += [at for row in rows if (at := row.next_change_at) and at > now - JUST_NOW]
    told = next(
        (row for row in rows if hasattr(row, "next_due")), None
    )  # each tells the same: the paper's next
    moments.append(told.next_due if told is not None else next_due(now - JUST_NOW))
    return min((moment for moment in moments if moment is not None), default=None)


def asked(request: HttpRequest, name: str) -> str:
    """A query value as text a database takes: without NUL, and never long."""
    return request.GET.get(name, "").replace("\x00", "")[:NAMED_ONLY]
