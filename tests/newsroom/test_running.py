"""The whole site as `make run` starts it: server, worker and PostgreSQL are killed in turn, and it goes on."""

import os
import re
import signal
import tempfile
from pathlib import Path

import pytest
from django.conf import settings

from tests.newsroom.sites import Site
from tests.newsroom.workers import until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self").exists(), reason="asks /proc who lives"),
]


@pytest.fixture
def site():
    """An empty site of its own (not in pytest's folders, which are closed to PostgreSQL's user)."""
    with tempfile.TemporaryDirectory(prefix="newsroom-running-") as made:
        Path(made).chmod(0o755)
        site = Site(settings.BASE_DIR, Path(made) / "var")
        try:
            yield site
        finally:
            site.stop()


def processes(site, words):
    """Those of this site whose command line holds these words."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            own = f"NEWSROOM_VAR={site.var}" in (process / "environ").read_bytes().decode(errors="replace")
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if own and re.search(words, command):
            found.append(int(process.name))
    return sorted(found)


def is_well(site):
    return site.get("/-/ready") == (200, '{"status": "ok", "worker": "ok"}')


def test_it_goes_on_whatever_is_killed_and_leaves_nobody_behind(site):
    parent = site.start("--empty")
    until(lambda: is_well(site))
    server, worker = r"^\S+python \S+/granian |^\S*granian ", r"^\S+python \S+manage.py work"

    # the worker
    (first,) = processes(site, worker)
    os.kill(first, signal.SIGKILL)
    until(lambda: processes(site, worker) not in ([], [first]))

    # the server: the whole of it, and its workers do not keep the port
    old = processes(site, server)
    assert len(old) >= 2
    os.kill(old[0], signal.SIGKILL)
    until(lambda: processes(site, server) and not set(old) & set(processes(site, server)))
    until(lambda: is_well(site))

    # PostgreSQL
    postmaster = int((site.var / "pg" / "data" / "postmaster.pid").read_text().split("\n")[0])
    os.kill(postmaster, signal.SIGKILL)
    until(lambda: is_well(site))

    # new code
    old = processes(site, server)
    assert site.run(".venv/bin/python", "manage.py", "serve", "--reload")[0] == 0
    until(lambda: set(old) - set(processes(site, server)))
    until(lambda: is_well(site))
    assert parent.poll() is None

    # the parent: its children notice, and the place is free for the next start
    parent.kill()
    parent.wait()
    until(lambda: not processes(site, f"{server}|{worker}|lifeline"))
    parent = site.start("--empty")
    until(lambda: is_well(site))

    # `make stop`: nothing at all is left
    status, said = site.run("make", "stop")
    assert (status, "The site is stopped." in said, "PostgreSQL stopped." in said) == (0, True, True)
    assert parent.wait(30) == 0
    assert processes(site, f"{server}|{worker}|lifeline|postgres") == []


def test_a_ctrl_c_stops_server_and_worker(site):
    parent = site.start("--empty")
    until(lambda: is_well(site))

    os.killpg(parent.pid, signal.SIGINT)  # as a terminal does: to all in its foreground

    assert parent.wait(30) == 0
    assert processes(site, r"granian|manage.py work|lifeline") == []
