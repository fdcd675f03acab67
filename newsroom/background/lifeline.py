"""Runs one command, and ends it when whoever started it is gone: nothing of a killed site goes on by itself.

Run as a script, so that it loads nothing of the site. Its standard input is a pipe whose other end the starter holds: the kernel closes
it however the starter ends.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from types import FrameType

GRACE_SECONDS = 12  # a little longer than the server gives its workers


def main(command: list[str]) -> int:
    """The command's exit status."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 -- serve's own words

    def pass_on(number: int, _frame: FrameType | None) -> None:
        child.send_signal(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1):
        signal.signal(number, pass_on)
    threading.Thread(target=end_with_starter, args=(child,), daemon=True).start()
    return child.wait()


def end_with_starter(child: subprocess.Popen[bytes]) -> None:
    """Wait for the pipe's end; then ask the command to stop, and in the end kill all of this session."""
    while os.read(0, 1024):
        pass
    child.terminate()
    time.sleep(GRACE_SECONDS)  # where it stops in time, this thread ends with it
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
