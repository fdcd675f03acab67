"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.finding import NEWEST, SIZE, Found, find, marked
from articles.views.pages import asked, show
from newsroom.site.snapshot import paper_of

LAST = NEWEST // SIZE


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Stories with these words, the best or the newest first."""
    words = " ".join(asked(request, "q").split())
    number = asked(request, "page")
    page = min(max(int(number), 1), LAST) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    newest = asked(request, "order") == "newest"
    found = Found([], 1, False)
    if words:
        language = paper_of(request).settings.language
        found = find(words, language=language, page=page, newest_first=newest, now=timezone.now())
        for row in found.rows:
            row.passage = marked(row.snippet)  # type: ignore[attr-defined]

    context = {"words": words, "found": found, "newest": newest, "previous": page - 1, "next": page + 1}
    return show(request, "articles/search.html", context, tags=["search"], rows=found.rows)
