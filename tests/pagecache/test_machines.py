"""Several machines, and processes that are killed: every purge reaches every ring."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from newsroom.pagecache.models import Purge
from newsroom.pagecache.purge import KEPT, look, prune, purge, ring
from newsroom.pagecache.ring import Ring
from tests.factories import make_article
from tests.pagecache.site import Site
from tests.pagecache.test_served import correct

WAIT = 30


def until_all(site: Site, path: str, words: str) -> None:
    """Ask until each worker of the site shows it."""
    deadline, good = time.monotonic() + WAIT, 0
    while good < 12 * site.workers:
        good = good + 1 if words in site.patiently(path).text else 0
        assert time.monotonic() < deadline, f"{words} never came"


@pytest.fixture
def other(site: Site, tmp_path: Path) -> Iterator[Site]:
    """A second machine on the same database: a ring of its own."""
    made = Site(tmp_path / "other")
    made.start()
    yield made
    made.stop()


def test_a_change_made_on_one_machine_is_seen_on_the_other(site: Site, other: Site) -> None:
    story = make_article(headline="Ferry late", slug="ferry")
    path = story.get_absolute_url()
    site.warm(path), other.warm(path)

    correct(story, "Ferry on time")  # this process stands on the first machine

    assert all("Ferry on time" in site.get(path).text for _ in range(12))
    until_all(other, path, "Ferry on time")


def test_a_writer_killed_after_its_commit_is_made_good(site: Site, other: Site) -> None:
    story = make_article(headline="Ferry late", slug="ferry")
    path = story.get_absolute_url()
    site.warm(path), other.warm(path)

    killed = site.shell(f"""
import os, signal
from newsroom.pagecache import purge
purge._append = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from articles.models import Article
from articles.publishing import publish
from articles.revisions import save_draft
story = Article.objects.get(pk={story.pk})
told = story.head.snapshot.with_changes(headline="Ferry on time")
revision = save_draft(story, told, by=None, base=story.head_id)
publish(story, revision, by=None, change="update")
""")

    assert killed.wait(WAIT) == -signal.SIGKILL
    story.refresh_from_db()
    assert story.headline == "Ferry on time"  # it was committed
    until_all(site, path, "Ferry on time")
    until_all(other, path, "Ferry on time")


def test_killed_workers_come_back_and_another_one_follows_the_database(site: Site, other: Site) -> None:
    story = make_article(headline="Ferry late", slug="ferry")
    path = story.get_absolute_url()
    other.warm(path)

    for _ in range(other.workers):
        before = set(other.pids())
        other.kill_a_worker()
        deadline = time.monotonic() + WAIT
        while len(set(other.pids()) - before) < 1:
            assert time.monotonic() < deadline
    other.warm(path)
    correct(story, "Ferry on time")

    until_all(other, path, "Ferry on time")


@pytest.fixture
def machine(transactional_db: Any) -> Ring:
    """A ring that has looked once."""
    made = ring()
    look(made, {})
    return made


def test_a_purge_is_a_row_of_its_transaction(machine: Ring) -> None:
    seen = machine.head
    with transaction.atomic():
        purge("front")
        transaction.set_rollback(True)

    assert (machine.head, Purge.objects.count()) == (seen, 0)
    with transaction.atomic():
        purge("front", "article:1", "front")
        assert machine.head == seen
    assert machine.since(seen)[1] == [{"front", "article:1"}]
    assert Purge.objects.get().tags == "article:1 front"


def test_what_a_writer_appended_is_not_appended_again(machine: Ring) -> None:
    with transaction.atomic():
        purge("front")
    seen = machine.head

    known = look(machine, {})
    look(machine, known)

    assert machine.head == seen


def test_rows_that_become_visible_late_are_not_missed(machine: Ring) -> None:
    """A transaction that began first, and so has the smaller id, is committed last."""
    code = """
import django; django.setup()
import sys
from django.db import transaction
from newsroom.pagecache import purge
purge._append = lambda *_: None
with transaction.atomic():
    purge.purge("early")
    print("written", flush=True); sys.stdin.readline()
"""
    site = Site(Path(str(machine.path)).parent)
    with subprocess.Popen(
        [sys.executable, "-c", code],
        env=site.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as slow:
        assert slow.stdout is not None
        assert slow.stdin is not None
        assert slow.stdout.readline() == "written\n"
        with transaction.atomic():
            purge("late")
        known = look(machine, {})
        known = look(machine, known)
        seen = machine.head
        slow.stdin.write("\n")
        slow.stdin.flush()
        assert slow.wait(WAIT) == 0

    known = look(machine, known)
    assert machine.since(seen)[1] == [{"early"}]
    assert look(machine, known) is not None
    assert machine.since(seen)[1] == [{"early"}]


def test_a_machine_that_slept_too_long_drops_everything(machine: Ring) -> None:
    from newsroom.pagecache import ring as words

    machine.words[words._LOOKED_AT] = int(time.time() - KEPT.total_seconds())
    seen = machine.head

    look(machine, {})

    assert machine.since(seen)[1] == [{"*"}]


def test_a_database_that_was_replaced_drops_everything(machine: Ring) -> None:
    machine.note_followed(2**60)
    seen = machine.head

    look(machine, {})

    assert machine.since(seen)[1] == [{"*"}]
    assert machine.followed < 2**60


@pytest.mark.django_db
def test_rows_are_forgotten_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsroom.pagecache.purge.A_SWEEP", 3)
    old = timezone.now() - KEPT - timedelta(minutes=1)
    Purge.objects.bulk_create(Purge(tags="a", at=old) for _ in range(5))
    young = Purge.objects.create(tags="b")

    assert [prune() for _ in range(3)] == [3, 2, 0]
    assert list(Purge.objects.all()) == [young]
