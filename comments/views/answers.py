"""The answers that posting views share: go there, and here is your text."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from articles.models import Article
from comments import reading, rescuing
from comments.models import Comment, Rescue
from newsroom.kit.caching import never_keep

RESCUE_COOKIE = "comments_rescue"
MARKER_COOKIE = "cm"  # says that asking /comments/me/ may be worth it; readers who only read have none


class SeeOther(HttpResponseRedirect):
    """Sent: now look there."""

    status_code = 303


def mark(response: HttpResponse) -> HttpResponse:
    """Tell the script of later pages that this browser has something of its own to ask for."""
    response.set_cookie(
        MARKER_COOKIE, "1", max_age=365 * 86400, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


def remember(response: HttpResponse, held: Rescue) -> HttpResponse:
    """Let this browser find its text again."""
    response.set_cookie(
        RESCUE_COOKIE,
        held.token,
        max_age=rescuing.KEPT_SECONDS,
        path="/comments/",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return mark(response)


def forget(response: HttpResponse) -> HttpResponse:
    """Its text was posted."""
    response.delete_cookie(RESCUE_COOKIE, path="/comments/")
    return response


def form_again(
    request: HttpRequest, article: Article, parent: Comment | None, *, error: str, status: int
) -> HttpResponse:
    """The form with all that was typed, and what is wrong with it."""
    facts = {
        "article": article,
        "page": reading.form_page(article),
        "parent": parent,
        "text": request.POST.get("body", ""),
        "name": request.POST.get("name", ""),
        "email": request.POST.get("email", ""),
        "kept": request.POST.get("kept", ""),
        "is_in": request.user.is_authenticated,
        "error": error,
        "title": "Not posted yet",
    }
    return never_keep(render(request, "comments/write.html", facts, status=status))


def text_back(
    request: HttpRequest, sentence: str, status: int, article: Article | None = None
) -> HttpResponse:
    """A sentence, and the text to copy where there is some."""
    facts = {"sentence": sentence, "text": request.POST.get("body", ""), "article": article}
    return never_keep(render(request, "comments/text_back.html", facts, status=status))
