"""Sending a comment; whatever happens to it, its text is in the answer or kept."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from articles.models import Article
from comments import posting, reading, rescuing
from comments.models import Comment
from comments.views.access import find_article, flood_of, key_of, whereabouts
from comments.views.answers import RESCUE_COOKIE, SeeOther, forget, form_again, mark, text_back
from comments.views.evidence import from_our_pages, gives_text_back, leads_to_the_thread
from comments.views.kept import keep_for_code, keep_for_sign_in
from newsroom.kit.caching import never_keep

_STATUS = {posting.InvalidCommentError: 400, posting.TooFastError: 429}


@leads_to_the_thread
@gives_text_back
@from_our_pages
def post(request: HttpRequest, article_id: int) -> HttpResponse:
    """From the form in a shared page, which holds no token."""
    return _take(request, article_id)


@leads_to_the_thread
@gives_text_back
def confirmed(request: HttpRequest, article_id: int) -> HttpResponse:
    """From a private page with a token, which Django's own middleware checks."""
    return _take(request, article_id)


def _take(request: HttpRequest, article_id: int) -> HttpResponse:
    article = find_article(article_id)
    parent_id = request.POST.get("parent", "").strip()
    parent = _find_parent(article, parent_id) if article and parent_id else None
    if article is None or (parent_id and parent is None):
        return text_back(request, "This story or comment is not there any more, so nothing was posted.", 404)

    if flood := flood_of(request):
        return form_again(request, article, parent, error=flood, status=429)
    if request.POST.get("way") == "sign-in" and not request.user.is_authenticated:
        return keep_for_sign_in(request, article, parent)
    try:
        comment = posting.post(article, _writing(request), parent=parent)
    except posting.SignInFirstError:
        return keep_for_code(request, article, parent)
    except posting.CannotPostError as error:
        status = _STATUS.get(type(error), 403)
        if status == 403:
            return text_back(request, str(error), status, article)
        return form_again(request, article, parent, error=str(error), status=status)

    return _posted(request, article, comment)


def _find_parent(article: Article, text: str) -> Comment | None:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        return None
    found = Comment.objects.filter(pk=int(text), thread__article_id=article.pk).select_related("author")
    return found.first()


def _writing(request: HttpRequest) -> posting.Writing:
    ip, agent = whereabouts(request)
    return posting.Writing(
        body=request.POST.get("body", ""),
        author_key=key_of(request),
        author=request.user if request.user.is_authenticated else None,
        guest_name=request.POST.get("name", ""),
        trap=request.POST.get("subject", ""),
        ip=ip,
        agent=agent,
        referrer=request.headers.get("Referer", ""),
    )


def _posted(request: HttpRequest, article: Article, comment: Comment) -> HttpResponse:
    if not comment.is_live:
        response = SeeOther(reverse("comments:mine", args=(comment.pk,)))
    elif reading.is_under_story(comment):
        response = SeeOther(f"{article.get_absolute_url()}#comment-{comment.pk}")
    else:
        response = SeeOther(comment.get_absolute_url())
    for token in {request.COOKIES.get(RESCUE_COOKIE, ""), request.POST.get("kept", "")} - {""}:
        rescuing.drop_text(token)
    return never_keep(mark(forget(response) if RESCUE_COOKIE in request.COOKIES else response))
