"""Keeping text that could not be posted yet, until its writer is back."""

import secrets

from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Rescue
from comments.models.rescue import RESCUE_DAYS

MOST = 50  # texts a day from one address and browser: a school's worth, and no flood
KEPT_SECONDS = RESCUE_DAYS * 86_400


class CannotKeepError(Exception):
    """Too much is held for this writer already; the sentence is theirs."""


def keep_text(article: Article, raw: str, *, parent: Comment | None, author_key: bytes) -> Rescue:
    """Hold the text under a token that only its writer's cookie knows. Raises CannotKeepError."""
    if Rescue.objects.filter(author_key=author_key, expires_at__gt=timezone.now())[:MOST].count() >= MOST:
        raise CannotKeepError("Please sign in first; much text of yours is kept already.")
    return Rescue.objects.create(
        token=secrets.token_urlsafe(32), article=article, parent=parent, raw=raw, author_key=author_key
    )


def find_text(token: str) -> Rescue | None:
    """What is held under the token, if its week is not over."""
    if not token or len(token) > 43:
        return None
    held = Rescue.objects.filter(token=token, expires_at__gt=timezone.now())
    return held.select_related("article__section", "parent__author", "parent__thread").first()


def drop_text(token: str) -> None:
    """Forget it: it was posted."""
    if token:
        Rescue.objects.filter(token=token).delete()
