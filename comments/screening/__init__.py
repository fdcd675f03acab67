"""Reading a comment before readers do: small rules, all of them asked, the strictest answer taken."""

import logging
from collections.abc import Callable, Iterable

from comments.screening.finding import Action, Facts, Finding
from comments.screening.rules import RULES

__all__ = ("Action", "Facts", "Finding", "screen", "strictest")

logger = logging.getLogger(__name__)


def screen(facts: Facts, rules: Iterable[Callable[[Facts], Finding | None]] = RULES) -> list[Finding]:
    """What every rule found. A rule that breaks holds the comment: nothing passes because a check failed."""
    findings = []
    for rule in rules:
        try:
            found = rule(facts)
        except Exception:  # a broken rule holds, whatever broke it
            logger.exception("A rule broke. rule=%s", rule.__name__)
            found = Finding(rule.__name__, Action.HOLD, "This rule could not be asked.")
        if found is not None:
            findings.append(found)
    return findings


def strictest(findings: Iterable[Finding]) -> Action:
    """The final action: the hardest of them."""
    return max((finding.action for finding in findings), default=Action.NOTE)
