"""Taking over a thread from another system: parents, dates, names and moderation state as they were."""

import hashlib
import html as entities
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from articles.models import Article
from comments.events import thread_imported
from comments.models import (
    LIVE,
    Comment,
    Decision,
    DecisionKind,
    Revision,
    Status,
    Thread,
    ThreadDelta,
    ThreadField,
)
from comments.rendering import render, tidy, tidy_name
from comments.threading import Place, place_of
from newsroom.accounts.models import User
from newsroom.kit.events import announce

_SWAPS = (
    (re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL), ""),
    (re.compile(r"<br\s*/?>", re.IGNORECASE), "\n"),
    (re.compile(r"</(p|div|blockquote|ul|ol|pre|h[1-6])\s*>", re.IGNORECASE), "\n\n"),
    (re.compile(r"<blockquote\b[^<>]*>\s*(?:<p\b[^<>]*>)?", re.IGNORECASE), "\n\n> "),
    (re.compile(r"<li\b[^<>]*>", re.IGNORECASE), "\n- "),
    (re.compile(r"</?(?:strong|b)\b[^<>]*>", re.IGNORECASE), "**"),
    (re.compile(r"</?(?:em|i|cite)\b[^<>]*>", re.IGNORECASE), "*"),
    (re.compile(r"</?code\b[^<>]*>", re.IGNORECASE), "`"),
)
_LINK = re.compile(
    r"""<a\b[^<>]*?\bhref\s*=\s*["']?(https?://[^"'\s<>]+)["']?[^<>]*>(.{0,500}?)</a\s*>""",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class OldComment:
    """A comment elsewhere. `key` names it there for ever (`wordpress:<site>:<id>`); `body` may be HTML."""

    key: str
    body: str
    at: datetime
    name: str = ""
    parent_key: str = ""
    status: Status = Status.APPROVED
    author: User | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did: the ids here by the keys there, and how many of them are new."""

    ids: dict[str, int]
    made: int


@transaction.atomic
def import_comments(article: Article, old: Sequence[OldComment]) -> Taken:
    """Take over a story's comments whole; those taken before are known by their key, so a second run adds nothing.

    Give one story's comments in one call, in any order. A reply whose parent is not among them (or among those
    taken before) stands by itself. E-mail and network addresses are not kept: do not pass them in the name.
    """
    if not old:
        return Taken({}, 0)
    thread = Thread.objects.get_or_create(article=article)[0]
    Thread.objects.select_for_update().get(pk=thread.pk)
    digests, here = _known(thread, [o.key for o in old])
    new = _parents_first([o for o in old if o.key not in here])
    for pk, comment in zip(_next_ids(len(new)), new, strict=True):
        here[comment.key] = _made(thread, comment, pk, here.get(comment.parent_key), digests[comment.key])
    made = [here[o.key] for o in new]
    _show_tombstones(list(here.values()))
    Comment.objects.bulk_create(made, batch_size=1_000)
    _record(thread, made, [o.author for o in new])
    announce(thread_imported, article=article)
    return Taken({key: comment.pk for key, comment in here.items()}, len(made))


def _known(thread: Thread, keys: list[str]) -> tuple[dict[str, bytes], dict[str, Comment]]:
    """What each comment is known by here, and those that stand in this thread already.

    Two exports of one site's name, or a damaged one, give a key to comments of two stories: the second is known by
    its thread as well, for a reply never answers a comment of another story.
    """
    plain = {key: hashlib.sha256(f"import:{key}".encode()).digest() for key in keys}
    own = {key: hashlib.sha256(f"import:{thread.pk}:{key}".encode()).digest() for key in keys}
    found = Comment.objects.filter(dedupe_key__in=[*plain.values(), *own.values()])
    rows = {bytes(comment.dedupe_key or b""): comment for comment in found}
    elsewhere = {key for key in keys if plain[key] in rows and rows[plain[key]].thread_id != thread.pk}
    digests = {key: own[key] if key in elsewhere else plain[key] for key in keys}
    return digests, {key: rows[digest] for key, digest in digests.items() if digest in rows}


def _parents_first(old: list[OldComment]) -> list[OldComment]:
    """In an order in which each reply follows what it answers; circles are cut."""
    by_key = {o.key: o for o in old}
    ordered: dict[str, OldComment] = {}
    for start in sorted(old, key=lambda o: (o.at, o.key)):
        line: list[OldComment] = []
        at: OldComment | None = start
        while at is not None and at.key not in ordered and at not in line:
            line.append(at)
            at = by_key.get(at.parent_key)
        for comment in reversed(line):
            ordered[comment.key] = comment
    return list(ordered.values())


def _next_ids(n: int) -> list[int]:
    with connection.cursor() as db:
        db.execute(
            "SELECT nextval(pg_get_serial_sequence('comments_comment', 'id')) FROM generate_series(1, %s)",
            [n],
        )
        return [row[0] for row in db.fetchall()]


def _made(thread: Thread, old: OldComment, pk: int, parent: Comment | None, digest: bytes) -> Comment:
    place = place_of(pk, Place(parent.root_id, parent.depth, parent.path) if parent else None)
    raw = text_of(old.body)
    return Comment(
        pk=pk,
        thread=thread,
        parent=parent,
        root_id=place.root_id,
        depth=place.depth,
        path=place.path,
        author=old.author,
        guest_name="" if old.author else tidy_name(old.name),
        author_key=digest[:16],
        body_raw=raw,
        body_html=render(raw),
        status=old.status,
        shown=old.status in LIVE,
        created_at=old.at,
        sort_at=old.at,
        dedupe_key=digest,
    )


def _show_tombstones(comments: list[Comment]) -> None:
    """A hidden comment above a live one keeps its place."""
    by_pk = {comment.pk: comment for comment in comments}
    raised = []
    for comment in comments:
        at = comment.parent_id if comment.shown else None
        while at in by_pk and not by_pk[at].shown:
            by_pk[at].shown = True
            raised.append(at)
            at = by_pk[at].parent_id
    Comment.objects.filter(pk__in=raised).update(shown=True)  # those taken in an earlier run


def _record(thread: Thread, made: list[Comment], authors: list[User | None]) -> None:
    Revision.objects.bulk_create(
        [Revision(comment=c, n=1, raw=c.body_raw, html=c.body_html, by=a, at=c.created_at)
         for c, a in zip(made, authors, strict=True)]
    )  # fmt: skip
    Decision.objects.bulk_create(
        [
            Decision(comment=c, kind=DecisionKind.IMPORTED, to_status=c.status, reason="Taken over.")
            for c in made
        ]
    )
    sums = {
        ThreadField.PUBLISHED: sum(c.status in LIVE for c in made),
        ThreadField.PENDING: sum(c.status == Status.PENDING for c in made),
    }
    ThreadDelta.objects.bulk_create(
        [ThreadDelta(thread=thread, field=field, n=n) for field, n in sums.items() if n]
    )


def text_of(body: str) -> str:
    """HTML of another system as the few marks of ours; links show where they lead."""
    text = body.replace("\r\n", "\n")
    text = _LINK.sub(_spell_link, text)
    for pattern, mark in _SWAPS:
        text = pattern.sub(mark, text)
    return tidy(entities.unescape(_TAG.sub("", text))) or "…"


def _spell_link(match: re.Match[str]) -> str:
    address = entities.unescape(match[1])
    words = entities.unescape(_TAG.sub("", match[2])).strip()
    return address if words.rstrip("/") in (address.rstrip("/"), "") else f"{words} ( {address} )"
