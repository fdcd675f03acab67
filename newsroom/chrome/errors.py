"""Error pages in the paper's own dress."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from articles.views.redirects import moved
from newsroom.kit.caching import never_keep


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be read."""
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
    return never_keep(HttpResponse(loader.render_to_string("500.html"), status=500))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came without its token: say so, and keep what was typed on the page."""
    hidden = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword"}
    typed = [(name, value) for name, value in request.POST.items() if name not in hidden and value]
    return never_keep(render(request, "403_csrf.html", {"typed": typed}, status=403))
