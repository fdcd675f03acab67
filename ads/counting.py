"""Counting each fact once: a row in the ledger for every nonce not met before, in one statement."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from ads.models import Kind, Mark, Nonce, PageDelta, ViewDelta
from ads.models.counting import KEYS
from ads.tokens import KEPT, Token
from newsroom.kit.tallies import fold

# Nonces are inserted in sorted order: unsorted, writers that meet deadlock. Two copies in one batch count once.
_COUNT = """
WITH told AS (
  SELECT DISTINCT ON (nonce) * FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[], %s::text[], %s::smallint[], %s::smallint[])
    AS t(nonce, flight, creative, slot, kind, mark) ORDER BY nonce
), new AS (
  INSERT INTO ads_nonce (nonce, expires_at) SELECT nonce, %s FROM told ORDER BY nonce ON CONFLICT DO NOTHING RETURNING nonce
), pages AS (
  INSERT INTO ads_page_delta (day, page, n) SELECT %s, creative, 1 FROM told JOIN new USING (nonce) WHERE kind = 0
)
INSERT INTO ads_delta (hour, flight, creative, slot, kind, mark, n)
SELECT date_trunc('hour', now()), flight, creative, slot, kind, mark, 1 FROM told JOIN new USING (nonce) WHERE kind > 0
"""
PAGE_OPENED = 0  # the kind of a fact that is a page view; its page travels as the creative


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to a token's creative."""

    nonce: uuid.UUID
    flight: int
    creative: int
    slot: str
    kind: int
    mark: int

    @classmethod
    def of(cls, token: Token, kind: Kind, mark: Mark, *, slot: str) -> "Fact":
        """A creative was shown, seen or followed."""
        return cls(token.nonce_for(kind), token.flight, token.creative, slot, kind, mark)

    @classmethod
    def page_opened(cls, token: Token) -> "Fact":
        """A reader opened the page this token was made for."""
        return cls(token.nonce_for(PAGE_OPENED), 0, token.page, "", PAGE_OPENED, Mark.OK)


def count(facts: Sequence[Fact]) -> None:
    """Write down what was not written down before: one statement, committed when this returns."""
    if not facts:
        return
    columns = [
        list(column)
        for column in zip(
            *[(f.nonce, f.flight, f.creative, f.slot, f.kind, f.mark) for f in facts], strict=True
        )
    ]
    columns[0] = [str(nonce) for nonce in columns[0]]
    expires = timezone.now() + timedelta(seconds=KEPT)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [*columns, expires, timezone.localdate()])


def count_house_click(creative: int, slot: str, mark: Mark) -> None:
    """A house creative was followed; it has no token, so nothing tells a repetition apart."""
    ViewDelta.objects.create(
        hour=timezone.now().replace(minute=0, second=0, microsecond=0),
        creative=creative,
        slot=slot,
        kind=Kind.CLICKED,
        mark=mark,
    )


def fold_tallies() -> int:
    """Add the ledgers up into the totals, and forget expired nonces; how many rows were folded. A sweep."""
    keys = ", ".join(KEYS)
    folded = fold(
        ViewDelta,
        keys=KEYS,
        into=f"INSERT INTO ads_tally ({keys}, n) SELECT {keys}, n FROM sums"  # noqa: S608 -- our own names
        f" ON CONFLICT ({keys}) DO UPDATE SET n = ads_tally.n + excluded.n",
    )
    folded += fold(
        PageDelta,
        keys=("page", "day"),
        into="INSERT INTO ads_page_tally (page, day, n) SELECT page, day, n FROM sums"
        " ON CONFLICT (page, day) DO UPDATE SET n = ads_page_tally.n + excluded.n",
    )
    Nonce.objects.filter(expires_at__lt=timezone.now()).delete()
    return folded
