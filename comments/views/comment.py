"""One comment at its permalink, and the replies below it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from comments import reading
from comments.threading import ancestors_in, readable_path
from comments.views.access import get_shown_comment
from newsroom.kit.caching import keep


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The comment, what stands above it, and the first replies."""
    comment, article = get_shown_comment(pk)

    above = reading.comments_above(ancestors_in(comment.path))
    page = reading.replies_page(comment)

    facts = {"comment": comment, "article": article, "above": above, "page": page}
    response = render(request, "comments/comment_detail.html", facts)
    return keep(response, tags=[f"thread:{article.pk}", f"article:{article.pk}", "chrome"])


@require_GET
def replies(request: HttpRequest, pk: int) -> HttpResponse:
    """The replies below a comment, in reading order, from a place on."""
    comment, article = get_shown_comment(pk)

    page = reading.replies_page(comment, readable_path(request.GET.get("after", "")))

    response = render(
        request, "comments/replies.html", {"comment": comment, "article": article, "page": page}
    )
    return keep(response, tags=[f"thread:{article.pk}", f"article:{article.pk}", "chrome"])
