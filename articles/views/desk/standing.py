"""Where a story stands, in a word and a colour."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from articles.models import Article, State


@dataclass(frozen=True, slots=True)
class Standing:
    """`kind` names the colour, `label` the word; `changes` counts what readers have not seen of a live story."""

    kind: str
    label: str
    changes: int = 0


def standing(article: Article, now: datetime | None = None) -> Standing:
    """Of this story at this moment."""
    now = now or timezone.now()
    if article.withdraw_at is not None and article.withdraw_at <= now:
        return Standing("withdrawn", "Withdrawn")
    if article.published_at is not None and article.published_at > now:
        return Standing("scheduled", "Scheduled", 1 if article.has_unpublished_changes else 0)
    if article.published_at is not None:
        if article.has_unpublished_changes:
            return Standing("live-changes", "Live + changes", 1)
        return Standing("live", "Live")
    label = State(article.state).label if article.state in State.values else article.state
    return Standing(article.state, label)
