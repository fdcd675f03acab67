"""The list of stories: who wrote what, where it stands, who touched it last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from articles.models import Article, Author, Image, Section, State
from articles.permissions import may_write, of_theirs, visible_to
from articles.views.desk.access import person
from articles.views.desk.standing import Standing, standing
from newsroom.kit.caching import never_keep
from newsroom.kit.paging import keyset_page

SIZE = 100
STATES = (
    ("draft", "Drafts"),
    ("submitted", "Submitted"),
    ("changes-asked", "Changes asked"),
    ("approved", "Approved"),
    ("scheduled", "Scheduled"),
    ("live", "Live"),
    ("unpublished-changes", "Live + changes"),
    ("withdrawn", "Withdrawn"),
)
_DRAFTS = {
    "draft": State.DRAFT,
    "submitted": State.SUBMITTED,
    "changes-asked": State.CHANGES_ASKED,
    "approved": State.APPROVED,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One story of the list."""

    pk: int
    headline: str
    byline: str
    section: str
    picture: Image | None
    standing: Standing
    at: datetime
    touched_by: str
    url: str


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Newest first, a hundred a page, without counting the table."""
    user = person(request)
    if not user.has_perm("articles.view_article"):
        raise PermissionDenied("Your role does not see stories.")
    asked = {
        name: request.GET.get(name, "").replace("\x00", "")[:200]
        for name in ("q", "state", "section", "mine")
    }
    stories = visible_to(user, _narrowed(Article.objects.all(), asked))
    if asked["mine"]:
        stories = of_theirs(user, stories)
    page = keyset_page(_for_list(stories), by="created_at", size=SIZE, cursor=request.GET.get("at", ""))
    sections = list(Section.objects.all())
    kept = urlencode({name: value for name, value in asked.items() if value})

    context = admin.site.each_context(request) | {
        "title": "Stories",
        "rows": _rows(page.rows, sections),
        "asked": asked,
        "states": STATES,
        "sections": sections,
        "newer": f"?{kept}&at={page.newer}" if page.newer else "",
        "older": f"?{kept}&at={page.older}" if page.older else "",
        "may_write": may_write(user),
    }
    return never_keep(render(request, "articles/desk/stories.html", context))


def _narrowed(stories: QuerySet[Article], asked: dict[str, str]) -> QuerySet[Article]:
    now = timezone.now()
    live = Q(published_at__lte=now) & (Q(withdraw_at=None) | Q(withdraw_at__gt=now))
    state = asked["state"]
    if state in _DRAFTS:
        stories = stories.filter(published_at=None, state=_DRAFTS[state])
    elif state == "scheduled":
        stories = stories.filter(published_at__gt=now).exclude(withdraw_at__lte=now)
    elif state == "live":
        stories = stories.filter(live)
    elif state == "unpublished-changes":
        stories = stories.filter(live).exclude(head=F("live_revision"))
    elif state == "withdrawn":
        stories = stories.filter(withdraw_at__lte=now)
    if asked["section"].isascii() and asked["section"].isdigit():
        number = int(asked["section"][:9])
        stories = stories.filter(
            Q(section_id=number)
            | Q(top_section_id=number)
            | Q(published_at=None, head__stored__section=number)
        )
    if asked["q"].strip():
        by_words = Article.objects.filter(
            search=SearchQuery(asked["q"], search_type="websearch", config="simple")
        )
        by_words_too = Article.objects.filter(search=SearchQuery(asked["q"], search_type="websearch"))
        in_drafts = Article.objects.filter(head__stored__headline__icontains=asked["q"].strip())
        stories = stories.filter(
            Q(pk__in=by_words.values("pk"))
            | Q(pk__in=by_words_too.values("pk"))
            | Q(pk__in=in_drafts.values("pk"))
        )
    return stories


def _for_list(stories: QuerySet[Article]) -> QuerySet[Article]:
    """The head's headline, byline, section and picture without its text."""
    return (
        stories.select_related("head__created_by", "created_by")
        .defer("body", "search", "head__stored", "standfirst")
        .annotate(
            head_headline=KeyTextTransform("headline", "head__stored"),
            head_section=KeyTextTransform("section", "head__stored"),
            head_lead=KeyTextTransform("lead_image", "head__stored"),
            head_bylines=KeyTransform("bylines", "head__stored"),
        )
    )


def _rows(found: Iterable[Any], sections: list[Section]) -> list[Row]:
    stories = list(found)
    now = timezone.now()
    named = {section.pk: section.name for section in sections}
    people = Author.objects.in_bulk(
        {credit["author"] for story in stories for credit in story.head_bylines or ()}
    )
    pictures = Image.objects.in_bulk({int(story.head_lead) for story in stories if story.head_lead})
    return [
        Row(
            pk=story.pk,
            headline=story.head_headline or "Untitled",
            byline=", ".join(
                people[credit["author"]].name
                for credit in story.head_bylines or ()
                if credit["author"] in people
            ),
            section=named.get(int(story.head_section or 0), ""),
            picture=pictures.get(int(story.head_lead or 0)),
            standing=standing(story, now),
            at=_time_of(story),
            touched_by=str((story.head.created_by if story.head else story.created_by) or ""),
            url=story.get_absolute_url() if story.is_live(now) else "",
        )
        for story in stories
    ]


def _time_of(story: Article) -> datetime:
    """The hour that matters: of publication where there is one, else of the last save."""
    if story.published_at is not None:
        return story.published_at
    return story.head.created_at if story.head else story.created_at
