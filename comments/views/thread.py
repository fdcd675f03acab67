"""A story's thread on a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comments import reading
from comments.views.access import get_article_with_thread
from newsroom.kit.caching import keep


@require_safe
def detail(request: HttpRequest, article_id: int) -> HttpResponse:
    """Any page of the thread; the first is also under the story itself."""
    article = get_article_with_thread(article_id)

    page = reading.thread_page(article, request.GET.get("after", ""))

    response = render(request, "comments/thread_detail.html", {"article": article, "page": page})
    tags = [f"article:{article.pk}", *reading.shown_in(page)]
    return keep(response, tags=tags, until=page.changes_at)
