"""Server and worker side by side: who dies comes back, and nobody is left behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.newsroom.workers import until

RUN = (
    "import sys; from newsroom.background import supervising as s; s.WAITS = (0.05,); s.LOOK_SECONDS = 0.02;"
    "parts = [s.Part(name, [sys.executable, '-c', code], most, reload) for name, code, most, reload in eval(sys.argv[1])];"
    "sys.exit(s.run_until_stopped(parts))"
)
# each says its own number and its child's, one line a start, and what it was told
PART = """
import os, signal, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
def tell(word):
    with open({said!r}, "a") as file: file.write(word + "\\n")
def leave(*_):
    tell("asked"); child.kill(); sys.exit(0)
signal.signal(signal.SIGTERM, leave)
signal.signal(signal.SIGHUP, lambda *_: tell("reload"))
tell(f"{{os.getpid()}} {{child.pid}}")
while True: signal.pause()
"""


@pytest.fixture
def site(tmp_path):
    """Runs the parts of these codes: a supervisor process, and what each part says."""
    made = []

    def start(**parts):
        given = []
        for name, (code, most, reload) in parts.items():
            given.append((name, code or PART.format(said=str(tmp_path / name)), most, reload))
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, repr(given)],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "newsroom.settings"},
            stderr=subprocess.DEVNULL,
        )
        made.append(process)
        return process

    yield start
    for process in made:
        process.kill()
        process.wait()


def said(tmp_path, name, lines):
    """The lines once there are so many."""
    path = Path(tmp_path / name)
    return until(lambda: path.exists() and len(found := path.read_text().splitlines()) >= lines and found)


def is_alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


linux = pytest.mark.skipif(not Path("/proc/self").exists(), reason="asks /proc who lives")


@linux
@pytest.mark.parametrize("victim", ["server", "worker"])
def test_who_dies_is_started_again_and_leaves_nothing_behind(site, tmp_path, victim):
    process = site(server=(None, 3, None), worker=(None, None, None))
    pid, child = map(int, said(tmp_path, victim, 1)[0].split())

    os.kill(pid, signal.SIGKILL)

    again, _ = map(int, said(tmp_path, victim, 2)[1].split())
    assert again != pid
    assert not is_alive(child)
    assert process.poll() is None


def test_a_server_that_keeps_dying_ends_the_site_and_a_worker_that_does_not(site, tmp_path):
    count = f"open({str(tmp_path / 'tries')!r}, 'a').write('x'); "
    process = site(server=(count + "raise SystemExit(3)", 4, None), worker=(None, None, None))
    assert process.wait(60) == 1
    assert (tmp_path / "tries").read_text() == "xxxx"
    assert said(tmp_path, "worker", 2)[1] == "asked"

    dying = f"open({str(tmp_path / 'died')!r}, 'a').write('x'); raise SystemExit(3)"
    process = site(server=(None, 4, None), worker=(dying, None, None))
    until(lambda: (tmp_path / "died").exists() and len((tmp_path / "died").read_text()) > 8)
    assert process.poll() is None


@linux
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_all_of_them(site, tmp_path, number):
    process = site(server=(None, 3, None), worker=(None, None, None))
    pids = [int(pid) for name in ("server", "worker") for pid in said(tmp_path, name, 1)[0].split()]

    process.send_signal(number)

    assert process.wait(30) == 0
    assert [said(tmp_path, name, 2)[1] for name in ("server", "worker")] == ["asked", "asked"]
    assert not any(is_alive(pid) for pid in pids)


@linux
def test_nobody_outlives_a_killed_parent(site, tmp_path):
    process = site(server=(None, 3, None), worker=(None, None, None))
    pids = [int(pid) for name in ("server", "worker") for pid in said(tmp_path, name, 1)[0].split()]

    process.kill()

    until(lambda: not any(is_alive(pid) for pid in pids))
    assert [said(tmp_path, name, 2)[1] for name in ("server", "worker")] == ["asked", "asked"]


@linux
def test_who_does_not_listen_is_killed_with_the_parent_too(site, tmp_path):
    deaf = f"import os, signal; signal.signal(15, signal.SIG_IGN); open({str(tmp_path / 'deaf')!r}, 'w').write(str(os.getpid()));\nwhile True: signal.pause()"
    process = site(server=(deaf, 3, None))
    pid = int(until(lambda: (tmp_path / "deaf").exists() and (tmp_path / "deaf").read_text()))

    process.kill()

    until(lambda: not is_alive(pid))


def test_new_code_is_taken_up_without_a_death(site, tmp_path):
    process = site(server=(None, 1, int(signal.SIGHUP)), worker=(None, 1, None))
    said(tmp_path, "server", 1)
    said(tmp_path, "worker", 1)

    process.send_signal(signal.SIGUSR1)

    assert said(tmp_path, "server", 2)[1] == "reload"
    first, asked, again = said(tmp_path, "worker", 3)
    assert asked == "asked"
    assert again != first
    assert process.poll() is None
