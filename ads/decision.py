"""What stands in a slot now: a snapshot in memory, read again when something changed, and one choice a slot."""

import random
import threading
import time
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from ads.models import Creative, Flight, FlightCreative, Slot, Version

CHECK_SECONDS = 2.0  # how old a process's view of the bookings may be


@dataclass(frozen=True, slots=True)
class Shown:
    """A creative as the page needs it."""

    creative: int
    link: str
    alt: str
    src: str
    srcsets: tuple[tuple[str, str], ...]  # (type, srcset), best first
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """One creative of one flight in one slot."""

    flight: int
    first_day: date
    last_day: date
    allow_sensitive: bool
    weight: int
    shown: Shown


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that may stand in the slots; never changed, only replaced."""

    version: int
    slots: dict[str, int] = field(default_factory=dict)
    candidates: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)
    house: dict[str, Shown] = field(default_factory=dict)

    def choose(self, slot: str, *, day: date, sensitive: bool, rng: random.Random) -> Candidate | None:
        """One of the flights booked for this slot and day, by weight; what is not known to fit is left out."""
        fits = [
            candidate
            for candidate in self.candidates.get(slot, ())
            if candidate.first_day <= day <= candidate.last_day
            and (candidate.allow_sensitive or not sensitive)
        ]
        if not fits:
            return None
        return rng.choices(fits, weights=[candidate.weight for candidate in fits])[0]

    def link_of(self, creative: int) -> str | None:
        """Where a creative leads, None where it is not in the snapshot."""
        everything = [c.shown for group in self.candidates.values() for c in group] + list(
            self.house.values()
        )
        return next((shown.link for shown in everything if shown.creative == creative), None)


_held: Snapshot | None = None
_looked = (0, 0.0)  # how often it was said before the last look that a look is over, and when that was
_told = 0
_lock = threading.Lock()


def snapshot(*, fresh: bool = False) -> Snapshot:
    """What may stand in the slots. No query while the last look is younger than two seconds, and nobody said that
    it is over."""
    global _held, _looked
    told, at = _looked
    if _held is not None and not fresh and told == _told and time.monotonic() - at < CHECK_SECONDS:
        return _held
    with _lock:
        told = _told
        version = Version.objects.filter(pk=1).values_list("number", flat=True).first() or 0
        if _held is None or fresh or _held.version != version:
            _held = _read(version)
        _looked = told, time.monotonic()
        return _held


def look_again() -> None:
    """What may stand in the slots has changed: the next question looks, and so does one that is being answered."""
    global _told
    _told += 1


def candidates_of(campaign: int) -> dict[str, Candidate]:
    """One creative a slot of this booking, whatever its days, but of nothing that was ended. One query."""
    rows = _rows().filter(flight__campaign=campaign).exclude(flight__state=Flight.State.ENDED)
    return {row.flight.slot.code: _candidate(row) for row in rows}


def _rows() -> QuerySet[FlightCreative]:
    return FlightCreative.objects.select_related("flight__slot", "creative").order_by("pk")


def _read(version: int) -> Snapshot:
    slots = list(Slot.objects.select_related("house_creative"))
    candidates: dict[str, list[Candidate]] = {}
    for row in _rows().filter(flight__state=Flight.State.BOOKED):
        if row.creative.is_approved:
            candidates.setdefault(row.flight.slot.code, []).append(_candidate(row))
    return Snapshot(
        version,
        {slot.code: slot.pk for slot in slots},
        {code: tuple(group) for code, group in candidates.items()},
        {
            slot.code: _shown(slot.house_creative)
            for slot in slots
            if slot.house_creative and slot.house_creative.is_approved
        },
    )


def _candidate(row: FlightCreative) -> Candidate:
    flight = row.flight
    return Candidate(
        flight.pk, flight.first_day, flight.last_day, flight.allow_sensitive, row.weight, _shown(row.creative)
    )


def _shown(creative: Creative) -> Shown:
    best = tuple((f"image/{kind}", creative.srcset(kind)) for kind in creative.formats[:-1])
    return Shown(
        creative.pk, creative.link, creative.alt, creative.url(), best, creative.width, creative.height
    )
