"""Addresses of yesterday: where a story stands today, in one step."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone

from articles.models import Article, Redirect
from newsroom.kit.caching import keep, never_keep

LONGEST = 400  # of Redirect.path


def moved(request: HttpRequest, path: str) -> HttpResponse | None:
    """301 where this path was another address of something that is still there, 410 where that was withdrawn."""
    if len(path) > LONGEST or "\x00" in path:
        return None
    paths = [path, path.rstrip("/") + "/"]
    old = Redirect.objects.select_related("article").filter(path__in=paths).first()
    if old is None:
        return None
    if old.article is None:
        return never_keep(HttpResponsePermanentRedirect(old.target))
    answer = led_to(request, old.article)
    return never_keep(answer) if answer else None  # an old address may be told to lead elsewhere any time


def led_to(request: HttpRequest, article: Article) -> HttpResponse | None:
    """The story's address of today, or that it was withdrawn; nothing for one that is not out yet."""
    if article.is_live():
        return never_keep(HttpResponsePermanentRedirect(article.get_absolute_url()))
    if article.withdraw_at and article.withdraw_at <= timezone.now():
        return keep(render(request, "410.html", status=410), tags=[f"article:{article.pk}"])
    return None


def today_of(slug: str) -> Article | None:
    """The story with this slug, where exactly one has it: the date in the address was wrong."""
    found = list(
        Article.objects.published().filter(slug=slug).only("slug", "address_date", "published_at")[:2]
    )
    return found[0] if len(found) == 1 else None
