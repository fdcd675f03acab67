"""What an advertiser got: shown, seen and followed, by day, counted and set apart."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.db.models.functions import TruncDate

from ads.models import Campaign, Kind, Mark, PageTally, ViewTally


@dataclass(slots=True)
class Line:
    """One flight on one day. `gross` is everything, `net` what counts."""

    day: date
    slot: str
    gross: int = 0
    seen: int = 0
    clicks: int = 0
    set_apart: int = 0

    @property
    def rate(self) -> float:
        """Clicks per hundred seen."""
        return 100 * self.clicks / self.seen if self.seen else 0.0


def report(campaign: Campaign) -> list[Line]:
    """The campaign's lines, by day and slot; the hours are put together in the site's zone. Two queries."""
    slots = {flight.pk: flight.slot.name for flight in campaign.flights.select_related("slot")}
    rows = (
        ViewTally.objects.filter(flight__in=slots)
        .annotate(day=TruncDate("hour"))
        .values("day", "flight", "kind", "mark")
        .annotate(total=Sum("n"))
        .order_by("day", "flight")
    )
    lines: dict[tuple[date, int], Line] = {}
    for row in rows:
        line = lines.setdefault((row["day"], row["flight"]), Line(row["day"], slots[row["flight"]]))
        if row["kind"] == Kind.RENDERED:
            line.gross += row["total"]
        if row["mark"] != Mark.OK:
            line.set_apart += row["total"]
        elif row["kind"] == Kind.SEEN:
            line.seen += row["total"]
        elif row["kind"] == Kind.CLICKED:
            line.clicks += row["total"]
    return list(lines.values())


def totals(lines: list[Line]) -> Line:
    """All lines as one."""
    total = Line(date.min, "")
    for line in lines:
        total.gross += line.gross
        total.seen += line.seen
        total.clicks += line.clicks
        total.set_apart += line.set_apart
    return total


def safe_cell(value: object) -> str:
    """A value for a spreadsheet: a text that a spreadsheet would take for a formula gets a quote before it."""
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def times_opened(page: int) -> int:
    """How often readers opened this page, as far as it is folded: some seconds ago at most."""
    return PageTally.objects.filter(page=page).aggregate(total=Sum("n"))["total"] or 0
