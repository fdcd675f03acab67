"""Fetching a story or a comment as far as the one who asks may see it."""

from django.http import Http404

from articles.models import Article, CommentsMode
from comments.models import Comment

_BIGGEST = 2**63


def get_article_with_thread(pk: int) -> Article:
    """A story readers may see, whose thread is shown. Raises Http404."""
    article = None
    if pk < _BIGGEST:
        article = (
            Article.objects.published()
            .filter(pk=pk)
            .select_related("section")
            .defer("body", "search")
            .first()
        )
    if article is None or article.comments == CommentsMode.OFF:
        raise Http404("There is no such thread.")
    return article


def get_shown_comment(pk: int) -> tuple[Comment, Article]:
    """A comment with a place on its page, under a story readers may see. Raises Http404."""
    comment = None
    if pk < _BIGGEST:
        comment = Comment.objects.for_page().shown().filter(pk=pk).select_related("author", "thread").first()
    if comment is None:
        raise Http404("There is no such comment.")
    return comment, get_article_with_thread(comment.thread.article_id)
