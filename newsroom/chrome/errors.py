"""Error pages in the paper's own dress."""

import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader

from articles.views.redirects import moved
from newsroom.chrome.unreadable import NOT_TYPED, SAYS, SECRET, refusal
from newsroom.kit.caching import DOWN, never_keep
from newsroom.kit.postgres.programs import EmbeddedError

SHORT = 40  # letters; longer text is shown, to be copied if all else fails
NOT_STORED = "The database does not answer, so nothing was stored. What you typed is still here; try again in a moment."


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be read; a form that is too much or damaged is told so."""
    if type(exception) in SAYS:
        return refusal(request, exception)
    return never_keep(render(request, "400.html", status=400))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not open to who asks."""
    return never_keep(render(request, "403.html", status=403))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An old address leads on; anything else is nothing."""
    if request.method in ("GET", "HEAD") and (answer := moved(request, request.path)):
        return answer
    return never_keep(render(request, "404.html", status=404))


def dress_refusals(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. Django has no page for a 405: who opens an address that only takes forms saw a white one."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            dressed = never_keep(render(request, "405.html", status=405))
            dressed["Allow"] = response["Allow"]
            return dressed
        return response

    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Without context or database, since either may be what failed."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError, EmbeddedError)):
        return unavailable(request)
    return never_keep(HttpResponse(loader.render_to_string("500.html"), status=500))


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database does not answer: what was typed comes back, with a button that sends it again."""
    request.META[DOWN] = connection.connection is None or bool(connection.connection.closed)
    if request.headers.get("Accept", "").startswith("application/json"):
        answer: HttpResponse = JsonResponse({"error": NOT_STORED}, status=503)
    else:
        sent = (
            []
            if SECRET & set(request.POST)
            else [(name, value) for name, values in request.POST.lists() for value in values]
        )
        long = [(name, value) for name, value in sent if len(value) > SHORT or "\n" in value]
        facts = {
            "action": request.get_full_path(),
            "typed": [(name, name.replace("_", " ").capitalize(), value) for name, value in long],
            "kept": [pair for pair in sent if pair not in long],
            "files": bool(request.FILES),
        }
        answer = HttpResponse(loader.render_to_string("503.html", facts), status=503)
    answer["Retry-After"] = "5"
    return never_keep(answer)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came without its token: say so, and keep what was typed on the page."""
    typed = [(name, value) for name, value in request.POST.items() if name not in NOT_TYPED and value]
    return never_keep(render(request, "403_csrf.html", {"typed": typed}, status=403))
