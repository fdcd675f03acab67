"""The rules themselves, one small function each; each answers with a finding or with nothing."""

from comments.rendering import count_links
from comments.screening.finding import Action, Facts, Finding

MAX_LINKS = 2  # a source and a second one; more is usually an advertisement
# comments in ten seconds, ten minutes, a day: more than a quick talker writes
RATES = (3, 12, 60)
GUEST_RATES = (1, 6, 30)
REFUSED_ABOVE = 3  # times a rate: no person types so fast


def story_is_held(facts: Facts) -> Finding | None:
    """The editor asked that each comment be read first."""
    if facts.story_is_held and not facts.is_staff:
        return Finding("held", Action.HOLD, "Each comment on this story is read first.")
    return None


def story_is_sensitive(facts: Facts) -> Finding | None:
    """A sensitive story's comments are read first."""
    if facts.story_is_sensitive and not facts.is_staff:
        return Finding("sensitive", Action.HOLD, "The story is sensitive.")
    return None


def guest(facts: Facts) -> Finding | None:
    """Without an account a comment is always read first."""
    return Finding("guest", Action.HOLD, "Written without an account.") if facts.is_guest else None


def sanction(facts: Facts) -> Finding | None:
    """Somebody whose comments are all read first."""
    if facts.must_be_read:
        return Finding("sanction", Action.HOLD, "Each comment of this person is read first.")
    return None


def links(facts: Facts) -> Finding | None:
    """Many links."""
    n = count_links(facts.html)
    if n <= MAX_LINKS:
        return None
    action = Action.NOTE if facts.is_staff else Action.HOLD
    return Finding("links", action, f"It holds {n} links.")


def trap(facts: Facts) -> Finding | None:
    """A field that people do not see was filled in."""
    return Finding("trap", Action.HOLD, "The hidden field was filled in.") if facts.trap else None


def rate(facts: Facts) -> Finding | None:
    """Many comments in a short time."""
    if facts.is_staff or not exceeds_rate(facts):
        return None
    return Finding("rate", Action.HOLD, "Many comments in a short time.")


def exceeds_rate(facts: Facts, times: int = 1) -> bool:
    """Has this writer used up a rate, or `times` as much?"""
    counts = (facts.last_seconds, facts.last_minutes, facts.last_day)
    limits = GUEST_RATES if facts.is_guest else RATES
    return any(count >= limit * times for count, limit in zip(counts, limits, strict=True))


RULES = (story_is_held, story_is_sensitive, guest, sanction, links, trap, rate)
