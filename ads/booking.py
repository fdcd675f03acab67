"""Selling days of slots: one verb from the form to the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils import timezone

from ads.events import creative_changed, flights_booked
from ads.models import (
    Advertiser,
    AuditEntry,
    Campaign,
    Creative,
    Flight,
    FlightCreative,
    Slot,
    SlotDay,
    Version,
)
from newsroom.accounts.models import User
from newsroom.kit.events import announce
from newsroom.kit.images import Stored, ingest, store

LONGEST = timedelta(days=366)
FURTHEST = timedelta(days=3 * 366)  # ahead: further is a slip of the keyboard
PRESSED_TWICE = timedelta(minutes=10)  # within which the same order of the same person is the same one
FOLDER = "cr"  # neutral: paths with “ad” in them are blocked, the paper's own pictures too


class CannotBookError(Exception):
    """Why a booking is refused, in a sentence; `taken` are the days that were sold already, by slot."""

    def __init__(self, sentence: str, taken: Sequence[tuple[Slot, date]] = ()) -> None:
        self.taken = tuple(taken)
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Order:
    """What the booking form says."""

    advertiser: str
    slots: tuple[Slot, ...]
    first_day: date
    last_day: date
    picture: Stored
    link: str
    alt: str
    price: Decimal = Decimal(0)
    campaign: str = ""
    allow_sensitive: bool = False
    held_until: date | None = None


def keep_picture(data: bytes) -> Stored:
    """Check a creative's picture and write its sizes. Raises kit.images.RefusedError with a sentence."""
    return store(ingest(data), folder=FOLDER)


@transaction.atomic
def book(order: Order, *, by: User | None) -> Campaign:
    """Sell (or hold, with `held_until`) the days of the order's slots to its advertiser.

    One campaign, a flight a slot, one creative in all of them; the price is shared out between the flights. Raises
    CannotBookError where a day is taken or makes no sense; nothing is written then. The same order sent again at once
    is the first one.
    """
    one_at_a_time()
    if same := _booked_just_now(order, by):
        return same
    _guard(order)
    advertiser = _advertiser(order)
    campaign = Campaign.objects.create(
        advertiser=advertiser,
        name=order.campaign or usual_name(advertiser, order.first_day),
        created_by=by,
    )
    creative = make_creative(advertiser, order.picture, link=order.link, alt=order.alt, by=by)
    flights = [
        Flight.objects.create(
            campaign=campaign,
            slot=slot,
            first_day=order.first_day,
            last_day=order.last_day,
            state=Flight.State.HELD if order.held_until else Flight.State.BOOKED,
            held_until=order.held_until,
            price=price,
            allow_sensitive=order.allow_sensitive,
        )
        for slot, price in zip(order.slots, shared_out(order.price, len(order.slots)), strict=True)
    ]
    FlightCreative.objects.bulk_create(FlightCreative(flight=flight, creative=creative) for flight in flights)
    take_days(flights)
    record(
        "held" if order.held_until else "booked",
        str(campaign),
        by=by,
        flights=[flight.pk for flight in flights],
    )
    announce(flights_booked, flights=flights, by=by)
    return campaign


def usual_name(advertiser: Advertiser, first_day: date) -> str:
    """What a booking is called that nobody gave a name."""
    return f"{advertiser.name}, {first_day:%d %b %Y}"


def make_creative(
    advertiser: Advertiser, picture: Stored, *, link: str, alt: str, by: User | None
) -> Creative:
    """A creative, approved by who made it while there is no second approver."""
    creative = Creative.objects.create(
        advertiser=advertiser,
        link=link,
        alt=alt,
        picture_hash=picture.hash,
        width=picture.width,
        height=picture.height,
        widths=picture.widths,
        formats=picture.formats,
    )
    approve(creative, by=by)
    return creative


@transaction.atomic
def approve(creative: Creative, *, by: User | None) -> None:
    """Say that exactly these bytes, this link and these words may be served."""
    creative.approved_hash, creative.approved_by, creative.approved_at = (
        creative.content_hash,
        by,
        timezone.now(),
    )
    creative.save(update_fields=("approved_hash", "approved_by", "approved_at"))
    record("approved", str(creative), by=by, creative=creative.pk, hash=creative.approved_hash)
    announce(creative_changed, creative=creative)


def planned_day(text: str) -> date | None:
    """A day that somebody may plan for, from an address; nothing for one that no paper lives to see."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 9000 else None


def taken_days(slots: Sequence[Slot], first_day: date, last_day: date) -> list[tuple[Slot, date]]:
    """The days in this span on which a slot has no share left."""
    shares = {slot.pk: slot.shares for slot in slots}
    by_pk = {slot.pk: slot for slot in slots}
    used: dict[tuple[int, date], int] = {}
    for pk, day in SlotDay.objects.filter(slot__in=slots, day__range=(first_day, last_day)).values_list(
        "slot", "day"
    ):
        used[pk, day] = used.get((pk, day), 0) + 1
    return sorted(
        ((by_pk[pk], day) for (pk, day), n in used.items() if n >= shares[pk]), key=lambda pair: pair[1]
    )


def free_spans(
    slots: Sequence[Slot], first_day: date, days: int, *, most: int = 3
) -> list[tuple[date, date]]:
    """The next spans of this length in which all of these slots are free, beginning from `first_day`."""
    horizon = first_day + timedelta(days=120)
    taken = {day for _, day in taken_days(slots, first_day, horizon)}
    found: list[tuple[date, date]] = []
    start = max(first_day, timezone.localdate())
    while start <= horizon and len(found) < most:
        span = [start + timedelta(days=n) for n in range(days)]
        clash = [day for day in span if day in taken]
        if clash:
            start = clash[-1] + timedelta(days=1)
        else:
            found.append((span[0], span[-1]))
            start = span[-1] + timedelta(days=1)
    return found


def proposed_price(slots: Sequence[Slot], first_day: date, last_day: date) -> Decimal:
    """The slots' week prices, by the day."""
    days = (last_day - first_day).days + 1
    weekly = sum((Decimal(slot.week_price) for slot in slots), Decimal(0))
    return (weekly * days / 7).quantize(Decimal("0.01"), ROUND_HALF_UP)


def shared_out(price: Decimal, parts: int) -> list[Decimal]:
    """The price in `parts` that add up to it, to the cent."""
    each = (price / parts).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return [price - each * (parts - 1), *([each] * (parts - 1))]


def record(verb: str, about: str, *, by: User | None, **detail: object) -> None:
    """Add a line to the record, and let every process read the slots again; call it inside the verb's transaction."""
    AuditEntry.objects.create(actor=by, verb=verb, about=about[:200], detail=detail)
    touch()


def touch() -> None:
    """Every process reads what may stand in the slots again."""
    version = one_at_a_time()
    version.number += 1
    version.save(update_fields=("number",))


def one_at_a_time() -> Version:
    """Orders wait for one another: a few a day, each checked against all that were sold before it."""
    return Version.objects.select_for_update().get_or_create(pk=1)[0]


def _booked_just_now(order: Order, by: User | None) -> Campaign | None:
    """The campaign that this very order made a moment ago: a button pressed twice books once."""
    flights = Flight.objects.exclude(state=Flight.State.ENDED).filter(
        campaign__created_by=by,
        campaign__advertiser__name__iexact=order.advertiser.strip(),
        campaign__created_at__gte=timezone.now() - PRESSED_TWICE,
        slot__in=order.slots,
        first_day=order.first_day,
        last_day=order.last_day,
        creatives__picture_hash=order.picture.hash,
        creatives__link=order.link,
        creatives__alt=order.alt,
    )
    found = flights.select_related("campaign").first() if by else None
    return found.campaign if found and flights.count() == len(order.slots) else None


def _guard(order: Order) -> None:
    if not order.slots:
        raise CannotBookError("Choose at least one slot.")
    guard_span(order.first_day, order.last_day)
    taken = taken_days(order.slots, order.first_day, order.last_day)
    if taken:
        raise _taken_error(taken)


def guard_span(first_day: date, last_day: date) -> None:
    """Raises CannotBookError for days that make no sense."""
    if last_day < first_day:
        raise CannotBookError("The last day comes before the first.")
    if last_day < timezone.localdate():
        raise CannotBookError("These days are over.")
    if last_day - first_day > LONGEST:
        raise CannotBookError("A booking runs for a year at most.")
    if first_day > timezone.localdate() + FURTHEST:
        raise CannotBookError("A booking begins within the next three years.")


def _taken_error(taken: Sequence[tuple[Slot, date]]) -> CannotBookError:
    named = ", ".join(f"{slot} on {day:%d %b}" for slot, day in taken[:3])
    more = f" and {len(taken) - 3} more days" if len(taken) > 3 else ""
    return CannotBookError(f"Already taken: {named}{more}.", taken)


def _advertiser(order: Order) -> Advertiser:
    name = order.advertiser.strip()
    new = Advertiser(name=name, allow_sensitive=order.allow_sensitive)
    Advertiser.objects.bulk_create([new], ignore_conflicts=True)
    return Advertiser.objects.alias(plain=Lower("name")).get(plain=Lower(Value(name)))


def take_days(flights: Sequence[Flight]) -> None:
    """One row a day and slot that a flight has not yet, in the first share that is free; the database refuses a day
    sold twice. Call it inside the verb's transaction; raises CannotBookError with the days that are taken."""
    first, last = min(f.first_day for f in flights), max(f.last_day for f in flights)
    used: dict[tuple[int, date], set[int]] = {}
    held = set()
    rows = SlotDay.objects.filter(slot__in=[f.slot_id for f in flights], day__range=(first, last))
    for slot, day, share, flight_id in rows.values_list("slot", "day", "share", "flight"):
        used.setdefault((slot, day), set()).add(share)
        held.add((flight_id, day))
    wanted, full = [], []
    for flight in sorted(flights, key=lambda f: f.slot_id):
        days = [
            flight.first_day + timedelta(days=n) for n in range((flight.last_day - flight.first_day).days + 1)
        ]
        for day in (day for day in days if (flight.pk, day) not in held):
            free = set(range(1, flight.slot.shares + 1)) - used.get((flight.slot_id, day), set())
            if free:
                wanted.append(SlotDay(slot_id=flight.slot_id, day=day, share=min(free), flight=flight))
            else:
                full.append((flight.slot, day))
    if full:  # sold between the look and the booking
        raise _taken_error(full)
    try:
        with transaction.atomic():
            SlotDay.objects.bulk_create(wanted)
    except IntegrityError:  # sold while these rows were being written
        raise _taken_error(taken_days([flight.slot for flight in flights], first, last)) from None
