"""Keeping server and worker alive side by side: who dies is started again, and all stop together."""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from django.conf import settings

from newsroom.background import lifeline

logger = logging.getLogger(__name__)

STOP_SECONDS = 10
WAITS = (0.5, 1, 2, 5, 15, 30)  # seconds before the next start, while a part dies young
SETTLED_SECONDS = 60  # who lived so long begins anew with the waits
LOOK_SECONDS = 0.2


@dataclass
class Part:
    """One command of the site. `most_starts` in a row, dying young each time, and the site gives up; None: never.

    `reload_signal` makes it take up new code by itself; without one it is asked to stop, and started again.
    """

    name: str
    command: list[str]
    most_starts: int | None = None
    reload_signal: int | None = None
    process: "subprocess.Popen[bytes] | None" = None
    deaths: int = 0
    is_leaving: bool = False
    started_at: float = field(default=0.0)
    next_start_at: float = field(default=0.0)

    def start(self) -> None:
        """In a session of its own, so that a Ctrl-C reaches this process alone; it ends if this process is killed."""
        self.process = subprocess.Popen(  # noqa: S603 -- our own commands
            [sys.executable, str(Path(lifeline.__file__)), *self.command],
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        self.started_at, self.is_leaving = time.monotonic(), False

    def look(self) -> bool:
        """Start it where it is due, note where it died; False where it died too often."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.next_start_at:
                self.start()
            return True
        if self.process.poll() is None:
            return True
        if self.is_leaving:
            self._kill_the_rest()
            self.start()
            return True
        self.deaths = 1 if now - self.started_at > SETTLED_SECONDS else self.deaths + 1
        wait = WAITS[min(self.deaths, len(WAITS)) - 1]
        logger.error("%s ended by itself. status=%s again_in=%s", self.name, self.process.returncode, wait)
        self._kill_the_rest()
        self.next_start_at = now + wait
        return self.most_starts is None or self.deaths < self.most_starts

    def reload(self) -> None:
        """Take up new code; what it is doing is finished first."""
        if self.process is None or self.process.poll() is not None:
            return
        if self.reload_signal is None:
            self.is_leaving = True
            self.process.terminate()
        else:
            self.process.send_signal(self.reload_signal)

    def ask_to_stop(self) -> None:
        """The polite way; what it is doing is finished."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def make_stop(self, deadline: float) -> None:
        """The other way, once the time is over."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.1, deadline - time.monotonic()))
        self._kill_the_rest()

    def _kill_the_rest(self) -> None:
        """A dead server's workers would keep its port; they go with it."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.process.stdin:
            self.process.stdin.close()
        self.process = None


def run_until_stopped(parts: list[Part]) -> int:
    """Run these side by side until a signal comes, then stop them all; 1 where one could not be kept alive.

    SIGUSR1 makes all of them take up new code.
    """
    stopping, reloading = threading.Event(), threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    signal.signal(signal.SIGUSR1, lambda _signal, _frame: reloading.set())
    status = 0
    while not status and not stopping.is_set():
        if reloading.is_set():
            reloading.clear()
            for part in parts:
                part.reload()
        alive = [part.look() for part in parts]
        status = 0 if all(alive) else 1
        stopping.wait(LOOK_SECONDS)
    for part in parts:
        part.ask_to_stop()
    deadline = time.monotonic() + STOP_SECONDS
    for part in parts:
        part.make_stop(deadline)
    return status
