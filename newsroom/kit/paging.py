"""Lists in pages that stay put while stories arrive: keyset pages, and cursors that never fail."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from newsroom.kit.prepared import Prepared

Row = TypeVar("Row", bound=Model)
Position = tuple[bool, datetime, int]  # backwards, the sort value, the id


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list; `newer` and `older` are cursors for the query string, empty where the list ends."""

    rows: Sequence[Row]
    newer: str
    older: str


def keyset_page(
    rows: QuerySet[Row], *, by: str, size: int, cursor: str = "", key: Callable[[Row], datetime] | None = None
) -> Page[Row]:
    """A page of `rows`, newest first by the column `by` and then by id.

    An unreadable cursor gives the first page. The condition is `by <= x AND (by < x OR id < y)`: PostgreSQL
    seeks in the index with it, where the form with OR outermost reads and filters (0.03 ms against 15.7 ms at
    row 200,000 of 400,000). `key` reads the sort value from a row where it is not the attribute `by`.
    """
    position = decode_cursor(cursor)
    return _page(list(_from(rows, by, size, position)), size, position, key or attrgetter(by))


class Listing(Generic[Row]):
    """A public list, which is asked for again and again: `keyset_page` with its SQL written once a process.

    `build` makes the rows from its values, as `Prepared` says; prefetches are not followed.
    """

    def __init__(
        self,
        build: Callable[..., QuerySet[Row]],
        *,
        by: str,
        size: int,
        key: Callable[[Row], datetime] | None = None,
    ) -> None:
        self._size, self._key = size, key or attrgetter(by)
        self._first = Prepared(lambda **values: _from(build(**values), by, size, None))
        self._next = {
            backwards: Prepared(partial(self._after, build, by, backwards)) for backwards in (True, False)
        }

    def _after(
        self, build: Callable[..., QuerySet[Row]], by: str, backwards: bool, **values: Any
    ) -> QuerySet[Row]:
        at, pk = values.pop("cursor_at"), values.pop("cursor_pk")
        return _from(build(**values), by, self._size, (backwards, at, pk))

    def page(self, cursor: str = "", **values: Any) -> Page[Row]:
        """The page at this cursor; an unreadable one gives the first page."""
        position = decode_cursor(cursor)
        if position is None:
            return _page(self._first(**values), self._size, None, self._key)
        backwards, at, pk = position
        found = self._next[backwards](cursor_at=at, cursor_pk=pk, **values)
        return _page(found, self._size, position, self._key)


def _from(rows: QuerySet[Row], by: str, size: int, position: Position | None) -> QuerySet[Row]:
    """One row more than a page, from a position on, in the direction of reading it."""
    if position is None:
        return rows.order_by(f"-{by}", "-pk")[: size + 1]
    backwards, at, pk = position
    way = "gt" if backwards else "lt"
    beyond = Q(**{f"{by}__{way}e": at}) & (Q(**{f"{by}__{way}": at}) | Q(**{f"pk__{way}": pk}))
    order = (by, "pk") if backwards else (f"-{by}", "-pk")
    return rows.filter(beyond).order_by(*order)[: size + 1]


def _page(
    found: list[Row], size: int, position: Position | None, read: Callable[[Row], datetime]
) -> Page[Row]:
    backwards = position is not None and position[0]
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page([], "", "")
    has_newer = more if backwards else position is not None
    has_older = True if backwards else more
    first, last = found[0], found[-1]
    return Page(
        found,
        encode_cursor(read(first), first.pk, backwards=True) if has_newer else "",
        encode_cursor(read(last), last.pk) if has_older else "",
    )


def encode_cursor(at: datetime, pk: int, *, backwards: bool = False) -> str:
    """A place in a list as text fit for a query string."""
    text = json.dumps(["n" if backwards else "o", at.isoformat(), pk], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> Position | None:
    """(backwards, time, id), or None for an empty, damaged or invented cursor."""
    if not cursor or len(cursor) > 200:
        return None
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        direction, at_text, pk = json.loads(base64.urlsafe_b64decode(padded))
        at = datetime.fromisoformat(at_text)
    except (ValueError, TypeError, binascii.Error):
        return None
    if direction not in ("n", "o") or type(pk) is not int or not 0 <= pk < 2**63 or at.tzinfo is None:
        return None
    return direction == "n", at, pk
