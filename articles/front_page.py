"""Composing the front page: who leads, who stands beside, and what each section has to say."""

from dataclasses import dataclass
from datetime import datetime

from articles.models import Article, Section
from articles.reading import cards
from newsroom.kit.prepared import Prepared

SIZE = 48  # stories looked at; what is older stands on the sections' own pages
UNDER = 2  # below the lead
SECOND = 3  # beside it
BRIEF = 6  # headlines alone
A_STRIP = 4


@dataclass(frozen=True, slots=True)
class Strip:
    """A section on the front page, with its newest stories that stand nowhere above; without one, the rest."""

    section: Section | None
    rows: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The lead, what stands below and beside it, the short list, and the strips. No story stands twice."""

    lead: Article | None
    under: tuple[Article, ...]
    second: tuple[Article, ...]
    brief: tuple[Article, ...]
    strips: tuple[Strip, ...]

    @property
    def rows(self) -> list[Article]:
        """Each story on the page."""
        strips = [row for strip in self.strips for row in strip.rows]
        return [*([self.lead] if self.lead else []), *self.under, *self.second, *self.brief, *strips]


_NEWEST = Prepared(
    lambda now: cards(now).select_related("top_section").order_by("-published_at", "-pk")[:SIZE]
)


def compose(now: datetime) -> FrontPage:
    """By rule: the newest story with a picture among the first few leads; the rest follow by time."""
    found = _NEWEST(now=now)
    lead = next((row for row in found[:6] if row.lead_image_id), found[0] if found else None)
    rest = [row for row in found if row is not lead]
    parts = []
    for size in (UNDER, SECOND, BRIEF):
        parts.append(tuple(rest[:size]))
        rest = rest[size:]
    under, second, brief = parts
    return FrontPage(lead, under, second, brief, strips_of(rest))


def strips_of(rows: list[Article]) -> tuple[Strip, ...]:
    """By section, in the paper's order; stories that are alone in theirs stand together at the end."""
    by_section: dict[Section, list[Article]] = {}
    for row in rows:
        if row.top_section:
            by_section.setdefault(row.top_section, []).append(row)
    ordered = sorted(by_section.items(), key=lambda item: (item[0].position, item[0].name))
    strips = [Strip(section, tuple(listed[:A_STRIP])) for section, listed in ordered if len(listed) > 1]
    alone = tuple(listed[0] for _section, listed in ordered if len(listed) == 1)
    return (*strips, Strip(None, alone[:A_STRIP])) if alone else tuple(strips)
