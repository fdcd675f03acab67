"""The embedded PostgreSQL: it comes when it is needed, and comes back whatever was killed."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import psycopg2
import pytest

from newsroom.kit.postgres import programs
from newsroom.kit.postgres.server import PORT, Embedded, is_postgres

pytestmark = pytest.mark.skipif(
    programs.runs_as_root() and not Path("/usr/sbin/useradd").exists(), reason="root without useradd"
)


def connect(server):
    return psycopg2.connect(host=str(server.socket_dir), port=PORT, user="postgres", dbname="postgres")


@pytest.fixture
def place():
    """A folder that the system user can reach too (pytest's own are closed to others)."""
    with tempfile.TemporaryDirectory(prefix="newsroom-") as made:
        Path(made).chmod(0o755)
        yield Path(made)


@pytest.fixture
def server(place):
    made = Embedded(place / "pg", durable=False)
    yield made
    made.stop()


def postmaster(server):
    return int((server.data / "postmaster.pid").read_text().split("\n")[0])


def kill(server):
    pid = postmaster(server)
    os.kill(pid, signal.SIGKILL)
    while is_postgres(pid, server.data):
        pass
    return pid


def test_it_starts_when_asked_and_again_without_harm(server):
    server.ensure_running()
    server.ensure_running()

    with connect(server).cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        assert cursor.fetchone() == ("UTF8",)
    assert server.socket_dir.stat().st_mode & 0o077 == 0
    assert server.data.stat().st_mode & 0o077 == 0


def test_acknowledged_rows_are_there_after_a_kill(place):
    server = Embedded(place / "pg", durable=True)
    server.ensure_running()
    connection = connect(server)
    connection.autocommit = True
    connection.cursor().execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")

    kill(server)
    server.ensure_running()

    try:
        with connect(server).cursor() as cursor:
            cursor.execute("SELECT count(*) FROM kept")
            assert cursor.fetchone() == (1000,)
    finally:
        server.stop()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="Linux tells who whose child is")
def test_it_waits_for_the_children_a_killed_server_left_behind(server):
    server.ensure_running()
    children = Path(f"/proc/{postmaster(server)}/task/{postmaster(server)}/children").read_text().split()
    asleep = int(children[0])
    os.kill(asleep, signal.SIGSTOP)  # it cannot notice that its server is gone
    waking = threading.Timer(0.5, os.kill, (asleep, signal.SIGCONT))

    kill(server)
    waking.start()
    server.ensure_running()

    assert server.is_running()


def test_a_pid_that_now_belongs_to_another_program_is_no_server(server):
    server.ensure_running()
    pid = kill(server)
    lock_file = server.data / "postmaster.pid"
    lock_file.write_text(lock_file.read_text().replace(str(pid), str(os.getpid()), 1))

    server.ensure_running()

    assert server.is_running()


def test_a_zombie_is_no_server(place):
    child = subprocess.Popen([sys.executable, "-c", f"'postgres {place}'"])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # dead, and not yet collected

    assert not is_postgres(child.pid, place)
    child.wait()


def test_an_interrupted_first_start_leaves_nothing_in_the_way(server):
    server.home.mkdir()
    (server.home / "data.new").mkdir()
    (server.home / "data.new" / "PG_VERSION").write_text("half")

    server.ensure_running()

    assert server.is_running()


def test_of_many_starters_one_starts(server):
    code = (
        "import sys; from newsroom.kit.postgres.server import Embedded;"
        " Embedded(sys.argv[1], durable=False).ensure_running()"
    )
    starters = [subprocess.Popen([sys.executable, "-c", code, str(server.home)]) for _ in range(4)]

    assert [starter.wait(60) for starter in starters] == [0, 0, 0, 0]
    assert server.is_running()


def test_a_long_path_gets_a_short_socket_of_its_own(place):
    server = Embedded(place / ("a long name " * 8) / "pg", durable=False)
    server.ensure_running()

    try:
        assert server.socket_dir.parent == Path("/tmp")  # noqa: S108
        assert server.socket_dir.stat().st_mode & 0o077 == 0
        connect(server).close()
    finally:
        server.stop()
        server.socket_dir.rmdir()


def test_another_versions_data_are_refused_with_instructions(server):
    server.ensure_running()
    server.stop()
    (server.data / "PG_VERSION").write_text("12\n")

    with pytest.raises(programs.EmbeddedError, match="PostgreSQL 12's"):
        server.ensure_running()


@pytest.mark.skipif(not programs.runs_as_root(), reason="root's own trouble")
def test_root_opens_nobodys_home(place, monkeypatch):
    closed = place / "home"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(programs, "SHARED_ROOT", place / "lib")
    (place / "lib").mkdir()

    server = Embedded(closed / "project" / "var" / "pg", durable=False)
    server.ensure_running()
    try:
        assert closed.stat().st_mode & 0o777 == 0o700
        assert server.home.parent == place / "lib"
    finally:
        server.stop()
