"""A draft as readers would see it, at the widths of a phone, a tablet and a desk."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from articles.body import images_in, make_responsive
from articles.models import Article, Author, Byline, Image, Section, Snapshot, Tag
from articles.reading import air_at, around
from articles.views.desk.access import get_article_for_editing
from newsroom.kit.caching import never_keep
from newsroom.kit.text import count_words, reading_minutes, slug_from


@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The frame and its three widths."""
    article = get_article_for_editing(request, pk)
    width = request.GET.get("width", "desktop")
    context = admin.site.each_context(request) | {
        "title": "Preview",
        "article": article,
        "width": width if width in ("phone", "tablet") else "desktop",
    }
    return never_keep(render(request, "articles/desk/preview.html", context))


@require_GET
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The page itself: never kept, never indexed."""
    article = get_article_for_editing(request, pk)
    snapshot = article.head.snapshot if article.head else Snapshot()
    draft = as_published(article, snapshot)
    now = timezone.now()
    beside = around(
        draft,
        tags=list(snapshot.tags),
        author=snapshot.bylines[0].author if snapshot.bylines else None,
        now=now,
    )

    context = {
        "article": draft,
        "bylines": list(draft.bylines.all()),
        "topics": list(draft.tags.all()),
        "around": beside,
        "corrections": list(article.corrections.all()),
        "air": air_at(now),
        "is_draft": True,
    }
    answer = never_keep(render(request, "articles/article_detail.html", context))
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def as_published(article: Article, snapshot: Snapshot) -> Article:
    """The story with its draft in the live columns, in memory alone: it is never saved."""
    now = timezone.now()
    draft = Article.objects.get(pk=article.pk)
    section = Section.objects.select_related("parent").filter(pk=snapshot.section or 0).first()
    section = section or Section(name="No section yet", slug="no-section-yet", pk=0)
    images = {
        image.content_hash: image for image in Image.objects.filter(content_hash__in=images_in(snapshot.body))
    }
    draft.published_at = draft.published_at or now
    draft.address_date = draft.address_date or timezone.localtime(draft.published_at).date()
    draft.headline = snapshot.headline or "Untitled"
    draft.slug = draft.slug or snapshot.slug or slug_from(draft.headline)
    draft.standfirst = snapshot.standfirst
    draft.body = make_responsive(snapshot.body, images)
    draft.section, draft.top_section = section, section.parent or section
    draft.lead_image = Image.objects.filter(pk=snapshot.lead_image).first() if snapshot.lead_image else None
    draft.lead_caption = snapshot.lead_caption
    draft.language = snapshot.language
    draft.minutes = reading_minutes(count_words(snapshot.body))
    draft.is_sensitive, draft.ads_off, draft.comments = (
        snapshot.is_sensitive,
        snapshot.ads_off,
        snapshot.comments,
    )
    draft.seo_title, draft.seo_description = snapshot.seo_title, snapshot.seo_description
    people = Author.objects.select_related("photo").in_bulk([credit.author for credit in snapshot.bylines])
    _hold(
        draft,
        "bylines",
        Byline,
        [
            Byline(
                article=draft,
                author=people[c.author],
                role=c.role,
                position=n,
                published_at=draft.published_at,
            )
            for n, c in enumerate(snapshot.bylines)
            if c.author in people
        ],
    )
    topics = Tag.objects.in_bulk(snapshot.tags)
    _hold(draft, "tags", Tag, [topics[pk] for pk in snapshot.tags if pk in topics])
    return draft


def _hold(draft: Article, name: str, model: type[Byline] | type[Tag], rows: list[Any]) -> None:
    """As if the rows had been fetched."""
    held: Any = model._default_manager.none()
    held._result_cache, held._prefetch_done = rows, True
    cache = draft.__dict__.setdefault("_prefetched_objects_cache", {})
    cache[name] = held
