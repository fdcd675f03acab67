"""Changes of live stories whose hour has come."""

import logging
from datetime import datetime

from django.utils import timezone

from articles.models import Article
from articles.models.revision import Change
from articles.publishing import CannotPublishError, publish

logger = logging.getLogger(__name__)


def apply_due_changes(now: datetime | None = None) -> int:
    """Publish each scheduled change that is due, one transaction each, and say how many went out.

    A change that cannot go out is logged and stays; it never holds up another one.
    """
    due = Article.objects.filter(next_change_at__lte=now or timezone.now()).select_related("next_revision")
    return sum(apply_due_change(article) for article in due)


def apply_due_change(article: Article) -> bool:
    """Publish this story's scheduled change. False where it cannot go out."""
    revision = article.next_revision
    if revision is None:
        return False
    try:
        publish(
            article,
            revision,
            by=revision.created_by,
            change=revision.change or Change.UPDATE,
            note=revision.note,
        )
    except CannotPublishError as problem:
        logger.warning("A scheduled change cannot go out. article=%s why=%s", article.pk, problem)
        return False
    return True
