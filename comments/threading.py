"""Where a reply stands: paths that sort into reading order, and the ancestors written in them."""

import re
from dataclasses import dataclass

from comments.models import MAX_DEPTH

SEGMENT = 11  # hexadecimal digits: 2**44 comments
_PATH = re.compile(rf"(?:[0-9a-f]{{{SEGMENT}}}){{1,{MAX_DEPTH + 1}}}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one comment stands."""

    root_id: int
    depth: int
    path: str


def segment(pk: int) -> str:
    """A comment's own part of a path."""
    return format(pk, f"0{SEGMENT}x")


def place_of(pk: int, parent: Place | None) -> Place:
    """The place of comment `pk` under `parent`; below the last level it stands beside its parent, after it."""
    if parent is None:
        return Place(pk, 0, segment(pk))
    if parent.depth < MAX_DEPTH:
        return Place(parent.root_id, parent.depth + 1, parent.path + segment(pk))
    return Place(parent.root_id, MAX_DEPTH, parent.path[:-SEGMENT] + segment(pk))


def ancestors_in(path: str) -> list[int]:
    """The ids above a comment, nearest first, as its path names them."""
    above = path[:-SEGMENT]
    return [int(above[i : i + SEGMENT], 16) for i in range(0, len(above), SEGMENT)][::-1]


def readable_path(text: str) -> str:
    """A path from a query string, or nothing where it is none."""
    return text if _PATH.fullmatch(text) else ""
