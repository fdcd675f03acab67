"""One comment at its permalink, and the replies below it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article
from comments import reading
from comments.models import Comment
from comments.threading import ancestors_in, readable_path
from comments.views.access import get_live_comment, get_own_comment, get_shown_comment
from newsroom.kit.caching import keep, never_keep


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The comment, what stands above it, and the first replies."""
    comment, article = get_shown_comment(pk)

    above = reading.comments_above(ancestors_in(comment.path))
    page = reading.replies_page(comment)

    facts = {"comment": comment, "article": article, "above": above, "page": page}
    response = render(request, "comments/comment_detail.html", facts)
    return keep(response, tags=shown(article, comment, *above, *page.replies))


@require_safe
def replies(request: HttpRequest, pk: int) -> HttpResponse:
    """The replies below a comment, in reading order, from a place on."""
    comment, article = get_shown_comment(pk)

    page = reading.replies_page(comment, readable_path(request.GET.get("after", "")))

    response = render(
        request, "comments/replies.html", {"comment": comment, "article": article, "page": page}
    )
    return keep(response, tags=shown(article, comment, *page.replies))


@require_safe
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The form below the comment it answers: what the Reply link shows without a script."""
    comment, article = get_live_comment(pk)

    facts = {"article": article, "page": reading.form_page(article), "parent": comment, "title": "Reply"}
    response = render(request, "comments/write.html", facts)
    return keep(response, tags=[*shown(article, comment), "comments"])


def shown(article: Article, *comments: Comment) -> set[str]:
    """The story's headline, its thread, and who wrote."""
    writers = {f"person:{comment.author_id}" for comment in comments if comment.author_id}
    return {f"thread:{article.pk}", f"article:{article.pk}", *writers}


@require_safe
def mine(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own comment and what became of it; nobody else is told that it exists."""
    comment = get_own_comment(request, pk)

    facts = {"comment": comment, "article": comment.thread.article}
    return never_keep(render(request, "comments/mine.html", facts))
