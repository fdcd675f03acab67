"""Handing a draft back, and taking a story away: each asks for its sentence."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from articles.permissions import may_publish
from articles.publishing import CannotWithdrawError, withdraw
from articles.views.desk.access import get_article_for_editing, person
from articles.workflow import CannotMoveError, ask_for_changes


@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the story away from readers."""
    article = get_article_for_editing(request, pk)
    if not may_publish(person(request)):
        raise PermissionDenied("Only an editor can withdraw a story.")
    reason = request.POST.get("reason", "")[:2000]
    if request.POST.get("sure") != "1":
        return _back(
            request, pk, error=f"Nothing was withdrawn: tick the box that says so. Your reason was: {reason}"
        )
    try:
        withdraw(article, by=person(request), reason=reason)
    except CannotWithdrawError as refusal:
        return _back(request, pk, error=str(refusal))
    return _back(request, pk, done="withdrawn")


@require_POST
def asking(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the draft back to its writer with a note."""
    article = get_article_for_editing(request, pk)
    if not may_publish(person(request)):
        raise PermissionDenied("Only an editor can ask for changes.")
    try:
        ask_for_changes(article, by=person(request), note=request.POST.get("note", "")[:2000])
    except CannotMoveError as refusal:
        return _back(request, pk, error=str(refusal))
    return _back(request, pk, done="ask_for_changes")


def _back(request: HttpRequest, pk: int, *, done: str = "", error: str = "") -> HttpResponse:
    if error:
        messages.error(request, error)
    address = reverse("admin:articles_article_change", args=(pk,))
    return HttpResponseRedirect(f"{address}?done={done}" if done else address)
