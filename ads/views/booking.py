"""Booking at the ad desk: one form sells, another changes; a cancellation asks first."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ads.booking import CannotBookError, Order, book, free_spans, planned_day
from ads.changing import MAY_BECOME, CannotMoveError, Change, cancel, days_to_free, move, still_open
from ads.changing import change as change_booking
from ads.forms import BookingForm, ChangeForm
from ads.models import Advertiser, Campaign, Flight, Slot

WEEK = 7


@require_http_methods(["GET", "POST"])
@permission_required("ads.add_flight", raise_exception=True)
def create(request: HttpRequest) -> HttpResponse:
    """The form; a booking that clashes comes back with everything in it and with free days near by."""
    form = BookingForm(request.POST or None, request.FILES or None, initial=_from_calendar(request))
    free: list[tuple[date, date]] = []
    if request.method == "POST" and form.is_valid():
        order = _order(form.cleaned_data)
        try:
            campaign = book(order, by=request.user)  # type: ignore[arg-type]
        except CannotBookError as problem:
            form.add_error(None, str(problem))
            days = (order.last_day - order.first_day).days + 1
            free = free_spans(order.slots, order.first_day, days) if problem.taken else []
        else:
            messages.success(request, f"{'Held' if order.held_until else 'Booked'}: {campaign}.")
            return redirect("admin:ads_campaign_report", campaign.pk)
    context = {"title": "New booking", "advertisers": Advertiser.objects.all()[:200]}
    return _form(request, form, context | {"free": free, "act": "Book"})


@require_http_methods(["GET", "POST"])
@permission_required("ads.change_flight", raise_exception=True)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Other days, another price, another creative, for all of a booking that is still open."""
    campaign = get_object_or_404(Campaign.objects.select_related("advertiser"), pk=pk)
    flights = list(campaign.flights.filter(still_open()).select_related("slot").order_by("slot_id"))
    if not flights:
        messages.warning(request, "Nothing of this booking is left to change.")
        return redirect("admin:ads_campaign_report", pk)
    slots = [flight.slot for flight in flights]
    form = ChangeForm(request.POST or None, request.FILES or None, initial=_as_booked(flights), slots=slots)
    if request.method == "POST" and form.is_valid():
        try:
            change_booking(campaign, _change(form.cleaned_data), by=request.user)  # type: ignore[arg-type]
        except CannotBookError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Changed.")
            return redirect("admin:ads_campaign_report", pk)
    shown = flights[0].creatives.latest("pk")
    context = {"title": f"Change: {campaign}", "campaign": campaign, "booked_slots": slots, "shown": shown}
    return _form(request, form, context | {"act": "Save the change"})


@require_http_methods(["GET", "POST"])
@permission_required("ads.change_flight", raise_exception=True)
def cancellation(request: HttpRequest, pk: int) -> HttpResponse:
    """What a cancellation does, and the button that does it."""
    campaign = get_object_or_404(Campaign.objects.select_related("advertiser"), pk=pk)
    if request.method == "POST":
        try:
            freed = cancel(campaign, by=request.user)  # type: ignore[arg-type]
        except CannotMoveError as problem:
            messages.warning(request, str(problem))
        else:
            messages.success(request, f"Cancelled. Days that are free again, over all slots: {freed}.")
        return redirect("admin:ads_campaign_report", pk)
    flights = campaign.flights.filter(still_open()).select_related("slot")
    context = {"title": f"Cancel: {campaign}", "campaign": campaign, "flights": flights}
    return render(request, "ads/desk/cancellation.html", context | {"days": days_to_free(campaign)})


@require_POST
@permission_required("ads.change_flight", raise_exception=True)
def move_flight(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause a flight, take it up again, or end it."""
    flight = get_object_or_404(Flight.objects.select_related("slot"), pk=pk)
    state = request.POST.get("state", "")
    if state not in {state for states in MAY_BECOME.values() for state in states}:
        raise Http404
    try:
        move(flight, state, by=request.user)  # type: ignore[arg-type]
    except CannotMoveError as problem:
        messages.warning(request, str(problem))
    else:
        messages.success(request, f"{flight.slot}: {Flight.State(state).label.lower()}.")
    return redirect("admin:ads_campaign_report", flight.campaign_id)


def _form(request: HttpRequest, form: BookingForm, context: dict[str, Any]) -> HttpResponse:
    kept = form.kept
    url = default_storage.url(f"cr/{kept.hash}-{max(kept.widths)}.{kept.formats[-1]}") if kept else ""
    context |= {"form": form, "kept_url": url}
    return render(request, "ads/desk/booking.html", context, status=422 if form.errors else 200)


def _order(told: dict[str, Any]) -> Order:
    names = [
        "advertiser",
        "campaign",
        "first_day",
        "last_day",
        "alt",
        "link",
        "price",
        "allow_sensitive",
        "held_until",
    ]
    return Order(slots=tuple(told["slots"]), picture=told["stored"], **{name: told[name] for name in names})


def _change(told: dict[str, Any]) -> Change:
    names = ("first_day", "last_day", "price", "alt", "link", "allow_sensitive")
    return Change(picture=told["stored"], **{name: told[name] for name in names})


def _as_booked(flights: list[Flight]) -> dict[str, Any]:
    first, creative = flights[0], flights[0].creatives.latest("pk")
    return {
        "first_day": first.first_day,
        "last_day": first.last_day,
        "price": sum(flight.price for flight in flights),
        "alt": creative.alt,
        "link": creative.link,
        "allow_sensitive": first.allow_sensitive,
    }


def _from_calendar(request: HttpRequest) -> dict[str, Any]:
    """A click on a free week fills the form in; without one, the next week in which the slots are free."""
    codes = request.GET.getlist("slot") or ["article-top", "article-bottom"]
    slots = list(Slot.objects.filter(code__in=codes))
    first = planned_day(request.GET.get("from", ""))
    if first:
        last = planned_day(request.GET.get("to", "")) or first + timedelta(days=WEEK - 1)
    else:
        tomorrow = timezone.localdate() + timedelta(days=1)
        spans = free_spans(slots, tomorrow, WEEK, most=1) or [(tomorrow, tomorrow + timedelta(days=WEEK - 1))]
        first, last = spans[0]
    return {"first_day": first, "last_day": last, "slots": [slot.pk for slot in slots]}
