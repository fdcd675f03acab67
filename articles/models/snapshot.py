"""Everything an editor can change about a story, as one value that never changes."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Credit:
    """One name of a byline: the author's id, and the role as printed."""

    author: int
    role: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A story at one moment. Ids stand for rows; `body` is cleaned HTML; `slug` may be empty until publication."""

    headline: str = ""
    slug: str = ""
    standfirst: str = ""
    body: str = ""
    section: int | None = None
    tags: tuple[int, ...] = ()
    bylines: tuple[Credit, ...] = ()
    lead_image: int | None = None
    lead_caption: str = ""  # empty: the library's caption
    language: str = ""  # empty: the paper's
    is_sensitive: bool = False
    ads_off: bool = False
    comments: str = "open"
    seo_title: str = ""
    seo_description: str = ""

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """From the stored form; keys of a later version are passed over, missing ones have their defaults."""
        known = {key: value for key, value in stored.items() if key in cls.__slots__}
        known["tags"] = tuple(known.get("tags", ()))
        known["bylines"] = tuple(Credit(**credit) for credit in known.get("bylines", ()))
        return cls(**known)

    def to_json(self) -> dict[str, Any]:
        """The stored form."""
        return asdict(self)

    def with_changes(self, **changes: Any) -> Self:
        """The same story, but for these fields."""
        return replace(self, **changes)

    def differences(self, other: "Snapshot") -> tuple[str, ...]:
        """The names of the fields in which two snapshots differ."""
        return tuple(name for name in self.__slots__ if getattr(self, name) != getattr(other, name))
