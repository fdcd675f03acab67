"""The ring: what was purged reaches every process, whatever is killed in between."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from newsroom.pagecache.ring import HEADER, SIZE, Ring

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ring"


def run(code: str) -> int:
    """Another process."""
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode


def test_another_process_hears_what_was_purged(path: Path) -> None:
    ring = Ring(path)
    seen = ring.head

    run(f"from newsroom.pagecache.ring import Ring; Ring({str(path)!r}).append(['article:1', 'front'])")

    head, purged = ring.since(seen)
    assert (head > seen, purged) == (True, [{"article:1", "front"}])
    assert ring.since(head) == (head, [])


def test_a_row_is_appended_once(path: Path) -> None:
    ring, other = Ring(path), Ring(path)

    assert [ring.append(["a"], 7), other.append(["a"], 7), other.append(["a"], 8)] == [True, False, True]


def test_a_reader_that_keeps_up_misses_nothing_while_the_ring_goes_round(path: Path) -> None:
    ring, reader = Ring(path), Ring(path)
    seen, written, heard = reader.head, [], []
    sizes = random.Random(4)  # noqa: S311 -- sizes
    while ring.head < 3 * SIZE:
        tags = frozenset((f"article:{len(written)}", "x" * sizes.randint(1, 900)))
        ring.append(tags)
        written.append(tags)
        if len(written) % 50 == 0:
            seen, purged = reader.since(seen)
            heard += purged or []

    heard += reader.since(seen)[1] or []
    assert heard == written


def test_who_sleeps_while_the_ring_goes_round_drops_everything(path: Path) -> None:
    ring, sleeper = Ring(path), Ring(path)
    seen = sleeper.head
    while ring.head <= SIZE:
        ring.append(["x" * 1000])

    assert sleeper.since(seen) == (ring.head, None)


def test_a_writer_killed_in_the_middle_holds_nobody_up_and_leaves_nothing(path: Path) -> None:
    ring = Ring(path)
    ring.append(["before"])
    seen = ring.head
    code = f"""
import os, signal
from newsroom.pagecache.ring import Ring
class Killed(Ring):
    def _write(self, head, record):
        super()._write(head, record[:len(record) // 2])
        os.kill(os.getpid(), signal.SIGKILL)
Killed({str(path)!r}).append(["half", "of", "it"], 3)
"""

    assert run(code) == -9
    assert ring.since(seen) == (seen, [])
    assert ring.append(["after"], 3)
    assert ring.since(seen)[1] == [{"after"}]


def test_bytes_that_a_writer_claimed_are_not_believed(path: Path) -> None:
    ring = Ring(path)
    while ring.head < SIZE - 2000:
        ring.append(["x" * 1000])
    code = f"""
import os, signal
from newsroom.pagecache.ring import Ring
class Killed(Ring):
    def _write(self, head, record):
        super()._write(head, record)
        os.kill(os.getpid(), signal.SIGKILL)
Killed({str(path)!r}).append(["y" * 9000])
"""
    assert run(code) == -9

    assert ring.since(0) == (ring.head, None)  # its oldest bytes may be overwritten


def test_changed_bytes_are_not_believed(path: Path) -> None:
    ring = Ring(path)
    ring.append(["article:1"])
    with path.open("r+b") as file:
        file.seek(HEADER + 10)
        file.write(b"#")

    assert ring.since(0) == (ring.head, None)


def test_processes_append_side_by_side(path: Path) -> None:
    ring = Ring(path)
    code = f"""
from newsroom.pagecache.ring import Ring
ring = Ring({str(path)!r})
for number in range(300):
    ring.append([f"{{__import__('os').getpid()}}:{{number}}"])
"""
    writers = [subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) for _ in range(3)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]

    purged = ring.since(0)[1]
    assert purged is not None
    heard = [next(iter(tags)) for tags in purged]
    assert len(set(heard)) == 900
    for writer in writers:
        own = [tag for tag in heard if tag.startswith(f"{writer.pid}:")]
        assert own == [f"{writer.pid}:{number}" for number in range(300)]


def test_a_ring_taken_away_is_known(path: Path) -> None:
    ring = Ring(path)
    assert ring.is_current

    path.unlink()
    assert not ring.is_current
    Ring(path)
    assert not ring.is_current


def test_a_broken_file_is_made_anew(path: Path) -> None:
    path.write_bytes(b"something else")

    ring = Ring(path)

    assert (ring.head, path.stat().st_size, path.stat().st_mode & 0o077) == (0, HEADER + SIZE, 0)
