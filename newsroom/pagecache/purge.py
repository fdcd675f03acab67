"""Purging: a row in the transaction of the change, the machine's ring once that is committed, other machines after."""

import functools
import logging
import threading
import time
from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from newsroom.pagecache.models import Purge
from newsroom.pagecache.ring import EVERYTHING, Ring

logger = logging.getLogger(__name__)

CHANNEL = "newsroom_purges"
KEPT = timedelta(hours=1)  # how long a row waits for the machines that follow
A_SWEEP = 5_000
_WRITE = """
WITH made AS (INSERT INTO pagecache_purge (tags) VALUES (%s) RETURNING id)
SELECT id, pg_notify('newsroom_purges', '') FROM made
"""
_SNAPSHOT = """
SELECT pg_snapshot_xmin(now)::text::bigint, pg_snapshot_xmax(now)::text::bigint FROM pg_current_snapshot() AS now
"""
_ROWS = """
SELECT id, tags, transaction FROM pagecache_purge WHERE transaction >= %s AND NOT (id = ANY(%s)) ORDER BY id
"""
_open: dict[str, Ring] = {}
_opening = threading.Lock()


def purge(*tags: str) -> None:
    """Drop every kept page that carries one of these tags, once the transaction is committed and before its
    verb returns. A process that is killed in between leaves the row, which is delivered by who follows it."""
    wanted = sorted(set(tags))
    with connection.cursor() as db:
        db.execute(_WRITE, [" ".join(wanted)])
        number = int(db.fetchone()[0])
    transaction.on_commit(functools.partial(_append, wanted, number), robust=True)


def _append(tags: Collection[str], number: int) -> None:
    try:
        ring().append(tags, number)
    except OSError:  # another user's file, a full disk: the row is delivered by who follows it
        logger.warning("This process cannot purge by itself. tags=%s", " ".join(tags), exc_info=True)


def ring() -> Ring:
    """This machine's ring, as this process has it open."""
    path = str(settings.PAGECACHE_RING)
    with _opening:
        found = _open.get(path)
        if found is None or not found.is_current:
            found = _open[path] = Ring(path)
        return found


def look(machine: Ring, known: dict[int, int]) -> dict[int, int]:
    """Append what the database knows and the machine does not. `known` are the rows an earlier look returned, with
    their transactions; those that must be known next time are returned.

    All rows of transactions below the oldest running one were seen by an earlier look; those of younger ones may
    still appear, so they are asked for again.
    """
    with connection.cursor() as db:
        db.execute(_SNAPSHOT)
        oldest, following = db.fetchone()
        since = machine.followed
        slept = time.time() - machine.looked_at > KEPT.total_seconds() / 2
        if since and (
            slept or since > following
        ):  # rows are forgotten by now, or the database is another one
            machine.append([EVERYTHING])
        if not since or slept or since > following:
            since = oldest
        db.execute(_ROWS, [since, list(known)])
        rows = db.fetchall()
    for number, tags, _wrote in rows:
        machine.append(tags.split(), number)
    machine.note_followed(oldest)
    known |= {number: wrote for number, _tags, wrote in rows}
    return {number: wrote for number, wrote in known.items() if wrote >= oldest}


def prune() -> int:
    """Forget rows that every machine has seen, some thousands at a time; says how many. A sweep of the worker."""
    old = Purge.objects.order_by("pk").values("pk")[:A_SWEEP]
    return Purge.objects.filter(pk__in=old, at__lt=timezone.now() - KEPT).delete()[0]
