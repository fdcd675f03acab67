"""The stories of the demo, one text file each: a few lines about it, an empty line, and its body."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

FOLDER = Path(__file__).parent
_PICTURE = re.compile(r"\[\[([a-z-]+)\|([^|\]]+)\|([^\]]+)\]\]")


@dataclass(frozen=True, slots=True)
class BodyPicture:
    """A picture inside a body: which one, what it shows, what stands under it."""

    name: str
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class Story:
    """One story as its file tells it. `byline` holds names of the cast or of guests, each with a role."""

    key: str
    section: str
    body: str
    headline: str
    standfirst: str
    topics: tuple[str, ...]
    byline: tuple[tuple[str, str], ...]
    picture: str
    caption: str
    days: int
    clock: str
    state: str  # live, scheduled, draft, submitted, changes, approved, or changed: live with a newer draft
    is_credited: bool
    is_sensitive: bool
    correction: str
    change: str  # the paragraph that the newer draft adds
    note: str  # what the editor asks for

    def at(self, now: datetime) -> datetime:
        """When it is published: at that hour so many days before the site's day; of today, that long before `now`."""
        hour, minute = (int(part) for part in self.clock.split(":"))
        if self.days == 0:
            return now - timedelta(hours=hour, minutes=minute)
        day = timezone.localtime(now).replace(hour=hour, minute=minute, second=0, microsecond=0)
        return day - timedelta(days=self.days)

    def pictures(self) -> tuple[BodyPicture, ...]:
        """The pictures its body asks for."""
        return tuple(BodyPicture(*match.groups()) for match in _PICTURE.finditer(self.body))

    def body_with(self, figures: dict[str, str]) -> str:
        """The body, each picture it asks for replaced by the figure of that name."""
        return _PICTURE.sub(lambda match: figures[match[1]], self.body)


def read_stories() -> list[Story]:
    """All of them, by section and name."""
    return [_read(path) for path in sorted(FOLDER.glob("*/*.txt"))]


def _read(path: Path) -> Story:
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    fields = {
        key.strip(): value.strip() for key, _, value in (line.partition(":") for line in head.splitlines())
    }
    days, _, clock = fields["on"].partition(" ")
    names = (part.strip().partition(" / ") for part in fields["byline"].split(";"))
    return Story(
        key=path.stem,
        section=path.parent.name,
        body=body.strip(),
        headline=fields["headline"],
        standfirst=fields.get("standfirst", ""),
        topics=tuple(topic.strip() for topic in fields["topics"].split(",")),
        byline=tuple((name, role) for name, _, role in names),
        picture=fields.get("picture", ""),
        caption=fields.get("caption", ""),
        days=int(days),
        clock=clock,
        state=fields.get("state", "live"),
        is_credited=fields.get("credit") != "no",
        is_sensitive=fields.get("sensitive") == "yes",
        correction=fields.get("correction", ""),
        change=fields.get("change", ""),
        note=fields.get("note", ""),
    )
