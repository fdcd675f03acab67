"""The ad desk's own pages: the booking form, the calendar, the report."""

import csv
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ads.booking import CannotBookError, Order, book, free_spans, move
from ads.forms import BookingForm
from ads.models import Advertiser, Campaign, Flight, Slot, SlotDay
from ads.reporting import report, safe_cell, totals
from ads.tokens import sign_preview

WEEKS = 8
MAY_MOVE = (Flight.State.PAUSED, Flight.State.BOOKED, Flight.State.ENDED)


@require_http_methods(["GET", "POST"])
@permission_required("ads.add_flight", raise_exception=True)
def booking(request: HttpRequest) -> HttpResponse:
    """The form; a booking that clashes comes back with everything in it and with free days near by."""
    form = BookingForm(request.POST or None, request.FILES or None, initial=_from_calendar(request))
    free: list[tuple[date, date]] = []
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        slots = tuple(told["slots"])
        try:
            campaign = book(_order(told, slots), by=request.user)  # type: ignore[arg-type]
        except CannotBookError as problem:
            form.add_error(None, str(problem))
            days = (told["last_day"] - told["first_day"]).days + 1
            free = free_spans(slots, told["first_day"], days) if problem.taken else []
        else:
            messages.success(request, f"{'Held' if told['held_until'] else 'Booked'}: {campaign}.")
            return redirect("admin:ads_campaign_report", campaign.pk)
    context = {
        "title": "New booking",
        "form": form,
        "free": free,
        "advertisers": Advertiser.objects.all()[:200],
        "slots": Slot.objects.all(),
    }
    context["kept_url"] = _kept_url(form)
    return render(request, "ads/desk/booking.html", context, status=200 if not form.errors else 422)


@require_GET
@permission_required("ads.view_flight", raise_exception=True)
def calendar(request: HttpRequest) -> HttpResponse:
    """Slots down, weeks across: free, held or booked. Two queries."""
    start = _monday(request.GET.get("from", ""))
    weeks = [start + timedelta(weeks=n) for n in range(WEEKS)]
    taken: dict[tuple[int, date], list[SlotDay]] = {}
    days = SlotDay.objects.filter(day__range=(start, weeks[-1] + timedelta(days=6)))
    for taken_day in days.select_related("flight__campaign__advertiser"):
        week = taken_day.day - timedelta(days=taken_day.day.weekday())
        taken.setdefault((taken_day.slot_id, week), []).append(taken_day)
    rows = [
        (slot, [_cell(slot, week, taken.get((slot.pk, week), [])) for week in weeks])
        for slot in Slot.objects.all()
    ]
    context = {"title": "Calendar", "rows": rows, "weeks": weeks, "today": timezone.localdate()}
    context |= {"before": start - timedelta(weeks=WEEKS), "after": start + timedelta(weeks=WEEKS)}
    return render(request, "ads/desk/calendar.html", context)


@require_GET
@permission_required("ads.view_report", raise_exception=True)
def campaign_report(request: HttpRequest, pk: int) -> HttpResponse:
    """What a campaign got, by day; `?as=csv` for a spreadsheet."""
    campaign = get_object_or_404(Campaign.objects.select_related("advertiser"), pk=pk)
    lines = report(campaign)
    if request.GET.get("as") == "csv":
        return _as_csv(campaign, lines)
    flights = [(flight, sign_preview(flight.pk)) for flight in campaign.flights.select_related("slot")]
    context = {
        "title": str(campaign),
        "campaign": campaign,
        "lines": lines,
        "total": totals(lines),
        "flights": flights,
    }
    return render(request, "ads/desk/report.html", context)


@require_POST
@permission_required("ads.change_flight", raise_exception=True)
def move_flight(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause a flight, take it up again, or end it."""
    flight = get_object_or_404(Flight, pk=pk)
    state = request.POST.get("state", "")
    if state not in MAY_MOVE:
        raise Http404
    move(flight, state, by=request.user)  # type: ignore[arg-type]
    messages.success(request, f"{flight.slot}: {Flight.State(state).label.lower()}.")
    return redirect("admin:ads_campaign_report", flight.campaign_id)


def _order(told: dict[str, Any], slots: tuple[Slot, ...]) -> Order:
    names = (
        "advertiser",
        "campaign",
        "first_day",
        "last_day",
        "alt",
        "link",
        "price",
        "allow_sensitive",
        "held_until",
    )
    return Order(slots=slots, picture=told["stored"], **{name: told[name] for name in names})


def _from_calendar(request: HttpRequest) -> dict[str, Any]:
    """A click on a free week fills the form in."""
    first = _day(request.GET.get("from", "")) or timezone.localdate() + timedelta(days=1)
    initial: dict[str, Any] = {"first_day": first, "last_day": first + timedelta(days=6)}
    wanted = request.GET.getlist("slot") or ["article-top", "article-bottom"]
    initial["slots"] = list(Slot.objects.filter(code__in=wanted).values_list("pk", flat=True))
    return initial


def _kept_url(form: BookingForm) -> str:
    kept = form.kept
    return default_storage.url(f"cr/{kept.hash}-{max(kept.widths)}.{kept.formats[-1]}") if kept else ""


def _day(text: str) -> date | None:
    """A day that somebody may plan for; nothing for one that no paper lives to see."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 9000 else None


def _monday(text: str) -> date:
    day = _day(text) or timezone.localdate()
    return day - timedelta(days=day.weekday())


def _cell(slot: Slot, week: date, taken: list[SlotDay]) -> dict[str, Any]:
    full = len(taken) >= 7 * slot.shares
    names = sorted({str(day.flight.campaign.advertiser) for day in taken})
    held = any(day.flight.state == Flight.State.HELD for day in taken)
    state = "free" if not taken else "held" if held else "booked" if full else "partly"
    return {
        "week": week,
        "state": state,
        "names": names,
        "campaigns": sorted({day.flight.campaign_id for day in taken}),
    }


def _as_csv(campaign: Campaign, lines: list[Any]) -> HttpResponse:
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="campaign-{campaign.pk}.csv"'
    out = csv.writer(answer)
    out.writerow(["day", "slot", "shown", "seen", "clicks", "set apart"])
    for line in lines:
        row = (line.day, line.slot, line.gross, line.seen, line.clicks, line.set_apart)
        out.writerow([safe_cell(value) for value in row])
    return answer
