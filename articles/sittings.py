"""One person's sitting at one story: what they typed is kept beside the story, and never moves its head."""

import zlib
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from articles.models import Article, Revision, WorkingCopy
from articles.revisions import start
from newsroom.accounts.models import User


@transaction.atomic
def story_of(sitting: UUID, *, by: User) -> Article:
    """The story this sitting has begun, begun now where it has none: a double click makes one story, not two."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [1, zlib.crc32(sitting.bytes) - 2**31])
    copy = WorkingCopy.objects.select_related("article__head").filter(user=by, sitting=sitting).first()
    if copy is not None:
        return copy.article
    article = start(by=by)
    WorkingCopy.objects.create(article=article, user=by, sitting=sitting, typed={})
    return article


def keep_typed(
    article: Article, sitting: UUID, *, by: User, base: int | None, typed: dict[str, Any]
) -> WorkingCopy:
    """Keep the form as it stands."""
    known = base if base is not None and Revision.objects.filter(pk=base, article=article).exists() else None
    copy, _made = WorkingCopy.objects.update_or_create(
        article=article, user=by, sitting=sitting, defaults={"base_id": known, "typed": typed}
    )
    return copy


def note_saved(article: Article, sitting: UUID | None, revision: Revision, *, by: User) -> None:
    """All that this sitting typed is in `revision` now."""
    copies = WorkingCopy.objects.filter(article=article, user=by)
    if sitting is not None:
        copies = copies.exclude(sitting=sitting)
        keep_typed(article, sitting, by=by, base=revision.pk, typed={})
    copies.delete()


def base_of(article: Article, sitting: UUID | None, base: int | None, *, by: User) -> int | None:
    """The revision a form started from: its own field, or the head where this same sitting has made it."""
    if sitting is None or article.head_id is None or base == article.head_id:
        return base
    made_here = WorkingCopy.objects.filter(
        article=article, user=by, sitting=sitting, base_id=article.head_id, typed={}
    ).exists()
    return article.head_id if made_here else base


def unsaved(article: Article, *, by: User) -> WorkingCopy | None:
    """What they typed here last and never saved."""
    copy = (
        WorkingCopy.objects.filter(article=article, user=by).exclude(typed={}).order_by("-saved_at").first()
    )
    if copy is None or (
        article.head is not None and copy.saved_at <= article.head.created_at and copy.base_id
    ):
        return None
    return copy


def discard(copy: WorkingCopy) -> None:
    """Forget what was typed."""
    copy.delete()
