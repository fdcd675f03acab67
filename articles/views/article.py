"""A story's own page."""

from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.reading import around, byline_of, corrections_of, is_sensitive, story_at, topics_of
from articles.scheduling import apply_due_change
from articles.views.pages import show
from articles.views.redirects import led_to, moved, today_of
from newsroom.kit.caching import never_keep


@require_safe
def detail(request: HttpRequest, day: date, slug: str) -> HttpResponse:
    """The story at this address, or where it stands today, or that it was withdrawn."""
    now = timezone.now()
    article = find(day, slug, now)
    if article is None or not article.is_live(now):
        return elsewhere(request, slug, article)
    bylines, topics = byline_of(article), topics_of(article)
    writer = bylines[0].author_id if bylines else None
    beside = around(article, tags=[topic.pk for topic in topics], author=writer, now=now)

    context = {"article": article, "bylines": bylines, "topics": topics, "around": beside}
    context |= {
        "corrections": corrections_of(article),
        "topic_slugs": [topic.slug for topic in topics],
        "is_sensitive": is_sensitive(article, topics),
    }
    tags = [f"in-section:{article.section_id}", *(f"topic:{topic.pk}" for topic in topics)]
    tags += [f"author:{line.author_id}" for line in bylines]
    tags += [f"on-topic:{topic.pk}" for topic in topics[:1]] + [f"by-author:{writer}"] * bool(writer)
    return show(request, "articles/article_detail.html", context, tags=tags, rows=[article, *beside.all()])


def find(day: date, slug: str, now: datetime) -> Article | None:
    """The story with this address; a change of it that is due by now is made first."""
    article = story_at(day, slug, now)
    if article and article.next_change_at and article.next_change_at <= now and apply_due_change(article):
        return story_at(day, slug, now)
    return article


def elsewhere(request: HttpRequest, slug: str, article: Article | None) -> HttpResponse:
    """301 to today's address, 410 for a withdrawn story, 404 for what never was."""
    answer = led_to(request, article) if article else moved(request, request.path)
    if answer:
        return answer
    if article is None and (today := today_of(slug)):
        return never_keep(HttpResponsePermanentRedirect(today.get_absolute_url()))
    raise Http404("There is no such story.")
