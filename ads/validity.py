"""Is this a person? What is not is counted apart, with its reason."""

import time

from ads.models import Kind, Mark
from ads.tokens import CLICK_LIFE, RENDERED_LIFE, SEEN_LIFE, Token

# Parts of the names that machines give themselves. A name without any of them is taken for a person's browser.
MACHINES = (
    "bot", "crawl", "spider", "slurp", "headless", "python", "curl", "wget", "httpclient", "go-http", "java/",
    "libwww", "scrapy", "preview", "facebookexternalhit", "monitor", "pingdom", "lighthouse", "phantom", "feed",
)  # fmt: skip
LIVES = {Kind.RENDERED: RENDERED_LIFE, Kind.SEEN: SEEN_LIFE, Kind.CLICKED: CLICK_LIFE}


def mark(token: Token, kind: Kind, *, agent: str, staff: bool = False, now: float | None = None) -> Mark:
    """Whether this fact counts, or why not."""
    if staff:
        return Mark.INTERNAL
    if is_machine(agent):
        return Mark.BOT
    age = (now if now is not None else time.time()) - token.at
    return Mark.OK if -60 <= age <= LIVES[kind] else Mark.LATE


def is_machine(agent: str) -> bool:
    """Does this name belong to a machine? No name at all does."""
    agent = agent.lower()
    return not agent or any(part in agent for part in MACHINES)
