"""Addresses of yesterday: where a story stands today, in one step."""

from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone

from articles.models import Article, Redirect


def moved(path: str) -> HttpResponse | None:
    """A 301 where this path was another address of something that is still there."""
    if len(path) > 400 or "\x00" in path:
        return None
    old = Redirect.objects.select_related("article").filter(path__in=[path, path.rstrip("/") + "/"]).first()
    if old is None:
        return None
    if old.article is None:
        return HttpResponsePermanentRedirect(old.target)
    if old.article.is_live():
        return HttpResponsePermanentRedirect(old.article.get_absolute_url())
    return None


def today_of(slug: str) -> Article | None:
    """The story with this slug, where exactly one has it: the date in the address was wrong."""
    found = list(Article.objects.published(timezone.now()).filter(slug=slug).only("slug", "address_date")[:2])
    return found[0] if len(found) == 1 else None
