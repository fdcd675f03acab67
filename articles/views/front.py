"""The front page: one story leads, a few stand beside it, the newest of each section follow."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.front_page import compose
from articles.views.pages import asked, show
from articles.views.redirects import moved
from newsroom.kit.caching import never_keep


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What the paper says now."""
    if (old := asked(request, "p")) and (answer := moved(request, f"/?p={old}")):
        return answer
    page = compose(timezone.now())

    tags = ["front", *(f"section:{strip.section.pk}" for strip in page.strips if strip.section)]
    response = show(request, "articles/front.html", {"front": page}, tags=tags, rows=page.rows)
    return never_keep(response) if old else response  # an old address of another paper may be told us later
