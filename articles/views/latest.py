"""Everything, newest first; and what was corrected."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article, Correction
from articles.reading import LATEST
from articles.views.pages import asked, show
from newsroom.kit.caching import shows
from newsroom.kit.paging import keyset_page

SIZE = 30


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """All stories, newest first."""
    page = LATEST.page(asked(request, "after"), now=timezone.now())

    return show(request, "articles/latest.html", {"page": page}, tags=["latest"], rows=page.rows)


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """What was wrong, and since when it is right."""
    live = Correction.objects.filter(article__in=Article.objects.published().values("pk"))
    rows = live.select_related("article").defer("article__body", "article__search")
    page = keyset_page(rows, by="at", size=SIZE, cursor=asked(request, "after"))

    tags = ["corrections", *(f"article:{note.article_id}" for note in page.rows)]
    shows(request, until=(note.article.withdraw_at for note in page.rows))
    return show(request, "articles/corrections.html", {"page": page}, tags=tags)
