"""Reading a thread: three queries for a page of it, whatever its size."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from articles.models import Article, CommentsMode
from comments.models import Comment, Status, Thread
from comments.models.comment import CommentQuerySet
from comments.permissions import closes_at
from newsroom.kit.paging import Listing
from newsroom.kit.prepared import Prepared

ROOTS = 25
REPLIES_SHOWN = 3
REPLIES_PAGE = 25
_FACTS = """
SELECT t.id, coalesce(t.published_count, 0),
       EXISTS (SELECT 1 FROM comments_guestsection g WHERE g.section_id IN (%s, %s)),
       (SELECT sentence FROM comments_pause),
       (SELECT comments_open_days FROM site_sitesettings)
FROM (SELECT 1) AS one LEFT JOIN comments_thread t ON t.article_id = %s
"""
_ON_FIRST_PAGE = """
SELECT (SELECT count(*) FROM (SELECT 1 FROM comments_comment c, comments_comment mine
          WHERE mine.id = %(root)s AND c.thread_id = mine.thread_id AND c.parent_id IS NULL AND c.shown
          AND c.sort_at > mine.sort_at LIMIT %(roots)s) AS newer) < %(roots)s
   AND (SELECT count(*) FROM (SELECT 1 FROM comments_comment c
          WHERE c.root_id = %(root)s AND c.parent_id IS NOT NULL AND c.shown
          AND c.path < %(path)s LIMIT %(replies)s) AS before) < %(replies)s
"""
_FIRST_REPLIES = """
SELECT r.id FROM unnest(%s::bigint[]) AS root(id) CROSS JOIN LATERAL (
    SELECT c.id FROM comments_comment c
    WHERE c.root_id = root.id AND c.parent_id IS NOT NULL AND c.shown ORDER BY c.path LIMIT %s) AS r
"""


@dataclass(slots=True)
class Branch:
    """A comment that answers the story, its first replies in reading order, and whether there are more."""

    comment: Comment
    replies: list[Comment] = field(default_factory=list)
    has_more: bool = False

    @property
    def last_path(self) -> str:
        """Where the next replies begin."""
        return self.replies[-1].path if self.replies else ""


@dataclass(slots=True)
class ThreadPage:
    """One page of a thread, and all that its form must know."""

    article: Article
    count: int = 0
    branches: list[Branch] = field(default_factory=list)
    newer: str = ""
    older: str = ""
    guests: bool = False
    paused: str = ""
    closes_at: datetime | None = None  # by its age; the page changes by itself then

    @property
    def is_open(self) -> bool:
        """May readers write here now?"""
        modes = (CommentsMode.OPEN, CommentsMode.PREMODERATED)
        is_young = self.closes_at is None or self.closes_at > timezone.now()
        return self.article.comments in modes and is_young and not self.paused

    @property
    def changes_at(self) -> datetime | None:
        """When the form goes by itself; None where it does not, or is gone."""
        return self.closes_at if self.is_open else None

    @property
    def is_off(self) -> bool:
        """Is there no thread to be seen at all?"""
        return self.article.comments == CommentsMode.OFF

    @property
    def held(self) -> bool:
        """Is each comment read before it appears?"""
        return self.article.comments == CommentsMode.PREMODERATED or self.article.is_sensitive


@dataclass(frozen=True, slots=True)
class RepliesPage:
    """Some replies to one comment, in reading order."""

    replies: list[Comment]
    older: str


def thread_page(article: Article, cursor: str = "") -> ThreadPage:
    """A page of the thread, newest first. Three queries; one where nobody has written yet."""
    thread_id, page = _thread_facts(article)
    if thread_id is None or page.is_off:
        return page
    roots = _OF_THREAD.page(cursor, thread=thread_id)
    page.newer, page.older = roots.newer, roots.older
    page.branches = _with_replies(list(roots.rows))
    return page


def shown_in(page: ThreadPage) -> set[str]:
    """What a page of a thread shows, in the words of kept pages: the thread, who wrote, and how one may write."""
    writers = (reply.author_id for branch in page.branches for reply in (branch.comment, *branch.replies))
    return {f"thread:{page.article.pk}", "comments", *(f"person:{pk}" for pk in writers if pk)}


def form_page(article: Article) -> ThreadPage:
    """What a page with the form alone must know. One query."""
    return _thread_facts(article)[1]


def _thread_facts(article: Article) -> tuple[int | None, ThreadPage]:
    page = ThreadPage(article)
    with connection.cursor() as db:
        db.execute(_FACTS, [article.section_id, article.top_section_id, article.pk])
        thread_id, page.count, page.guests, paused, days = db.fetchone()
    page.closes_at = closes_at(article, days)
    page.paused = paused or ""
    return thread_id, page


def _sort_at(comment: Comment) -> datetime:
    """When it appeared; shown comments have that time, the database says so."""
    return comment.sort_at or comment.created_at


_OF_THREAD = Listing(
    lambda thread: Comment.objects.for_page().shown().roots().filter(thread_id=thread),
    by="sort_at",
    size=ROOTS,
    key=_sort_at,
)


def _first_replies(roots: list[int]) -> CommentQuerySet:
    firsts = RawSQL(_FIRST_REPLIES, [roots, REPLIES_SHOWN + 1])  # noqa: S611 -- our own words, bound values
    return Comment.objects.for_page().filter(pk__in=firsts).order_by("root_id", "path")


_FIRST = Prepared(_first_replies)


def _with_replies(roots: list[Comment]) -> list[Branch]:
    """Each root with its first replies: one query for all."""
    branches = {root.pk: Branch(root) for root in roots}
    if not branches:
        return []
    names = {root.pk: root.author_name for root in roots}
    for reply in _FIRST(roots=list(branches)):
        branch = branches[reply.root_id]
        reply.answers = names.get(reply.parent_id or 0, "")
        names[reply.pk] = reply.author_name
        if len(branch.replies) < REPLIES_SHOWN:
            branch.replies.append(reply)
        else:
            branch.has_more = True
    return list(branches.values())


def replies_page(comment: Comment, after: str = "") -> RepliesPage:
    """The next replies below a comment. One query."""
    below = Q(root_id=comment.root_id, parent__isnull=False, path__gt=max(after, comment.path))
    if comment.depth:
        below &= Q(path__lt=comment.path + "g")
    found = list(Comment.objects.for_page().shown().filter(below).order_by("path")[: REPLIES_PAGE + 1])
    names = {comment.pk: comment.author_name}
    for reply in found:
        reply.answers = names.get(reply.parent_id or 0, "")
        names[reply.pk] = reply.author_name
    older = found[REPLIES_PAGE - 1].path if len(found) > REPLIES_PAGE else ""
    return RepliesPage(found[:REPLIES_PAGE], older)


def comment_counts(articles: Iterable[Article]) -> dict[int, int]:
    """How many published comments each story has, by its id; stories nobody wrote under are not in it."""
    ids = [article.pk for article in articles]
    if not ids:
        return {}
    return dict(
        Thread.objects.filter(article_id__in=ids, published_count__gt=0).values_list(
            "article_id", "published_count"
        )
    )


def comments_above(ids: list[int]) -> list[Comment]:
    """The comments of these ids that have a place on the page, in reading order."""
    if not ids:
        return []
    return list(Comment.objects.for_page().shown().filter(pk__in=ids).order_by("path"))


def is_under_story(comment: Comment) -> bool:
    """Is it among those printed under the story itself? One query."""
    values: dict[str, int | str] = {
        "root": comment.root_id,
        "path": comment.path,
        "roots": ROOTS,
        "replies": REPLIES_SHOWN,
    }
    with connection.cursor() as db:
        db.execute(_ON_FIRST_PAGE, values)
        return bool(db.fetchone()[0])


def waiting_under(article_id: int, *, author_key: bytes | None) -> list[Comment]:
    """Comments that wait for a moderator: one writer's own, or all of them (at most 20). One query."""
    waiting = Comment.objects.for_page().filter(thread__article_id=article_id, status=Status.PENDING)
    if author_key is not None:
        waiting = waiting.filter(author_key=author_key)
    return list(waiting.order_by("created_at")[:20])
