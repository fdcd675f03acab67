"""What may be kept: which addresses, which answers, and which names of a query mean anything."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from newsroom.kit.caching import facts_of

ENVIRON = "newsroom.kept"  # where Django tells the server before it what the answer shows
# whose answers are one person's or one moment's, and files
OUTSIDE = ("/admin/", "/accounts/", "/-/", settings.STATIC_URL, settings.MEDIA_URL)
NAMES = frozenset(("after", "article", "order", "p", "page", "q"))  # all that public pages ask for
STATUSES = ("200", "410")
VARIES = frozenset(("accept-encoding",))
CONDITIONS = frozenset(
    ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
)
CONDITIONS |= {"HTTP_IF_RANGE", "HTTP_RANGE"}


@dataclass(frozen=True, slots=True)
class Kept:
    """What a page shows, and until when it stays right by itself."""

    tags: frozenset[str]
    until: datetime | None


def tell(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, the outermost: what the view said of its page, and what its parts said, reaches the server."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        facts = facts_of(request, response)
        if facts is not None:
            tags, until = facts
            response["Cache-Tag"] = " ".join(sorted(tags))
            response.kept_until = until  # type: ignore[attr-defined]
            request.META[ENVIRON] = Kept(tags, until)
        return response

    return answer


def known_query(query: str) -> str:
    """The query without the names nobody here asks for, in one order."""
    if not query:
        return ""
    pairs = parse_qsl(
        query, keep_blank_values=True, encoding="latin-1", errors="replace", max_num_fields=None
    )
    known = sorted((pair for pair in pairs if pair[0] in NAMES), key=lambda pair: pair[0])
    return urlencode(known, encoding="latin-1")


def may_be_kept(status: str, headers: Iterable[tuple[str, str]]) -> bool:
    """Is this answer the same for everybody?"""
    if not status.startswith(STATUSES):
        return False
    for name, value in headers:
        match name.lower():
            case "set-cookie":
                return False
            case "vary" if not {part.strip().lower() for part in value.split(",")} <= VARIES:
                return False
            case "cache-control" if "no-store" in value or "private" in value:
                return False
    return True


def as_asked_of_django(environ: dict[str, Any], query: str) -> dict[str, Any]:
    """The request as a render must see it: whole, unconditional, with known names only."""
    asked = {name: value for name, value in environ.items() if name not in CONDITIONS}
    asked["QUERY_STRING"] = query
    asked["REQUEST_METHOD"] = "GET"
    return asked
