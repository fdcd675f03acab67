"""What happens to a booking after it is made: other days, another picture, a pause, an end."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ads.booking import (
    CannotBookError,
    guard_span,
    make_creative,
    one_at_a_time,
    record,
    shared_out,
    take_days,
    usual_name,
)
from ads.events import flights_booked
from ads.models import Campaign, Flight, FlightCreative, SlotDay
from newsroom.accounts.models import User
from newsroom.kit.events import announce
from newsroom.kit.images import Stored

HELD, BOOKED, PAUSED, ENDED = Flight.State.HELD, Flight.State.BOOKED, Flight.State.PAUSED, Flight.State.ENDED
# What may follow on what. An ended flight gave its days back: they may be somebody else's by now.
MAY_BECOME: dict[str, tuple[Flight.State, ...]] = {
    HELD: (BOOKED, ENDED),
    BOOKED: (PAUSED, ENDED),
    PAUSED: (BOOKED, ENDED),
}


class CannotMoveError(Exception):
    """Why a flight cannot be paused, taken up or ended, in a sentence."""


@dataclass(frozen=True, slots=True)
class Change:
    """What the form for a booking made before says. Without a picture the one it has stays."""

    first_day: date
    last_day: date
    price: Decimal
    link: str
    alt: str
    allow_sensitive: bool = False
    picture: Stored | None = None


@transaction.atomic
def change(campaign: Campaign, wanted: Change, *, by: User | None) -> None:
    """Give what is open of a booking other days, another price, another creative; the calendar follows.

    The first day stays once it has come. What was changed of a creative is a new one, so that the report tells them
    apart. Raises CannotBookError with a sentence; nothing is changed then.
    """
    one_at_a_time()
    flights = list(
        Flight.objects.select_for_update(of=("self",))
        .select_related("slot")
        .filter(still_open(), campaign=campaign)
        .order_by("slot_id")
    )
    if not flights:
        raise CannotBookError("Nothing of this booking is left to change.")
    guard_span(wanted.first_day, wanted.last_day)
    before = {"first_day": f"{flights[0].first_day}", "last_day": f"{flights[0].last_day}"}
    begun = [f for f in flights if f.first_day <= timezone.localdate() and f.first_day != wanted.first_day]
    if begun:
        raise CannotBookError(f"It began on {begun[0].first_day:%d %b %Y}: the first day stays.")

    if campaign.name == usual_name(campaign.advertiser, flights[0].first_day):
        campaign.name = usual_name(campaign.advertiser, wanted.first_day)
        campaign.save(update_fields=("name",))
    for flight, price in zip(flights, shared_out(wanted.price, len(flights)), strict=True):
        flight.first_day, flight.last_day = wanted.first_day, wanted.last_day
        flight.price, flight.allow_sensitive = price, wanted.allow_sensitive
        flight.save(update_fields=("first_day", "last_day", "price", "allow_sensitive"))
    outside = Q(day__lt=wanted.first_day) | Q(day__gt=wanted.last_day)
    SlotDay.objects.filter(outside, flight__in=flights).delete()
    take_days(flights)
    _show(flights, wanted, campaign, by=by)
    after = {"first_day": f"{wanted.first_day}", "last_day": f"{wanted.last_day}"}
    record("changed", str(campaign), by=by, flights=[f.pk for f in flights], before=before, after=after)
    announce(flights_booked, flights=flights, by=by)


@transaction.atomic
def move(flight: Flight, state: str, *, by: User | None) -> None:
    """Pause a flight, take it up again, book a held one, or end it, which frees its days to come.

    Raises CannotMoveError where that does not follow on what it is.
    """
    one_at_a_time()  # first, as everywhere: who holds a flight never waits for the turn
    flight = (
        Flight.objects.select_for_update(of=("self",)).select_related("campaign", "slot").get(pk=flight.pk)
    )
    before = flight.state
    if state not in MAY_BECOME.get(before, ()):
        raise CannotMoveError(f"{flight.slot}: this flight is {flight.get_state_display().lower()}.")
    flight.state, flight.held_until = state, None
    flight.save(update_fields=("state", "held_until"))
    if state == ENDED:
        SlotDay.objects.filter(flight=flight, day__gte=timezone.localdate()).delete()
    record(state, str(flight), by=by, flight=flight.pk, before=before)
    announce(flights_booked, flights=[flight], by=by)


@transaction.atomic
def cancel(campaign: Campaign, *, by: User | None) -> int:
    """End all that is open of a booking; how many days of the calendar are free again."""
    one_at_a_time()
    flights = list(campaign.flights.filter(still_open()).order_by("slot_id"))
    if not flights:
        raise CannotMoveError("Nothing of this booking is left to cancel.")
    freed = days_to_free(campaign)
    for flight in flights:
        move(flight, ENDED, by=by)
    return freed


def days_to_free(campaign: Campaign) -> int:
    """How many days, slot by slot, a cancellation gives back: today and those to come."""
    return SlotDay.objects.filter(flight__campaign=campaign, day__gte=timezone.localdate()).count()


@transaction.atomic
def release_lapsed_holds() -> int:
    """Free the days of holds whose end has passed; how many holds. A sweep of the worker."""
    one_at_a_time()
    lapsed = Flight.objects.filter(state=HELD, held_until__lt=timezone.localdate())
    for flight in lapsed:
        move(flight, ENDED, by=None)
    return len(lapsed)


def still_open() -> Q:
    """Flights that are neither ended nor over."""
    return ~Q(state=ENDED) & Q(last_day__gte=timezone.localdate())


def _show(flights: list[Flight], wanted: Change, campaign: Campaign, *, by: User | None) -> None:
    """A new creative in these flights where anything a reader gets is another than now."""
    shown = FlightCreative.objects.filter(flight__in=flights).select_related("creative")
    now = shown.latest("pk").creative
    kept = Stored(now.picture_hash, now.width, now.height, now.widths, now.formats)
    picture = wanted.picture or kept
    if (picture.hash, wanted.link, wanted.alt) == (now.picture_hash, now.link, now.alt):
        return
    creative = make_creative(campaign.advertiser, picture, link=wanted.link, alt=wanted.alt, by=by)
    shown.delete()
    FlightCreative.objects.bulk_create(FlightCreative(flight=flight, creative=creative) for flight in flights)
