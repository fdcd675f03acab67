"""The thread that hears of purges by others: one of a machine's processes follows the database, all watch the file."""

import fcntl
import logging
import os
import select
import threading

from django.db import Error, connection

from newsroom.pagecache.purge import CHANNEL, look
from newsroom.pagecache.store import Store

logger = logging.getLogger(__name__)

POLL_SECONDS = 1.0


class Follower(threading.Thread):
    """Waits for its turn at the machine's lock, which goes with a killed process; then looks at each notification
    and once a second."""

    def __init__(self, store: Store) -> None:
        super().__init__(name="purges", daemon=True)
        self.store = store
        self._known: dict[int, int] = {}
        self._lock = os.open(f"{store.ring.path}.follower", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._stopping = threading.Event()
        self._failed = False

    def run(self) -> None:
        """Until the process ends."""
        while not self._stopping.is_set():
            try:
                self._turn()
                self._failed = False
            except (Error, OSError) as problem:
                if not self._failed:
                    logger.warning("Purges cannot be followed for now: %s", problem)
                self._failed = True
                connection.close()
            self._stopping.wait(POLL_SECONDS)
        connection.close()

    def stop(self) -> None:
        """End the thread, and give the lock to another process."""
        self._stopping.set()
        self.join()
        os.close(self._lock)

    def _turn(self) -> None:
        self.store.watch_ring()
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        with connection.cursor() as db:
            db.execute(f"LISTEN {CHANNEL}")
        while not self._stopping.is_set():
            self._known = look(self.store.watch_ring(), self._known)
            self._wait()

    def _wait(self) -> None:
        raw = connection.connection
        if select.select([raw], [], [], POLL_SECONDS)[0]:
            raw.poll()
            raw.notifies.clear()
