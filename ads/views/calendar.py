"""The ad desk's calendar: slots down, weeks across; a free week leads to the booking form."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ads.booking import planned_day
from ads.models import Flight, Slot, SlotDay

WEEKS = 8


@require_GET
@permission_required("ads.view_flight", raise_exception=True)
def calendar(request: HttpRequest) -> HttpResponse:
    """Each slot's weeks: free, held or booked. Two queries."""
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


def _monday(text: str) -> date:
    day = planned_day(text) or timezone.localdate()
    return day - timedelta(days=day.weekday())


def _cell(slot: Slot, week: date, taken: list[SlotDay]) -> dict[str, Any]:
    """One week of one slot. `free` are the first and last day of its first gap that is not over."""
    sold: dict[date, int] = {}
    for row in taken:
        sold[row.day] = sold.get(row.day, 0) + 1
    first = max(week, timezone.localdate())
    days = [week + timedelta(days=n) for n in range(7)]
    gap: list[date] = []
    for day in (day for day in days if day >= first):
        if sold.get(day, 0) < slot.shares:
            gap.append(day)
        elif gap:
            break
    held = any(row.flight.state == Flight.State.HELD for row in taken)
    state = "held" if held else "booked" if taken else "free" if gap else "over"
    return {
        "state": state,
        "is_partly": bool(taken and gap),
        "free": (gap[0], gap[-1]) if gap else None,
        "bookings": sorted(
            {(row.flight.campaign_id, str(row.flight.campaign.advertiser)) for row in taken},
            key=lambda booking: booking[1],
        ),
    }
