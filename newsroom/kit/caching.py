"""Words for keeping a page: what it shows, and until when it stays right by itself."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers

Response = TypeVar("Response", bound=HttpResponseBase)
DOWN = "newsroom.down"  # in request.META: the database cannot be reached at all


def keep(response: Response, *, tags: Iterable[str], until: datetime | None = None) -> Response:
    """Mark a public page as the same bytes for all readers.

    `tags` name what it shows (docs/words.md lists them); `until` is the next moment at which it changes by itself,
    None where there is none. What its parts said with `shows()` is added. Browsers ask again each time (`no-cache`);
    what is kept, and for how long, is the page cache's business.
    """
    response["Cache-Control"] = "public, no-cache"
    response["Cache-Tag"] = " ".join(sorted(set(tags)))
    if until is not None:
        response.kept_until = until  # type: ignore[attr-defined]
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def never_keep(response: Response) -> Response:
    """Mark an answer as personal, or as one of a moment: it is kept nowhere."""
    response["Cache-Control"] = "private, no-store"
    return response


def shows(request: HttpRequest | None, *tags: str, until: Iterable[datetime | None] = ()) -> None:
    """A part of a page says what it shows, and when that changes by itself: a template tag, a context processor.
    Without a request nothing is kept, and nothing is said."""
    if request is None:
        return
    said: tuple[set[str], list[datetime]] = request.__dict__.setdefault("_shows", (set(), []))
    said[0].update(tags)
    said[1].extend(moment for moment in until if moment is not None)


def facts_of(
    request: HttpRequest, response: HttpResponseBase
) -> tuple[frozenset[str], datetime | None] | None:
    """All that was said of this page by its view and its parts; None where the view did not ask to keep it."""
    if "Cache-Tag" not in response:
        return None
    tags, moments = request.__dict__.get("_shows", (set(), []))
    own: datetime | None = getattr(response, "kept_until", None)
    until = min([*moments, *([own] if own else [])], default=None)
    return frozenset(tags | set(response["Cache-Tag"].split())), until
