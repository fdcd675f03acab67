"""Keeping text that could not be posted yet, until its writer is back."""

import secrets
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Rescue
from comments.models.rescue import RESCUE_DAYS

MOST = 50  # texts a day from one address and browser: a school's worth, and no flood
KEPT_SECONDS = RESCUE_DAYS * 86_400


class CannotKeepError(Exception):
    """Too much is held for this writer already; the sentence is theirs."""


@dataclass(frozen=True, slots=True)
class Unposted:
    """What was typed, and who says to have typed it; without an address where they go to sign in."""

    raw: str
    author_key: bytes
    name: str = ""
    email: str = ""
    trapped: bool = False


@transaction.atomic
def keep_text(
    article: Article, unposted: Unposted, *, parent: Comment | None = None, token: str = ""
) -> Rescue:
    """Hold the text under a token that only its writer's cookie and mail know. Raises CannotKeepError.

    `token` names what is held already: it is then mended in place, so that one comment is kept once. The same
    text sent twice at once is one, too. Whatever is mended, a code sent before is no longer good for it.
    """
    with connection.cursor() as db:
        db.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 8))", [unposted.author_key.hex()])
    open_ones = Rescue.objects.select_for_update().filter(
        article=article, comment=None, expires_at__gt=timezone.now()
    )
    held = open_ones.filter(token=token).first() if is_token(token) else None
    same = {"parent": parent, "raw": unposted.raw, "name": unposted.name, "email": unposted.email}
    if held is None:
        held = open_ones.filter(author_key=unposted.author_key, **same).first()
    if held is None:
        return _keep_anew(article, unposted, parent)
    if any(getattr(held, name) != value for name, value in same.items()):
        for name, value in same.items():
            setattr(held, name, value)
        held.salt, held.trapped = "", held.trapped or unposted.trapped
        held.save(update_fields=(*same, "salt", "trapped"))
    return held


def _keep_anew(article: Article, unposted: Unposted, parent: Comment | None) -> Rescue:
    mine = Rescue.objects.filter(author_key=unposted.author_key, comment=None, expires_at__gt=timezone.now())
    if mine[:MOST].count() >= MOST:
        raise CannotKeepError("Please sign in first; much text of yours is kept already.")
    return Rescue.objects.create(
        token=secrets.token_urlsafe(32),
        article=article,
        parent=parent,
        raw=unposted.raw,
        author_key=unposted.author_key,
        name=unposted.name,
        email=unposted.email,
        trapped=unposted.trapped,
    )


def is_token(text: str) -> bool:
    """Could it be one of ours?"""
    return 0 < len(text) <= 43 and text.isascii() and text.isprintable()


def find_text(token: str) -> Rescue | None:
    """What is held under the token, or was until it was posted, if its week is not over."""
    if not is_token(token):
        return None
    held = Rescue.objects.filter(token=token, expires_at__gt=timezone.now())
    return held.select_related("article__section", "parent__author", "parent__thread").first()


def drop_text(token: str) -> None:
    """Forget it: it was posted."""
    if is_token(token):
        Rescue.objects.filter(token=token).delete()
