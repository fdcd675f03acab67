"""Composing the front page: who leads, who stands beside, and what each section has to say."""

from dataclasses import dataclass
from datetime import datetime

from articles.models import Article, Section
from articles.reading import cards

SIZE = 30
SECOND = 4  # beside the lead
A_SECTION = 4


@dataclass(frozen=True, slots=True)
class Strip:
    """A section on the front page, with its newest stories that stand nowhere above."""

    section: Section
    rows: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The lead, the second row, the short list, and the strips. No story stands twice."""

    lead: Article | None
    second: tuple[Article, ...]
    brief: tuple[Article, ...]
    strips: tuple[Strip, ...]
    rows: tuple[Article, ...]


def compose(now: datetime) -> FrontPage:
    """By rule: the newest story with a picture among the first few leads; the rest follow by time."""
    rows = list(cards(now).order_by("-published_at", "-pk")[:SIZE])
    lead = next((row for row in rows[:6] if row.lead_image_id), rows[0] if rows else None)
    rest = [row for row in rows if lead is None or row.pk != lead.pk]
    second, rest = rest[:SECOND], rest[SECOND:]
    brief, rest = rest[:6], rest[6:]
    strips: dict[int, tuple[Section, list[Article]]] = {}
    for row in rest:
        assert row.section is not None  # noqa: S101 -- the constraint published_stories_are_whole
        _section, listed = strips.setdefault(row.section.pk, (row.section, []))
        if len(listed) < A_SECTION:
            listed.append(row)
    return FrontPage(
        lead,
        tuple(second),
        tuple(brief),
        tuple(Strip(section, tuple(listed)) for section, listed in strips.values()),
        tuple(rows),
    )
