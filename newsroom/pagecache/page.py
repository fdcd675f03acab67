"""A page as bytes ready to send: as it is, compressed, and the answer that nothing changed."""

import gzip
import hashlib
import time
from collections.abc import Iterable
from email.utils import parsedate_to_datetime
from typing import Any

import brotli
from django.utils.http import http_date

from newsroom.pagecache.policy import Kept

Headers = list[tuple[str, str]]
NOTHING: list[bytes] = []
MADE, STALE = "fwd=miss", "stale"  # rendered for this request; older than its hour
IDENTITY, GZIP, BROTLI = "", "gzip", "br"
SMALLEST = 200  # bytes worth compressing
OVERHEAD, A_TAG = 4_000, 150  # what headers, and a place in the index, cost beside two encodings
_TEXT = (
    "text/",
    "application/xml",
    "application/json",
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
)
_preferred: dict[str, str] = {}


class Variant:
    """One encoding, made when it is first asked for."""

    __slots__ = ("body", "headers", "unchanged")

    def __init__(self, body: bytes, headers: Headers, unchanged: Headers) -> None:
        self.body, self.headers, self.unchanged = [body], headers, unchanged


class Page:
    """What is kept of one address. Header lists are made once and handed out as they are."""

    __slots__ = (
        "etag", "headers", "modified", "resting_until", "size", "status", "tags", "until", "variants",
    )  # fmt: skip

    def __init__(
        self, status: str, headers: Iterable[tuple[str, str]], body: bytes, kept: Kept, modified: int = 0
    ) -> None:
        self.status = status
        self.tags = kept.tags
        self.until = kept.until.timestamp() if kept.until else float("inf")
        self.etag = hashlib.blake2b(body, digest_size=12).hexdigest()
        self.modified = modified
        self.resting_until = 0.0  # not tried again before: its last render failed
        own = {"content-length", "etag", "last-modified", "cache-tag", "set-cookie"}
        self.headers = [(name, value) for name, value in headers if name.lower() not in own]
        if modified:
            self.headers.append(("Last-Modified", http_date(modified)))
        self.variants = {IDENTITY: self._variant(IDENTITY, body)}
        self.size = 0  # what it costs, once it is prepared

    def prepare(self, accepted: str) -> None:
        """Make what the first reader takes, before the page is kept."""
        encoding = preferred(accepted)
        if encoding not in self.variants:
            self._made(encoding)
        longest = max(len(variant.body[0]) for variant in self.variants.values() if variant.body)
        self.size = 2 * longest + OVERHEAD + A_TAG * len(self.tags)

    def answer(self, environ: dict[str, Any], start_response: Any, *, how: str = "") -> list[bytes]:
        """Answer a GET or HEAD for this page; `how` it came about, where it is not simply kept and fresh."""
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
        encoding = _preferred.get(accepted)
        if encoding is None:
            encoding = preferred(accepted)
        variant = self.variants.get(encoding) or self._made(encoding)
        if ("HTTP_IF_NONE_MATCH" in environ or "HTTP_IF_MODIFIED_SINCE" in environ) and self._is_known(
            environ
        ):
            start_response("304 Not Modified", variant.unchanged)
            return NOTHING
        start_response(self.status, self._marked(variant.headers, how) if how else variant.headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            return NOTHING
        return variant.body or [self._whole()]

    def _marked(self, headers: Headers, how: str) -> Headers:
        if how == STALE:
            how = f"hit; ttl=-{int(time.time() - self.until)}"
            headers = [*headers, ("Warning", '110 - "Response is Stale"')]
        others = [line for line in headers if line[0] != "Cache-Status"]
        return [*others, ("Cache-Status", f"newsroom; {how}")]

    def _is_known(self, environ: dict[str, Any]) -> bool:
        if not self.status.startswith("200"):
            return False
        listed = environ.get("HTTP_IF_NONE_MATCH")
        if listed is not None:
            if listed.strip() == "*":
                return True
            tags = (tag.strip().removeprefix("W/").strip('"') for tag in listed.split(","))
            return any(tag.partition("-")[0] == self.etag for tag in tags)
        return bool(self.modified) and seconds(environ["HTTP_IF_MODIFIED_SINCE"]) >= self.modified

    def _made(self, encoding: str) -> Variant:
        whole = self._whole()
        kind = next((value for name, value in self.headers if name.lower() == "content-type"), "")
        if len(whole) < SMALLEST or not kind.startswith(_TEXT):
            self.variants[encoding] = self.variants[IDENTITY]
        elif encoding == GZIP:
            self.variants[encoding] = self._variant(GZIP, gzip.compress(whole, 6, mtime=0))
        else:
            self.variants[encoding] = self._variant(BROTLI, brotli.compress(whole, quality=5))
        if self.variants[encoding] is not self.variants[IDENTITY]:
            self.variants[IDENTITY].body = NOTHING  # few ask for it, and it is seven times as long
        return self.variants[encoding]

    def _whole(self) -> bytes:
        """The page as it is, from whichever encoding is held."""
        plain = self.variants[IDENTITY].body
        if plain:
            return plain[0]
        if GZIP in self.variants:
            return gzip.decompress(self.variants[GZIP].body[0])
        return bytes(brotli.decompress(self.variants[BROTLI].body[0]))

    def _variant(self, encoding: str, body: bytes) -> Variant:
        etag = ("ETag", f'"{self.etag}{"-" if encoding else ""}{encoding}"')
        encoded = [("Content-Encoding", encoding)] if encoding else []
        headers = [*self.headers, etag, *encoded, ("Content-Length", str(len(body)))]
        headers.append(("Cache-Status", "newsroom; hit"))
        kept = ("cache-control", "vary", "last-modified", "content-location", "expires")
        unchanged = [etag, *(line for line in self.headers if line[0].lower() in kept)]
        return Variant(body, headers, unchanged)


def preferred(accepted: str) -> str:
    """The best of our encodings for this header; remembered, since browsers send few of them."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, rest = part.partition(";")
        weight = rest.strip().removeprefix("q=")
        try:
            weights[name.strip()] = float(weight) if weight else 1.0
        except ValueError:
            weights[name.strip()] = 0.0
    others = weights.get("*", 0.0)
    found = {encoding: weights.get(encoding, others) for encoding in (BROTLI, GZIP)}
    best = max(found, key=lambda encoding: found[encoding])
    encoding = best if found[best] > 0 else IDENTITY
    if len(_preferred) > 500:
        _preferred.clear()
    _preferred[accepted] = encoding
    return encoding


def seconds(text: str) -> float:
    """An HTTP date; 0 for what is none."""
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
