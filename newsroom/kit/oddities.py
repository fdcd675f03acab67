"""What no browser sends is taken out of a request before anything reads it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

LARGEST = 30 * 2**20  # bytes: a picture may have 25 MB, the form around it the rest
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def read_as_utf8(application: Application) -> Application:
    """WSGI. Forms and queries are UTF-8, whatever a header says of them.

    Django decodes a query as the request's content type names it while the request is being made, so that a charset
    which is no encoding of text (`zlib`) ends in a 500 no error page can dress.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        told = environ.get("CONTENT_TYPE", "")
        if "charset" in told.lower():
            kept = [part for part in told.split(";") if not part.strip().lower().startswith("charset")]
            environ["CONTENT_TYPE"] = ";".join(kept)
        return application(environ, start_response)

    return answer


def leave_out_odd_cookies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. A quoted cookie can hold a NUL (`"\\000"`), which no database takes for a session's key."""

    def answer(request: HttpRequest) -> HttpResponse:
        if "\\" in request.META.get("HTTP_COOKIE", ""):
            for name in [name for name, value in request.COOKIES.items() if "\x00" in value]:
                del request.COOKIES[name]
        return get_response(request)

    return answer


def refuse_what_is_too_large(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. Django writes a form's files to the disk before anybody is asked whether they may send one, however
    large they are; nothing here takes more than a picture."""

    def answer(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and (len(length) > 18 or int(length) > LARGEST):
            raise RequestDataTooBig("This is larger than anything that is taken here.")
        return get_response(request)

    return answer
