"""Maps of the site for search engines: everything in parts of ten thousand, and the news of two days."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article, Section
from articles.reading import next_due
from newsroom.kit.caching import keep
from newsroom.kit.text import for_xml

A_MAP = 10_000  # addresses in one file; the standard allows 50,000
NEWS = timedelta(hours=48)  # what Google News reads
NEWS_SIZE = 1_000
XML = "application/xml; charset=utf-8"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list of maps: pages, then stories by the range of their ids."""
    newest = Article.objects.published().order_by("-pk").values_list("pk", flat=True).first() or 0
    parts = range(newest // A_MAP + 1)
    maps = [
        reverse("articles:sitemap-pages"),
        *[reverse("articles:sitemap-stories", args=(n,)) for n in parts],
    ]

    response = render(request, "feeds/sitemap_index.xml", {"maps": maps}, content_type=XML)
    return keep(response, tags=["sitemap"], until=next_due(timezone.now()))


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    """What is no story: the front page, sections, lists."""
    fixed = ("articles:front", "articles:latest", "articles:authors", "articles:live", "articles:corrections")
    places = [reverse(name) for name in fixed] + [s.get_absolute_url() for s in Section.objects.all()]

    response = render(request, "feeds/sitemap_pages.xml", {"places": places}, content_type=XML)
    return keep(response, tags=["sections"])


@require_safe
def stories(request: HttpRequest, part: int) -> HttpResponse:
    """Stories with ids of one range: a range never fills up, so a map's address never changes its stories."""
    if part >= 2**40:
        raise Http404("There is no such map.")
    now = timezone.now()
    rows = (
        Article.objects.published(now).filter(pk__gte=part * A_MAP, pk__lt=(part + 1) * A_MAP).order_by("pk")
    )
    listed = list(rows.only("slug", "address_date", "changed_at", "published_at", "withdraw_at"))
    if not listed and part:
        raise Http404("There is no such map.")

    response = render(request, "feeds/sitemap_stories.xml", {"rows": listed}, content_type=XML)
    goes = [row.withdraw_at for row in listed if row.withdraw_at]
    return keep(response, tags=["sitemap"], until=min(filter(None, [*goes, next_due(now)]), default=None))


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """The stories of the last two days, as news search reads them."""
    now = timezone.now()
    rows = Article.objects.published(now).filter(published_at__gt=now - NEWS).order_by("-published_at", "-pk")
    listed = list(
        rows.only("slug", "address_date", "headline", "published_at", "language", "withdraw_at")[:NEWS_SIZE]
    )

    for row in listed:
        row.headline = for_xml(row.headline or "")

    response = render(request, "feeds/news_sitemap.xml", {"rows": listed}, content_type=XML)
    ends = [row.published_at + NEWS for row in listed if row.published_at]
    ends += [row.withdraw_at for row in listed if row.withdraw_at]
    return keep(response, tags=["sitemap"], until=min(filter(None, [*ends, next_due(now)]), default=None))
