"""Bringing a site up in production dress: database, tables, files, server and worker, and taking it all down."""

import fcntl
import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from newsroom.background.supervising import STOP_SECONDS

BLOCKING_THREADS = 4  # with one, kept pages waited 1,460 ms behind one slow request; with four, 11 ms


class Lock:
    """One site a folder: held while it runs, let go by the kernel when its holder is killed."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self, address: str) -> None:
        """Raises CommandError where another process holds it."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held = self.path.read_text().split() or ["?", "?"]
            raise CommandError(
                f"The site runs already, on {held[-1]} (process {held[0]}). `make stop` stops it."
            ) from None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()} {address}\n".encode(), 0)

    def holder(self) -> int | None:
        """The process that runs the site, None where none does."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(self.path.read_text().split()[0])
        fcntl.flock(self._file, fcntl.LOCK_UN)
        return None


def refuse_busy_port(host: str, port: int) -> None:
    """Raises CommandError where another program listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise CommandError(
                f"Port {port} is taken by another program. Choose another one: make run PORT=8001"
            ) from None


def prepare(say: Callable[[str], None]) -> None:
    """The database with its tables up to date, and the static files collected, side by side."""
    failed: list[BaseException] = []

    def collect() -> None:
        try:
            if collect_static():
                say("Static files collected.")
        except BaseException as problem:  # noqa: BLE001 -- carried over to the caller's thread
            failed.append(problem)

    collecting = threading.Thread(target=collect)
    collecting.start()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    say("Database ready.")
    collecting.join()
    if failed:
        raise failed[0]


def note_release() -> None:
    """Write down which commit serves these data from now on: an upgrade says how to come back to it."""
    try:
        found = subprocess.run(
            ["git", "rev-parse", "--short=12", "HEAD"],  # noqa: S607
            cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
        )  # fmt: skip
    except OSError:
        return  # no git, or no repository: whoever unpacked the release knows where they came from
    if found.returncode == 0:
        (settings.VAR_DIR / "release").write_text(found.stdout)


def collect_static() -> bool:
    """Collect the static files unless nothing changed since the last time; True where it did."""
    digest = hashlib.sha256()
    for folder in settings.STATICFILES_DIRS:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                stat = path.stat()
                digest.update(f"{path.relative_to(folder)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    lock = settings.BASE_DIR / "requirements.lock"
    digest.update(lock.read_bytes() if lock.exists() else b"")
    mark = Path(settings.STATIC_ROOT) / ".collected"
    if mark.exists() and mark.read_text() == digest.hexdigest():
        return False
    mark.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    mark.write_text(digest.hexdigest())
    return True


def server_command(host: str, port: int, workers: int) -> list[str]:
    """granian's command line. Media come from its own mount; static files from WhiteNoise, which serves them
    compressed, and keeps only hashed names for ever: the editor's parts have plain ones."""
    media = Path(settings.MEDIA_ROOT)
    media.mkdir(parents=True, exist_ok=True)
    return [
        str(Path(sys.executable).with_name("granian")),
        "--interface", "wsgi", "newsroom.wsgi:application", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(BLOCKING_THREADS), "--backpressure", "128",
        "--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", str(STOP_SECONDS),
        "--static-path-route", "/media", "--static-path-mount", str(media),
        "--static-path-expires", "31536000", "--log-level", "warning",
    ]  # fmt: skip


def wait_for(host: str, port: int, seconds: float = 30) -> bool:
    """Does something listen there within this time?"""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


def stop_process(pid: int) -> None:
    """Ask a process to stop, and wait until it has."""
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS + 5
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
