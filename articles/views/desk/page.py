"""What the writing page shows: the form, where the story stands, and what its writer may do next."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from articles.body import clean
from articles.checks import Finding, findings
from articles.forms import NamedCredit, PublishForm, StoryForm, new_sitting
from articles.models import Article, Author, Credit, Image, Revision, Section, Snapshot, State, Tag
from articles.permissions import may_publish
from articles.sittings import unsaved
from articles.taxonomy import author_of
from articles.views.desk.access import person
from articles.views.desk.standing import standing
from newsroom.accounts.models import User
from newsroom.kit.caching import never_keep
from newsroom.kit.text import paragraphs

_BETWEEN = re.compile(r">\s+<")


@dataclass(frozen=True, slots=True)
class Said:
    """What the page has to say beside the form: an error, another's version, or what was just done."""

    error: str = ""
    theirs: Revision | None = None
    mine: Snapshot | None = None
    panel: PublishForm = field(default_factory=PublishForm)
    status: int = 200


def blank(user: User) -> dict[str, Any]:
    """A new story: the writer's byline, and the section they wrote for last."""
    author = author_of(user)
    last = (
        Revision.objects.filter(created_by=user)
        .order_by("-pk")
        .values_list("stored__section", flat=True)
        .first()
    )
    return {
        "sitting": new_sitting(),
        "bylines": [NamedCredit(author.name, "", author.pk)],
        "section": last,
        "comments": "open",
    }


def initial_of(article: Article, user: User) -> dict[str, Any]:
    """The head as the form shows it; a story begun and never saved opens as a new one does."""
    if article.head is None:
        return blank(user)
    snapshot = article.head.snapshot
    names = Author.objects.in_bulk([credit.author for credit in snapshot.bylines])
    topics = Tag.objects.in_bulk(snapshot.tags)
    lead = Image.objects.filter(pk=snapshot.lead_image).first() if snapshot.lead_image else None
    return snapshot.to_json() | {
        "base": article.head_id,
        "sitting": new_sitting(),
        "topics": ", ".join(topics[pk].name for pk in snapshot.tags if pk in topics),
        "bylines": [
            NamedCredit(names[credit.author].name, credit.role, credit.author)
            for credit in snapshot.bylines
            if credit.author in names
        ],
        "lead_image": lead,
        "lead_caption": snapshot.lead_caption or (lead.caption if lead else ""),
        "lead_alt": lead.alt if lead else "",
        "lead_decorative": lead.is_decorative if lead else False,
        "lead_credit": lead.credit if lead else "",
    }


def show(
    request: HttpRequest, form: StoryForm, article: Article | None, said: Said | None = None
) -> HttpResponse:
    """The page."""
    said = said or Said()
    user = person(request)
    lead = lead_of(form)
    context = admin.site.each_context(request) | {
        "title": str(article) if article else "New story",
        "form": form,
        "article": article,
        "opts": None,
        "said": said,
        "differences": differences(said),
        "lead": lead,
        "bylines": form.typed_bylines(),
        "panel": said.panel,
        "checks": checks_of(article, lead),
        "offer": unsaved(article, by=user) if article and not form.is_bound else None,
        "done": request.GET.get("done", "") if request.method == "GET" else "",
        "editor_page": True,
        **where_it_stands(article, user),
    }
    return never_keep(render(request, "articles/desk/writing.html", context, status=said.status))


def where_it_stands(article: Article | None, user: User) -> dict[str, Any]:
    """State, counts and rights: what the bar, the side column and the panel need."""
    now = timezone.now()
    edits_all = may_publish(user)
    state = article.state if article else State.DRAFT
    live = bool(article and article.is_live(now))
    head, shown = (article.head, article.live_revision) if article else (None, None)
    return {
        "standing": standing(article, now) if article else None,
        "is_live": live,
        "changes": head.number - shown.number if head and shown else 0,
        "may_publish": edits_all,
        "may_submit": not edits_all and state in (State.DRAFT, State.CHANGES_ASKED),
        "may_approve": edits_all and state == State.SUBMITTED,
        "may_ask": edits_all and state in (State.SUBMITTED, State.APPROVED),
        "may_withdraw": edits_all and (live or bool(article and article.is_scheduled)),
        "zone": timezone.get_current_timezone_name(),
    }


def lead_of(form: StoryForm) -> Image | None:
    """The lead picture as the form names it."""
    value = form["lead_image"].value()
    if isinstance(value, Image) or not value:
        return value or None
    number = str(value)
    known = number.isascii() and number.isdigit() and len(number) < 19
    return Image.objects.filter(pk=int(number)).first() if known else None


def checks_of(article: Article | None, lead: Image | None) -> list[Finding]:
    """What stands in the way, as of the last save."""
    return findings(article.head.snapshot, lead) if article and article.head else []


def typed_checks(form: StoryForm) -> list[Finding]:
    """What stands in the way of the form as it is being typed; nothing is made or written."""
    typed = form.cleaned_data
    section: Section | None = typed.get("section")
    lead: Image | None = typed.get("lead_image")
    if lead is not None:
        lead.alt, lead.credit = typed.get("lead_alt", ""), typed.get("lead_credit", "")
        lead.is_decorative = typed.get("lead_decorative", False)
    snapshot = Snapshot(
        headline=typed.get("headline", ""),
        standfirst=typed.get("standfirst", ""),
        body=typed.get("body", ""),
        section=section.pk if section else None,
        bylines=tuple(Credit(0) for _ in typed.get("bylines", ())),
    )
    return findings(snapshot, lead)


def differences(said: Said) -> list[dict[str, str]]:
    """Field by field, another's version beside the one just typed; only what differs."""
    if said.theirs is None or said.mine is None:
        return []
    theirs, mine = said.theirs.snapshot, replace(said.mine, body=clean(said.mine.body))
    differing = [
        name for name in mine.differences(theirs) if name != "body" or not _reads_alike(mine, theirs)
    ]
    return [_difference(name, theirs, mine) for name in differing]


def _reads_alike(one: Snapshot, other: Snapshot) -> bool:
    """Is it one text, with the blanks between its blocks that one editor or another writes?"""
    return _BETWEEN.sub("><", one.body.strip()) == _BETWEEN.sub("><", other.body.strip())


def _difference(name: str, theirs: Snapshot, mine: Snapshot) -> dict[str, str]:
    """In words; where those are the same (a link, a picture, bold), as it stands in the text."""
    words = {"field": name, "theirs": in_words(name, theirs), "mine": in_words(name, mine)}
    if words["theirs"] == words["mine"]:
        words |= {"theirs": str(getattr(theirs, name)), "mine": str(getattr(mine, name))}
    return words


def in_words(name: str, snapshot: Snapshot) -> str:
    """A field of a snapshot as a person reads it."""
    value = getattr(snapshot, name)
    if name == "body":
        return paragraphs(value)
    if name == "bylines":
        names = Author.objects.in_bulk([credit.author for credit in value])
        return "; ".join(
            f"{names[c.author]}{f' ({c.role})' if c.role else ''}" for c in value if c.author in names
        )
    if name == "tags":
        return ", ".join(Tag.objects.filter(pk__in=value).values_list("name", flat=True))
    if name in ("section", "lead_image"):
        found = (Section if name == "section" else Image).objects.filter(pk=value).first() if value else None
        return str(found or "none")
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def as_json(request: HttpRequest, article: Article, form: StoryForm) -> JsonResponse:
    """After a save without leaving the page: the new base, the hour, and the parts that changed."""
    user = person(request)
    lead = lead_of(form)
    context = where_it_stands(article, user) | {"article": article, "checks": checks_of(article, lead)}
    answer = {
        "base": article.head_id,
        "article": article.pk,
        "saved": f"{timezone.localtime():%H:%M}",
        "url": reverse("admin:articles_article_change", args=(article.pk,)),
        "checks": render_to_string("articles/desk/_checks.html", context, request),
        "state": render_to_string("articles/desk/_state.html", context, request),
        "standing": render_to_string("articles/desk/_standing.html", context, request),
    }
    return never_keep(JsonResponse(answer))
