"""Words for keeping a page: what it shows, and until when it stays right by itself."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.http import HttpResponseBase
from django.utils.cache import patch_vary_headers

Response = TypeVar("Response", bound=HttpResponseBase)


def keep(response: Response, *, tags: Iterable[str], until: datetime | None = None) -> Response:
    """Mark a public page as the same bytes for all readers.

    `tags` name what it shows (`article:12 section:3 topic:4 author:7 front feeds sitemap thread:12 chrome`);
    `until` is the next moment at which it changes by itself, None where there is none. Browsers ask again each
    time (`no-cache`); what is kept, and for how long, is the page cache's business.
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
