"""What a rule is told, and what it may answer."""

from dataclasses import dataclass
from enum import IntEnum


class Action(IntEnum):
    """What a finding asks for, from mild to strict."""

    NOTE = 0
    MARK = 1
    HOLD = 2
    REJECT = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's answer."""

    rule: str
    action: Action
    reason: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that rules may know about a comment and its writer."""

    body: str
    html: str
    is_guest: bool = False
    is_staff: bool = False
    trap: str = ""
    story_is_held: bool = False
    story_is_sensitive: bool = False
    must_be_read: bool = False
    last_seconds: int = 0
    last_minutes: int = 0
    last_day: int = 0
