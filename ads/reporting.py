"""What an advertiser got: shown, seen and followed, counted and set apart, up to the last fact that was told."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db.models import Case, DateTimeField, F, Sum, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from ads.models import Campaign, Creative, Kind, Mark, PageTally, ViewDelta, ViewTally


@dataclass(slots=True)
class Line:
    """What was counted of something. `gross` is everything that was shown; seen and clicks are what counts."""

    day: date | None = None
    hour: datetime | None = None
    slot: str = ""
    creative: str = ""
    gross: int = 0
    seen: int = 0
    clicks: int = 0
    set_apart: int = 0

    @property
    def rate(self) -> float:
        """Clicks per hundred seen."""
        return 100 * self.clicks / self.seen if self.seen else 0.0

    def add(self, kind: int, mark: int, n: int) -> None:
        """So many facts of one kind."""
        if kind == Kind.RENDERED:
            self.gross += n
        if mark != Mark.OK:
            self.set_apart += n
        elif kind == Kind.SEEN:
            self.seen += n
        elif kind == Kind.CLICKED:
            self.clicks += n


@dataclass(slots=True)
class Report:
    """One booking's figures as of a moment, cut in each way somebody asks for."""

    as_of: datetime
    total: Line = field(default_factory=Line)
    today: list[Line] = field(default_factory=list)
    days: list[Line] = field(default_factory=list)
    slots: list[Line] = field(default_factory=list)
    creatives: list[Line] = field(default_factory=list)


def report(campaign: Campaign) -> Report:
    """Days, and today's hours, in the site's zone. Three queries.

    What is not folded yet is read with what is, in one statement: nothing is missed and nothing counted twice.
    """
    now = timezone.localtime()
    midnight = timezone.make_aware(datetime.combine(now.date(), time.min))
    slots = {flight.pk: flight.slot.name for flight in campaign.flights.select_related("slot")}
    rows = list(_summed(ViewTally.objects.all(), slots, midnight).union(
        _summed(ViewDelta.objects.all(), slots, midnight), all=True
    ))  # fmt: skip
    names = {c.pk: str(c) for c in Creative.objects.filter(pk__in={row[3] for row in rows})}
    total = Line()
    cuts: dict[str, dict[Hashable, Line]] = {"today": {}, "days": {}, "slots": {}, "creatives": {}}
    for day, moment, flight, creative, kind, mark, n in sorted(
        rows, key=lambda row: (row[0], row[1] or midnight)
    ):
        slot, shown = slots[flight], names.get(creative, "")
        lines = [total, _line(cuts["days"], Line(day=day, slot=slot, creative=shown))]
        lines += [_line(cuts["slots"], Line(slot=slot)), _line(cuts["creatives"], Line(creative=shown))]
        if moment is not None:
            lines.append(_line(cuts["today"], Line(hour=timezone.localtime(moment), slot=slot)))
        for line in lines:
            line.add(kind, mark, n)
    return Report(now, total, **{name: list(lines.values()) for name, lines in cuts.items()})


def times_opened(page: int) -> int:
    """How often readers opened this page, as far as it is folded: some seconds ago at most."""
    return PageTally.objects.filter(page=page).aggregate(total=Sum("n"))["total"] or 0


def safe_cell(value: object) -> str:
    """A value for a spreadsheet: a text that a spreadsheet would take for a formula gets a quote before it."""
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _summed(facts: Any, flights: Iterable[int], midnight: datetime) -> Any:
    """By day, and today's by hour."""
    hour = Case(When(hour__gte=midnight, then=F("hour")), default=None, output_field=DateTimeField())
    rows = facts.filter(flight__in=list(flights)).annotate(day=TruncDate("hour"), moment=hour).order_by()
    keys = ("day", "moment", "flight", "creative", "kind", "mark")
    return rows.values(*keys).annotate(total=Sum("n")).values_list(*keys, "total")


def _line(lines: dict[Hashable, Line], blank: Line) -> Line:
    return lines.setdefault((blank.day, blank.hour, blank.slot, blank.creative), blank)
