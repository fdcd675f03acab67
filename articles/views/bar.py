"""What a story's page shows to those who may change it, and to nobody else: the way to its draft, and how it stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from articles.models import Article
from articles.permissions import Person, may_edit
from newsroom.kit.caching import never_keep


@require_GET
def bar(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked for by the page's script, and only where the marker cookie is: the page itself is the same for all.

    204 for everybody else, a missing story included: a reader's browser is told nothing.
    """
    article = published_to_edit(request.user, pk)
    if article is None or article.head is None or article.live_revision is None:
        return never_keep(HttpResponse(status=204))

    facts = {
        "article": article,
        "is_live": article.is_live(),
        "changes": article.head.number - article.live_revision.number,
        "now": timezone.localtime(),
    }
    return never_keep(render(request, "articles/_bar.html", facts))


def published_to_edit(user: Person, pk: int) -> Article | None:
    """The story, if it was published and they may change it."""
    if not user.is_staff:
        return None
    stories = Article.objects.select_related("head", "live_revision").defer("body", "search")
    article = stories.exclude(published_at=None).filter(pk=pk).first()
    return article if article is not None and may_edit(user, article) else None
