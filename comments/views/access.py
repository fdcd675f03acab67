"""Fetching a story or a comment as far as the one who asks may see it."""

from django.http import Http404, HttpRequest

from articles.models import Article, CommentsMode
from comments import codes
from comments.models import Comment
from comments.permissions import owns
from comments.posting import passing_key, user_key

_BIGGEST = 2**63


def get_article_with_thread(pk: int) -> Article:
    """A story readers may see, whose thread is shown. Raises Http404."""
    article = find_article(pk)
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


def get_own_comment(request: HttpRequest, pk: int) -> Comment:
    """A comment of the one who asks, whatever was decided about it. Raises Http404."""
    comment = None
    if pk < _BIGGEST:
        comment = Comment.objects.filter(pk=pk).select_related("author", "thread__article__section").first()
    if comment is None or not owns(comment, request.user, key_of(request)):
        raise Http404("There is no such comment.")
    return comment


def key_of(request: HttpRequest) -> bytes:
    """The key this reader's comments are found by."""
    user = request.user
    return user_key(user) if user.is_authenticated else passing_key(*whereabouts(request))


def whereabouts(request: HttpRequest) -> tuple[str | None, str]:
    """Address and browser of a request; what a forwarding header is worth was settled before (`kit/requests`)."""
    return request.META.get("REMOTE_ADDR") or None, request.headers.get("User-Agent", "")


def flood_of(request: HttpRequest) -> str:
    """Why no more is taken for now from who sends this without an account; empty where it is taken."""
    if request.user.is_authenticated:
        return ""
    try:
        codes.check_flood(whereabouts(request)[0])
    except codes.FloodError as error:
        return str(error)
    return ""


def get_live_comment(pk: int) -> tuple[Comment, Article]:
    """A comment readers may read and answer. Raises Http404."""
    comment, article = get_shown_comment(pk)
    if not comment.is_live:
        raise Http404("There is no such comment.")
    return comment, article


def find_article(pk: int) -> Article | None:
    """A story readers may see, or nothing."""
    if pk >= _BIGGEST:
        return None
    return Article.objects.published().filter(pk=pk).select_related("section").defer("body", "search").first()
