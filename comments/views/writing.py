"""Sending a comment, and finding one's text again whatever happened to it."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from articles.models import Article
from comments import posting, reading, rescuing
from comments.models import Comment
from comments.views.access import find_article, key_of, whereabouts
from comments.views.evidence import from_our_pages, gives_text_back, leads_to_the_thread
from newsroom.kit.caching import never_keep

RESCUE_COOKIE = "comments_rescue"
MARKER_COOKIE = "cm"  # says that asking /comments/me/ may be worth it; readers who only read have none
_STATUS = {posting.InvalidCommentError: 400, posting.TooFastError: 429}


class SeeOther(HttpResponseRedirect):
    """Sent: now look there."""

    status_code = 303


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
        return _text_back(request, "This story or comment is not there any more, so nothing was posted.", 404)

    try:
        comment = posting.post(article, _writing(request), parent=parent)
    except posting.SignInFirstError:
        return _rescue(request, article, parent)
    except posting.CannotPostError as error:
        return _form_again(request, article, parent, error)

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
    if token := request.COOKIES.get(RESCUE_COOKIE, ""):
        rescuing.drop_text(token)
        response.delete_cookie(RESCUE_COOKIE, path="/comments/")
    return never_keep(mark(response))


def mark(response: HttpResponse) -> HttpResponse:
    """Tell the script of later pages that this browser has something of its own to ask for."""
    response.set_cookie(
        MARKER_COOKIE, "1", max_age=365 * 86400, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


def _rescue(request: HttpRequest, article: Article, parent: Comment | None) -> HttpResponse:
    """Keep the text, then ask for the sign-in."""
    text = request.POST.get("body", "").replace("\x00", "")
    try:
        held = rescuing.keep_text(article, text, parent=parent, author_key=key_of(request))
    except rescuing.CannotKeepError as error:
        return _text_back(request, str(error), 429, article)
    response = SeeOther(f"{reverse('account_login')}?{urlencode({'next': reverse('comments:rescued')})}")
    response.set_cookie(
        RESCUE_COOKIE,
        held.token,
        max_age=rescuing.KEPT_SECONDS,
        path="/comments/",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return never_keep(response)


def _form_again(
    request: HttpRequest, article: Article, parent: Comment | None, error: posting.CannotPostError
) -> HttpResponse:
    status = _STATUS.get(type(error), 403)
    if status == 403:
        return _text_back(request, str(error), status, article)
    facts = {
        "article": article,
        "page": reading.form_page(article),
        "parent": parent,
        "text": request.POST.get("body", ""),
        "name": request.POST.get("name", ""),
        "error": str(error),
        "title": "Not posted yet",
    }
    return never_keep(render(request, "comments/write.html", facts, status=status))


def _text_back(
    request: HttpRequest, sentence: str, status: int, article: Article | None = None
) -> HttpResponse:
    facts = {"sentence": sentence, "text": request.POST.get("body", ""), "article": article}
    return never_keep(render(request, "comments/text_back.html", facts, status=status))


@require_safe
@login_required
def rescued(request: HttpRequest) -> HttpResponse:
    """After the sign-in: the kept text in the form, ready to post with one press."""
    held = rescuing.find_text(request.COOKIES.get(RESCUE_COOKIE, ""))
    if held is None:
        nothing = {"sentence": "No text of yours is kept here. It may have been posted already."}
        return never_keep(mark(render(request, "comments/text_back.html", nothing, status=404)))

    facts = {
        "article": held.article,
        "page": reading.form_page(held.article),
        "parent": held.parent,
        "text": held.raw,
        "token": get_token(request),
        "title": "Your comment is still here",
    }
    return never_keep(mark(render(request, "comments/write.html", facts)))
