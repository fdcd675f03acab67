"""A story's own page."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.reading import around
from articles.views.pages import show
from articles.views.redirects import moved, today_of
from newsroom.kit.caching import keep


@require_safe
def detail(request: HttpRequest, day: date, slug: str) -> HttpResponse:
    """The story at this address, or where it stands today, or that it was withdrawn."""
    now = timezone.now()
    article = Article.objects.for_page().filter(address_date=day, slug=slug).first()
    if article is None or not article.is_live(now):
        return elsewhere(request, slug, article)
    bylines = list(article.bylines.all())
    topics = list(article.tags.all())
    beside = around(
        article, tags=[t.pk for t in topics], author=bylines[0].author_id if bylines else None, now=now
    )

    context = {"article": article, "bylines": bylines, "topics": topics, "around": beside}
    context["corrections"] = list(article.corrections.all()) if article.updated_at else []
    return show(
        request, "articles/article_detail.html", context, tags=[f"article:{article.pk}"], rows=[article]
    )


def elsewhere(request: HttpRequest, slug: str, article: Article | None) -> HttpResponse:
    """301 to today's address, 410 for a withdrawn story, 404 for what never was."""
    if article is not None and article.withdraw_at and article.withdraw_at <= timezone.now():
        return keep(render(request, "410.html", status=410), tags=[f"article:{article.pk}", "chrome"])
    if answer := moved(request.path):
        return answer
    if article is None and (today := today_of(slug)):
        return HttpResponsePermanentRedirect(today.get_absolute_url())
    raise Http404("There is no such story.")
