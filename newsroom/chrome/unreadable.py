"""A form that is too large, has too many fields or arrived broken: a sentence that says so, and what was typed where it can be read."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from urllib.parse import unquote_plus

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render

from newsroom.kit.caching import never_keep

MOST = 5 * 2**20  # bytes from who is not of the desk; theirs is DATA_UPLOAD_MAX_MEMORY_SIZE
MOST_RETURNED = 2 * MOST  # a larger form is not read at all
FIELDS = 200  # the first so many are looked at for text
SECRET = {"password", "password1", "password2", "oldpassword"}
NOT_TYPED = SECRET | {"csrfmiddlewaretoken"}
FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
_PART = re.compile(
    rb'Content-Disposition: *form-data; *name="([^"\r\n]{1,200})" *\r\n(?:[^\r\n]+\r\n)*\r\n', re.IGNORECASE
)

TOO_LARGE = "What was sent is larger than this site takes in one form, so nothing was stored. Shorten it, or send it in parts; going back brings what you typed. A picture may have 25 MB."
TOO_MANY = "The form had more fields or files than this site takes at once, so nothing was stored."
BROKEN = "What was sent arrived damaged or cut short, so nothing was stored. Going back and sending it again may help."
SAYS: dict[type[Exception], tuple[int, str, str]] = {
    RequestDataTooBig: (413, "Too large to be taken", TOO_LARGE),
    TooManyFieldsSent: (400, "That is too much at once", TOO_MANY),
    TooManyFilesSent: (400, "That is too much at once", TOO_MANY),
    MultiPartParserError: (400, "The form arrived damaged", BROKEN),
}


def keep_readers_forms_small(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, after who asks is known. A reader's form is short; a story of a million letters comes from the desk."""

    def answer(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        size = int(length) if length.isascii() and length.isdigit() else 0
        if size > MOST and not _may_be_long(request):
            return refusal(request, RequestDataTooBig())
        if size <= MOST and request.content_type == PARTS:
            with suppress(UnreadablePostError):
                request.body  # noqa: B018 -- held, so that what is whole in a damaged form can be read
        return get_response(request)

    return answer


def _may_be_long(request: HttpRequest) -> bool:
    if request.content_type == PARTS and request.path.startswith("/admin/"):
        return True  # a picture; from who was signed out meanwhile, it is answered by the way in
    return request.content_type not in (FORM, PARTS) or bool(request.user.is_staff)


def refusal(request: HttpRequest, why: Exception) -> HttpResponse:
    """What is the matter, with the text that was typed; as JSON for a script."""
    status, title, sentence = SAYS[type(why)]
    if request.headers.get("Accept", "").startswith("application/json"):
        return never_keep(JsonResponse({"error": sentence}, status=status))
    facts = {"code": status, "title": title, "sentence": sentence, "typed": list(typed_in(request))}
    return never_keep(render(request, "400.html", facts, status=status))


def typed_in(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Names and values of the form's text fields, as far as they can be read."""
    read = _pairs if request.content_type == FORM else _parts
    for name, value in read(_sent(request)):
        if name not in NOT_TYPED and value.strip():
            yield name, value.replace("\x00", "")


def _sent(request: HttpRequest) -> bytes:
    with suppress(RequestDataTooBig, UnreadablePostError, ValueError):
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_RETURNED:
            return b""
        return request.body if hasattr(request, "_body") else request.read(MOST_RETURNED)
    return b""


def _pairs(body: bytes) -> Iterator[tuple[str, str]]:
    for pair in body.split(b"&", FIELDS)[:FIELDS]:
        name, _, value = pair.decode(errors="replace").partition("=")
        yield unquote_plus(name), unquote_plus(value)


def _parts(body: bytes) -> Iterator[tuple[str, str]]:
    """The text of each part, up to where the body's first line, the boundary, comes again."""
    first, whole, _ = body[:200].partition(b"\r\n")
    if not whole or not first.startswith(b"--"):
        return
    for part in islice(_PART.finditer(body), FIELDS):
        end = body.find(b"\r\n" + first, part.end())
        value = body[part.end() : end if end >= 0 else len(body)]
        yield part[1].decode(errors="replace"), value.decode(errors="replace")
