"""The record of a story: who did what, when, and in whose name."""

from articles.models import Article, AuditEntry, Revision
from newsroom.accounts.models import User


def record(
    article: Article, verb: str, *, by: User | None, note: str = "", revision: Revision | None = None
) -> None:
    """Add one line to the story's record; call it inside the verb's transaction."""
    AuditEntry.objects.create(article=article, verb=verb, by=by, note=note, revision=revision)
