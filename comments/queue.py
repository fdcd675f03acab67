"""The moderators' queue: what waits, oldest first; what was reported; and everything, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Prefetch

from comments.models import Comment, CommentQuerySet, Decision, Report, Status
from newsroom.kit.paging import keyset_page

SIZE = 50
COUNTED = 1_000  # beyond it reads “1000+”
TABS = (("pending", "Waiting"), ("reported", "Reported"), ("rejected", "Rejected"), ("all", "All"))


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of a tab."""

    tab: str
    comments: Sequence[Comment]
    waiting: str
    newer: str = ""
    older: str = ""


def queue_page(tab: str, *, words: str = "", cursor: str = "") -> QueuePage:
    """A page of the tab; a tab nobody knows is the first one. Five queries, whatever the number of comments."""
    rows = _for_cards()
    if words:
        found_in = SearchVector("body_raw", config="simple")
        rows = rows.alias(found_in=found_in).filter(found_in=SearchQuery(words, config="simple"))
    if tab == "reported":
        found = list(rows.filter(reports__gt=0).order_by("-reports", "-pk")[:SIZE])
        return QueuePage(tab, found, _waiting())
    if tab in ("rejected", "all"):
        if tab == "rejected":
            rows = rows.filter(status__in=(Status.REJECTED, Status.SPAM))
        page = keyset_page(rows, by="created_at", size=SIZE, cursor=cursor)
        return QueuePage(tab, page.rows, _waiting(), page.newer, page.older)
    found = list(rows.filter(status=Status.PENDING).order_by("created_at", "pk")[:SIZE])
    return QueuePage("pending", found, _waiting())


def one_comment(pk: int) -> QueuePage | None:
    """A page of one comment, or nothing."""
    found = list(_for_cards().filter(pk=pk)) if pk < 2**63 else []
    return QueuePage("", found, _waiting()) if found else None


def _for_cards() -> CommentQuerySet:
    return Comment.objects.for_queue().prefetch_related(
        Prefetch("decisions", Decision.objects.select_related("actor")),
        Prefetch("reader_reports", Report.objects.filter(resolved=None), to_attr="open_reports"),
    )


def _waiting() -> str:
    count = Comment.objects.filter(status=Status.PENDING)[: COUNTED + 1].count()
    return f"{COUNTED}+" if count > COUNTED else str(count)
