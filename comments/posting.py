"""Putting a reader's comment under a story: once, whatever is pressed twice, and never half."""

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from articles.models import Article, CommentsMode
from comments.events import comment_posted
from comments.models import LIVE, Comment, DecisionKind, SanctionKind, Status, Thread, ThreadField
from comments.permissions import closes_at
from comments.rendering import VERSION, is_blank, render, tidy, tidy_name
from comments.screening import Action, Facts, Finding, screen, strictest
from comments.screening.rules import REFUSED_ABOVE, exceeds_rate
from comments.threading import Place, ancestors_in, place_of
from newsroom.accounts.models import User
from newsroom.kit.events import announce
from newsroom.kit.text import plain

SHORTEST, LONGEST, MOST_LINES = 2, 5_000, 100
TRIES = 3  # a deadlock or a dropped connection is over by then, or is none


class CannotPostError(Exception):
    """A comment that is not taken; the sentence is for its writer."""


class InvalidCommentError(CannotPostError):
    """The text itself cannot be taken as it is."""


class SignInFirstError(CannotPostError):
    """Here one writes with an account; the text is worth keeping until there is one."""


class TooFastError(CannotPostError):
    """More than any person types."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What was sent, and by whom."""

    body: str
    author_key: bytes
    author: User | None = None
    guest_name: str = ""
    trap: str = ""
    ip: str | None = None
    agent: str = ""
    referrer: str = ""


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the database knows about the story's thread and this writer, in one query."""

    pk: int
    thread_id: int | None
    paused: str | None
    open_days: int | None
    guests: bool
    sanctions: list[str]
    last_seconds: int
    last_minutes: int
    last_day: int


_STANDING = """
SELECT nextval(pg_get_serial_sequence('comments_comment', 'id')),
       (SELECT id FROM comments_thread WHERE article_id = %(article)s),
       (SELECT sentence FROM comments_pause),
       (SELECT comments_open_days FROM site_sitesettings),
       EXISTS (SELECT 1 FROM comments_guestsection WHERE section_id IN (%(section)s, %(top)s)),
       (SELECT coalesce(array_agg(kind), '{}') FROM comments_sanction
        WHERE user_id = %(user)s AND (until IS NULL OR until > now())),
       recent.*
FROM (SELECT count(*) FILTER (WHERE created_at > %(now)s - interval '10 seconds'),
             count(*) FILTER (WHERE created_at > %(now)s - interval '10 minutes'),
             count(*)
      FROM comments_comment WHERE author_key = %(key)s AND created_at > %(now)s - interval '1 day') AS recent
"""
_WRITE = """
WITH new AS (
  INSERT INTO comments_comment (id, thread_id, parent_id, root_id, depth, path, author_id, guest_name, author_key,
    author_badge, body_raw, body_html, render_version, revision, status, shown, hold_reasons, live_replies, respects,
    reports, created_at, sort_at, dedupe_key)
  VALUES (%(id)s, %(thread)s, %(parent)s, %(root)s, %(depth)s, %(path)s, %(author)s, %(guest)s, %(key)s,
    %(badge)s, %(raw)s, %(html)s, %(version)s, 1, %(status)s, %(shown)s, %(holds)s, 0, 0,
    0, %(now)s, %(sort_at)s, %(dedupe)s)
  ON CONFLICT (dedupe_key) DO NOTHING RETURNING *),
kept AS (
  INSERT INTO comments_revision (comment_id, n, raw, html, by_id, at)
  SELECT id, 1, body_raw, body_html, author_id, created_at FROM new),
counted AS (
  INSERT INTO comments_threaddelta (thread_id, field, n) SELECT thread_id, %(field)s, 1 FROM new),
answered AS (
  INSERT INTO comments_commentdelta (comment_id, field, n)
  SELECT root_id, 1, 1 FROM new WHERE parent_id IS NOT NULL AND shown),
came_from AS (
  INSERT INTO comments_origin (comment_id, ip, agent, referrer, expires_at)
  SELECT id, %(ip)s, %(agent)s, %(referrer)s, created_at + interval '30 days' FROM new),
decided AS (
  INSERT INTO comments_decision (comment_id, kind, to_status, rule, reason, detail, at)
  SELECT new.id, d.kind, new.status, d.rule, d.reason, jsonb_build_object('action', d.action), new.created_at
  FROM new, unnest(%(kinds)s::text[], %(rules)s::text[], %(actions)s::int[], %(reasons)s::text[])
    AS d(kind, rule, action, reason))
SELECT id FROM new
"""


def user_key(user: User) -> bytes:
    """What a signed-in writer's comments are found by; it tells nobody who they are."""
    return _mac(f"user:{user.pk}")


def passing_key(ip: str | None, agent: str) -> bytes:
    """The same for somebody without an account: of their address and browser, and of today only."""
    return _mac(f"passing:{timezone.now():%Y-%m-%d}:{ip}:{agent}")


def _mac(text: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"comments.writer:{text}".encode(), "sha256")[:16]


def post(article: Article, writing: Writing, *, parent: Comment | None = None) -> Comment:
    """The comment, published or held. The same text sent again gives the first one.

    Raises CannotPostError with a sentence for the writer.
    """
    for _ in range(TRIES - 1):
        try:
            return _post(article, writing, parent)
        except OperationalError:  # a deadlock, a dropped connection: the dedupe key makes another try safe
            if connection.in_atomic_block:
                raise
    return _post(article, writing, parent)


@transaction.atomic
def _post(article: Article, writing: Writing, parent: Comment | None) -> Comment:
    body = checked_body(writing.body)
    above, moved = _place_above(parent)
    standing = _standing(article, writing)
    html = render(body)
    if is_blank(plain(html)):
        raise InvalidCommentError("Please write something first.")
    facts = _facts(article, writing, standing, body, html)
    _check_may_post(article, writing, standing, facts)
    findings = screen(facts)
    if parent is not None and standing.thread_id != parent.thread_id:
        raise CannotPostError("That comment stands under another story.")
    thread_id = standing.thread_id or _make_thread(article)
    comment = _draft(writing, facts, standing.pk, thread_id, above, strictest(findings))
    comment.hold_reasons = [f.rule for f in findings if f.action >= Action.HOLD]
    comment.dedupe_key = _dedupe_key(writing.author_key, thread_id, parent, body)
    if not _write(comment, writing, findings, moved):
        return Comment.objects.get(dedupe_key=comment.dedupe_key)
    announce(comment_posted, comment=comment, article=article)
    return comment


def checked_body(body: str) -> str:
    """The text as it will stand there. Raises InvalidCommentError."""
    body = tidy(body)
    if len(body) < SHORTEST:
        raise InvalidCommentError("Please write something first.")
    if len(body) > LONGEST:
        raise InvalidCommentError(f"A comment has at most {LONGEST} characters; this one has {len(body)}.")
    if body.count("\n") >= MOST_LINES:
        raise InvalidCommentError(f"A comment has at most {MOST_LINES} lines.")
    return body


def _place_above(parent: Comment | None) -> tuple[Comment | None, bool]:
    """What the reply will stand under: its parent, or the nearest live comment above a parent that is gone.

    Replies share a lock that a decision takes alone, so neither misses the other.
    """
    if parent is None:
        return None, False
    with connection.cursor() as db:
        db.execute("SELECT pg_advisory_xact_lock_shared(%s)", [parent.root_id])
    line = [parent.pk, *ancestors_in(parent.path)]
    live = {
        c.pk: c for c in Comment.objects.filter(pk__in=line, status__in=LIVE).defer("body_raw", "body_html")
    }
    nearest = next((live[pk] for pk in line if pk in live), None)
    return nearest, nearest is None or nearest.pk != parent.pk


def _standing(article: Article, writing: Writing) -> _Standing:
    with connection.cursor() as db:
        db.execute(
            _STANDING,
            {
                "article": article.pk,
                "section": article.section_id,
                "top": article.top_section_id,
                "user": writing.author.pk if writing.author else None,
                "key": writing.author_key,
                "now": timezone.now(),
            },
        )
        return _Standing(*db.fetchone())


def _facts(article: Article, writing: Writing, standing: _Standing, body: str, html: str) -> Facts:
    return Facts(
        body=body,
        html=html,
        is_guest=writing.author is None,
        is_staff=writing.author is not None and writing.author.is_staff,
        trap=writing.trap,
        story_is_held=article.comments == CommentsMode.PREMODERATED,
        story_is_sensitive=article.is_sensitive,
        must_be_read=SanctionKind.PREMODERATE in standing.sanctions,
        last_seconds=standing.last_seconds,
        last_minutes=standing.last_minutes,
        last_day=standing.last_day,
    )


def _check_may_post(article: Article, writing: Writing, standing: _Standing, facts: Facts) -> None:
    if standing.paused:
        raise CannotPostError(standing.paused)
    if not article.is_live() or article.comments in (CommentsMode.CLOSED, CommentsMode.OFF):
        raise CannotPostError("Comments on this story are closed.")
    closes = closes_at(article, standing.open_days)
    if closes is not None and closes <= timezone.now():
        raise CannotPostError("Comments on this story are closed: it is too old for new ones.")
    if {SanctionKind.BAN, SanctionKind.SUSPEND} & set(standing.sanctions):
        raise CannotPostError("You cannot comment at the moment.")
    if writing.author is None and not standing.guests:
        raise SignInFirstError("Please sign in to comment here.")
    name = tidy_name(writing.guest_name)
    if writing.author is None and (len(name) < SHORTEST or is_blank(name)):
        raise InvalidCommentError("Please give your name.")
    if exceeds_rate(facts, REFUSED_ABOVE) and not facts.is_staff:
        raise TooFastError(
            "You have written very much in a short time. Please wait a little and send it again."
        )


def _make_thread(article: Article) -> int:
    return Thread.objects.get_or_create(article=article)[0].pk


def _draft(
    writing: Writing, facts: Facts, pk: int, thread_id: int, above: Comment | None, action: Action
) -> Comment:
    place = place_of(pk, Place(above.root_id, above.depth, above.path) if above else None)
    now = timezone.now()
    is_live = action < Action.HOLD
    return Comment(
        pk=pk,
        thread_id=thread_id,
        parent=above,
        root_id=place.root_id,
        depth=place.depth,
        path=place.path,
        author=writing.author,
        guest_name="" if writing.author else tidy_name(writing.guest_name),
        author_key=writing.author_key,
        author_badge=int(writing.author is not None and writing.author.is_staff),
        body_raw=facts.body,
        body_html=facts.html,
        render_version=VERSION,
        status=Status.PUBLISHED if is_live else Status.PENDING,
        shown=is_live,
        created_at=now,
        sort_at=now if is_live else None,
    )


def _dedupe_key(author_key: bytes, thread_id: int, parent: Comment | None, body: str) -> bytes:
    text = f"{thread_id}:{parent.pk if parent else 0}:{' '.join(body.split()).casefold()}"
    return hashlib.sha256(author_key + text.encode()).digest()


def _write(comment: Comment, writing: Writing, findings: list[Finding], moved: bool) -> bool:
    """Comment, first revision, tally, origin and the rules' findings in one statement; False where it is there."""
    lines = [(DecisionKind.SCREENED, f.rule, int(f.action), f.reason) for f in findings]
    if moved:
        lines.append((DecisionKind.REATTACHED, "parent", 0, "What it answered was gone."))
    kinds, rules, actions, reasons = ([line[i] for line in lines] for i in range(4))
    with connection.cursor() as db:
        db.execute(
            _WRITE,
            {
                "id": comment.pk,
                "thread": comment.thread_id,
                "parent": comment.parent_id,
                "root": comment.root_id,
                "depth": comment.depth,
                "path": comment.path,
                "author": comment.author_id,
                "guest": comment.guest_name,
                "key": writing.author_key,
                "badge": comment.author_badge,
                "raw": comment.body_raw,
                "html": comment.body_html,
                "version": comment.render_version,
                "status": comment.status,
                "shown": comment.shown,
                "holds": comment.hold_reasons,
                "now": comment.created_at,
                "sort_at": comment.sort_at,
                "dedupe": bytes(comment.dedupe_key or b""),
                "field": ThreadField.PUBLISHED if comment.shown else ThreadField.PENDING,
                "ip": writing.ip,
                "agent": tidy(writing.agent)[:300],
                "referrer": tidy(writing.referrer)[:300],
                "kinds": [str(kind) for kind in kinds],
                "rules": rules,
                "actions": actions,
                "reasons": reasons,
            },
        )
        return db.fetchone() is not None
