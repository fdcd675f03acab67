"""What needs a person now: the first thing the desk says to whoever opens it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone

from articles.models import Article, Byline, State
from comments.models import Comment, Status
from newsroom.accounts.models import User
from newsroom.background.overview import troubles
from newsroom.desk.navigation import admin_url
from newsroom.site.models import Mail

ROWS = 6  # of a panel: what stands below is one click away
COUNTED = 100  # waiting comments; beyond it reads “100+”
TONES = {
    State.SUBMITTED: "is-info",
    State.CHANGES_ASKED: "is-warn",
    State.APPROVED: "is-info",
}  # as in the list

Someone = User | AbstractBaseUser | AnonymousUser


@dataclass(frozen=True, slots=True)
class Row:
    """One story or other thing: what it is, where it opens, how it stands, who and when."""

    title: str
    url: str
    state: str = ""
    tone: str = ""
    who: str = ""
    at: datetime | None = None
    is_clock: bool = False  # the hour itself, rather than how long ago


@dataclass(frozen=True, slots=True)
class Panel:
    """A heading with its rows, or with the sentence that says there are none."""

    heading: str
    rows: tuple[Row, ...]
    empty: str
    url: str = ""
    more: str = ""


def panels(person: Someone) -> list[Panel]:
    """The panels this person has work in, what waits for them first."""
    found: list[Panel] = []
    if _may(person, "articles.change_article"):
        found += [_waiting(person), _due(person), _changed(person), _mine(person)]
    if _may(person, "comments.moderate_comment"):
        found.append(_comments())
    if _may(person, "ads.view_flight") and "flight" in apps.all_models["ads"]:
        found.append(_flights())
    if _may(person, "background.view_tick"):
        found.append(_background())
    if _may(person, "site.view_mail"):
        found += _mail()
    return found


def _mail() -> list[Panel]:
    """Mail that did not go; nothing where all of it went. One query."""
    count = Mail.objects.in_trouble().count()
    if not count:
        return []
    url = admin_url("site_mail_changelist")
    title = "1 mail has not gone" if count == 1 else f"{count} mails have not gone"
    return [Panel("Mail", (Row(title, url, "see why", "is-bad"),), "", url, "All mail")]


def _may(person: Someone, permission: str) -> bool:
    return isinstance(person, User) and person.has_perm(permission)


def _stories(person: Someone) -> QuerySet[Article]:
    """All stories for an editor; for a reporter those they began or are named in."""
    if _may(person, "articles.edit_any_article"):
        return Article.objects.all()
    named = Byline.objects.filter(author__user=person.pk).values("article")
    return Article.objects.filter(Q(created_by=person.pk) | Q(pk__in=named))


def _rows(
    stories: QuerySet[Article], *, at: str = "head__created_at", is_clock: bool = False
) -> tuple[Row, ...]:
    """The first of them, without a body or a snapshot leaving the database. One query."""
    shown = stories.values(
        "pk",
        "state",
        title=KeyTextTransform("headline", "head__stored"),
        who=F("head__created_by__name"),
        moment=F(at),
    )[:ROWS]
    return tuple(_row(dict(story), is_clock=is_clock) for story in shown)


def _row(story: dict[str, Any], *, is_clock: bool) -> Row:
    state = State(story["state"])
    return Row(
        title=story["title"] or "Untitled",
        url=admin_url("articles_article_change", args=(story["pk"],)),
        state="" if state is State.PUBLISHED else state.label,
        tone=TONES.get(state, ""),
        who=story["who"] or "",
        at=story["moment"],
        is_clock=is_clock,
    )


def _list_url(query: str = "") -> str:
    url = admin_url("articles_article_changelist")
    return f"{url}?{query}" if url and query else url


def _waiting(person: Someone) -> Panel:
    """For who publishes: what was handed in. For who writes: what was handed back."""
    if _may(person, "articles.publish_article"):
        states: Iterable[State] = (State.SUBMITTED, State.APPROVED)
        empty = "Nothing waits to be read."
    else:
        states, empty = (State.CHANGES_ASKED,), "No editor has asked for changes."
    stories = _stories(person).filter(state__in=states).order_by("head_id")
    return Panel("Waiting for you", _rows(stories), empty)


def _due(person: Someone) -> Panel:
    """First publications ahead, the nearest first."""
    stories = _stories(person).filter(published_at__gt=timezone.now()).order_by("published_at", "pk")
    return Panel("Scheduled", _rows(stories, at="published_at", is_clock=True), "Nothing is scheduled.")


def _changed(person: Someone) -> Panel:
    """Live stories whose newest draft readers do not see."""
    stories = _stories(person).published().exclude(state=State.PUBLISHED).order_by("-head_id")  # type: ignore[attr-defined]
    return Panel("Unpublished changes", _rows(stories), "Readers see the newest of every story.")


def _mine(person: Someone) -> Panel:
    """What this person wrote at last and nobody has seen."""
    stories = Article.objects.filter(head__created_by=person.pk, published_at=None).order_by("-head_id")
    rows = tuple(replace(row, who="") for row in _rows(stories))
    return Panel("My recent drafts", rows, "You have no drafts.", _list_url(), "All stories")


def _comments() -> Panel:
    """How many comments wait, and since when. One query."""
    waiting = Comment.objects.filter(status=Status.PENDING).order_by("created_at", "pk")
    moments = list(waiting.values_list("created_at", flat=True)[: COUNTED + 1])
    url = admin_url("comments_queue", "comments_comment_changelist")
    if not moments:
        return Panel("Comments", (), "No comment waits.", url, "All comments")
    count = f"{COUNTED}+" if len(moments) > COUNTED else str(len(moments))
    title = "1 comment waits" if len(moments) == 1 else f"{count} comments wait"
    return Panel("Comments", (Row(title, url, "oldest", "is-warn", at=moments[0]),), "", url, "All comments")


def _flights() -> Panel:
    """What runs today, the first to end on top. One query."""
    flights: QuerySet[Any] = apps.all_models["ads"]["flight"]._default_manager.select_related(
        "campaign", "slot"
    )
    today = timezone.localdate()
    running = flights.filter(state="booked", first_day__lte=today, last_day__gte=today)
    rows = tuple(
        Row(
            title=str(flight),
            url=admin_url("ads_campaign_report", args=(flight.campaign_id,)),
            state=f"until {flight.last_day:%-d %B}",
            tone="is-warn" if flight.last_day == today else "is-good",
        )
        for flight in running.order_by("last_day", "pk")[:ROWS]
    )
    url = admin_url("ads_campaign_changelist", "ads_flight_changelist")
    return Panel("Flights running", rows, "No flight runs today.", url, "All campaigns")


def _background() -> Panel:
    """What went wrong where nobody looks. Four queries."""
    found, url = troubles(), admin_url("background_tick_changelist")
    said: list[tuple[str, str]] = []
    if not found.worker_lives:
        said.append(("No worker is at work", "mail waits"))
    if found.failed_tasks:
        said.append(
            ("1 task failed" if found.failed_tasks == 1 else f"{found.failed_tasks} tasks failed", "retry")
        )
    said += [(f"{name} fails", "scheduled") for name in found.failing_sweeps]
    if found.mails_given_up:
        count = found.mails_given_up
        said.append(
            ("1 mail was not delivered" if count == 1 else f"{count} mails were not delivered", "mail")
        )
    rows = tuple(Row(title, url, state, "is-bad") for title, state in said[:ROWS])
    return Panel("In the background", rows, "All work is done.", url, "Queue and schedule")
