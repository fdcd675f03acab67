"""The storm: writers publish while readers read and workers are killed; nobody gets a page older than what was
acknowledged before they asked."""

import http.client
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from tests.factories import make_article, make_section
from tests.pagecache.site import ROOT, Site
from tests.pagecache.writer import acknowledged

SECONDS = float(os.environ.get("STORM_SECONDS", "6"))
STORIES, READERS = 3, 4
KILLS, BETWEEN = 4, 60  # at least so many, so many reads apart
APART = 4.0  # seconds: a worker that dies within six of its birth is taken for one that never lives
SHOWN = re.compile(rb"Storm (\d+) text (\d+)")


def read(
    site: Site, paths: list[str], numbers: memoryview, over: threading.Event, found: Counter[str]
) -> None:
    """Ask for one page after the other; each story on it must be as new as it was known to be before."""
    chance = random.Random()  # noqa: S311 -- which page is next
    while not over.is_set():
        known = list(numbers[:STORIES])
        try:
            answer = site.get(chance.choice(paths))
        except (OSError, http.client.HTTPException):  # its worker was killed
            found["broken"] += 1
            continue
        found["reads"] += 1
        found["kept"] += answer.is_kept
        if answer.status != 200:
            found[f"status {answer.status}"] += 1
        for place, number in SHOWN.findall(answer.body):
            if int(number) < known[int(place)]:
                found["stale"] += 1


def test_no_reader_gets_a_page_older_than_what_was_acknowledged(site: Site, tmp_path: Path) -> None:
    notes = tmp_path / "acknowledged"
    notes.write_bytes(bytes(4096))
    numbers = acknowledged(notes)
    stories = [
        make_article(headline=f"Storm {n} text 0", slug=f"storm-{n}", section=make_section("Storm"))
        for n in range(STORIES)
    ]
    calm = make_article(section=make_section("Calm"))  # nobody writes it: it is kept however slow the machine
    paths = [story.get_absolute_url() for story in (*stories, calm)] + ["/", "/storm/", "/latest/", "/feed/"]
    found, over = Counter[str](), threading.Event()
    writers = [write(site, story.pk, place, notes) for place, story in enumerate(stories)]
    readers = [
        threading.Thread(target=read, args=(site, paths, numbers, over, found)) for _ in range(READERS)
    ]
    try:
        while not all(numbers[:STORIES]):  # each has published once
            assert all(writer.poll() is None for writer in writers)
        for reader in readers:
            reader.start()
        began, turn, killed_at = time.monotonic(), 0, 0.0
        while time.monotonic() - began < SECONDS or turn < KILLS:
            over.wait(0.05)
            assert time.monotonic() - began < SECONDS + 120, found
            if found["reads"] < (turn + 1) * BETWEEN:  # whoever was killed last is back, and kept something
                continue
            if turn % 2 == 0:
                if time.monotonic() - killed_at < APART:
                    continue
                site.kill_a_worker()  # the oldest
                killed_at = time.monotonic()
            else:  # in the middle of whatever it did
                place = turn // 2 % STORIES
                end_of(writers[place])
                writers[place] = write(site, stories[place].pk, place, notes)
            turn += 1
    finally:
        over.set()
        for reader in readers:
            if reader.ident:
                reader.join(60)
        for writer in writers:
            end_of(writer)

    told = {"texts": sum(numbers[:STORIES]), "killed": turn, **found}
    sys.stderr.write(f"\nThe storm: {told}\n")
    assert found["stale"] == 0, told
    assert not [name for name in found if name.startswith("status")], told
    assert (found["reads"] > 50, found["kept"] > 0, told["texts"] > 2 * STORIES) == (True, True, True), told


def write(site: Site, story: int, place: int, notes: Path) -> subprocess.Popen[bytes]:
    """Begin to publish this story again and again."""
    arguments = [str(story), str(place), str(notes)]
    command = [sys.executable, "-m", "tests.pagecache.writer", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=site.environment)


def end_of(writer: subprocess.Popen[bytes]) -> None:
    """Kill it wherever it is."""
    writer.kill()
    writer.wait()
