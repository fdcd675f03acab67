"""Signed words between the page and the server: what a page is about, what was shown in it, and when."""

import base64
import binascii
import hashlib
import hmac
import os
import struct
import time
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core import signing

# version, key id, time, flight, creative, slot, page, bits not in use, nonce
_FORM = struct.Struct(">BBIIIHQB12s")
_MAC = 16  # bytes of HMAC-SHA256 that are kept: 128 bit
VERSION = 1
DAY = 86_400

RENDERED_LIFE, SEEN_LIFE, CLICK_LIFE = 600, 3_600, DAY  # seconds after which a token says nothing any more
KEPT = 2 * DAY  # how long a nonce must be remembered at the most


class BadTokenError(ValueError):
    """A token that we did not make, or that was changed."""


@dataclass(frozen=True, slots=True)
class Token:
    """One decision: this creative of this flight in this slot of this page, at this time (seconds since 1970).
    Flight 0 is a page view without a creative."""

    at: int
    flight: int
    creative: int
    slot: int
    page: int
    nonce: bytes

    def nonce_for(self, kind: int) -> uuid.UUID:
        """One number a token and kind: shown, seen and followed each count once."""
        return uuid.UUID(bytes=hashlib.sha256(self.nonce + bytes([kind])).digest()[:16])


def mint(*, flight: int, creative: int, slot: int, page: int, now: float | None = None) -> str:
    """A token for a decision just made: 71 characters fit for an address."""
    at = int(now if now is not None else time.time())
    body = _FORM.pack(VERSION, at // DAY % 256, at, flight, creative, slot, page, 0, os.urandom(12))
    return _encode(body + _sign(body, at))


def read(text: str) -> Token:
    """The decision this token stands for. Raises BadTokenError; says nothing about its age but that it is one
    of today's or yesterday's (older keys are forgotten)."""
    raw = _decode(text)
    if len(raw) != _FORM.size + _MAC:
        raise BadTokenError("A token of the wrong length.")
    body, mac = raw[: _FORM.size], raw[_FORM.size :]
    version, key, at, flight, creative, slot, page, _bits, nonce = _FORM.unpack(body)
    if version != VERSION or key != at // DAY % 256 or not hmac.compare_digest(mac, _sign(body, at)):
        raise BadTokenError("Not our token.")
    return Token(at, flight, creative, slot, page, nonce)


def sign_facts(facts: dict[str, object]) -> str:
    """What a page is about, for its markup. No time is in it: the page stays the same bytes."""
    return signing.Signer(salt="ads.facts").sign_object(facts)


def read_facts(text: str) -> dict[str, object] | None:
    """The facts, None where they are not ours."""
    try:
        facts = signing.Signer(salt="ads.facts").unsign_object(text)
    except (signing.BadSignature, ValueError, binascii.Error):
        return None
    return facts if isinstance(facts, dict) else None


def _sign(body: bytes, at: int) -> bytes:
    key = hmac.digest(settings.SECRET_KEY.encode(), f"ads.token.{at // DAY}".encode(), "sha256")
    return hmac.digest(key, body, "sha256")[:_MAC]


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    try:
        raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise BadTokenError("Not a token.") from None
    if _encode(raw) != text:  # another spelling of the same bytes would be a second nonce to somebody
        raise BadTokenError("Not the spelling we gave.")
    return raw
