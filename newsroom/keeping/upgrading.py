"""`make upgrade`: from the release that ran to the one that is checked out, with the way back said at each step that can fail.

It runs as a program of its own and imports nothing but Python's library: the packages change under its feet.
"""

import fcntl
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = Path(os.environ.get("NEWSROOM_VAR") or ROOT / "var")
PYTHON = str(ROOT / ".venv" / "bin" / "python")
MANAGE = (PYTHON, "manage.py")
STOP_SECONDS = 60
HEALTH_SECONDS = 120
OK = 200
Done = TypeVar("Done")


class UpgradeError(Exception):
    """What failed, in a sentence."""


@dataclass(frozen=True, slots=True)
class Running:
    """The site that runs from this folder: its process, and how it was started."""

    pid: int
    command: list[str]
    environment: dict[str, str]


def main() -> int:
    """All steps; 0 where the new release serves pages."""
    old, new = release_before(), commit("HEAD")
    say(f"From {old or 'an unknown release'} to {new or 'this one'}.")
    running = find_running()
    environment = (
        running.environment if running else dict(os.environ)
    )  # DATABASE_URL and all: those of the site
    back = WayBack(old, running)
    try:
        step("Packages", lambda: run(environment, "./bootstrap.sh", "run"))
        step("Configuration", lambda: run(environment, *MANAGE, "check"))
        back.is_stopped = running is not None
        if running:
            step("Stopping the site", lambda: stop(running.pid))
        back.backup = step("Backup of the database", lambda: back_up(environment, new))
        step("Tables and static files", lambda: run(environment, *MANAGE, "serve", "--prepare"))
        step("Starting, and asking whether all is well", lambda: start_and_ask(environment, running))
    except UpgradeError as problem:
        say(f"\n{problem}\n{back.in_words()}")
        return 1
    say(f"\nUpgraded. The database as it was before is in {back.backup}.")
    if running:
        say(f"The site runs in the background; its words go to {VAR / 'serve.log'}.")
    return 0


# --- the way back --------------------------------------------------------------------------------------------
class WayBack:
    """What must be done to be where the upgrade began, as far as it came."""

    def __init__(self, old: str, running: Running | None) -> None:
        self.old, self.running = old, running
        self.backup: Path | None = None
        self.is_stopped = False

    def in_words(self) -> str:
        """Commands, each on a line of its own."""
        lines = []
        if self.backup:
            restore = (
                ".venv/bin/python",
                "manage.py",
                "restore",
                "--replace",
                "--as-it-was",
                str(self.backup),
            )
            lines += [
                "The data are as they were in the backup. The site is stopped. To go back:",
                shlex.join(restore),
            ]
        elif self.is_stopped:
            lines += ["Nothing was changed in the data. The site is stopped. To go back:"]
        elif self.running:
            lines += ["Nothing was changed in the data, and the site still runs as it did. To go back:"]
        else:
            lines += ["Nothing was changed in the data. To go back:"]
        lines += [
            f"git checkout {self.old}" if self.old else "# put the files of the release you came from here"
        ]
        lines += ["./bootstrap.sh run"]
        if self.running and self.is_stopped:
            lines += [shlex.join(self.running.command)]
        return "\n".join([lines[0], *(f"  {line}" for line in lines[1:])])


def release_before() -> str:
    """The commit that last served these data; where none is noted, the one that was checked out before."""
    noted = VAR / "release"
    return (noted.read_text().strip() if noted.exists() else "") or commit("HEAD@{1}")


def commit(name: str) -> str:
    """Its short number; empty where this folder is no git repository, or there is no such commit."""
    try:
        found = subprocess.run(  # noqa: S603
            ["git", "rev-parse", "--verify", "--quiet", "--short=12", name],  # noqa: S607
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
    except OSError:
        return ""
    return found.stdout.strip() if found.returncode == 0 else ""


# --- the steps -----------------------------------------------------------------------------------------------
def step(name: str, do: Callable[[], Done]) -> Done:
    """Say what is done, do it, say how long it took."""
    say(f"\n== {name}")
    began = time.monotonic()
    try:
        done = do()
    except (OSError, UpgradeError) as problem:
        raise UpgradeError(f"{name}: {problem}") from problem
    say(f"   {time.monotonic() - began:.1f} s")
    return done


def run(environment: dict[str, str], *command: str) -> None:
    """Run a program whose words are shown; raises UpgradeError where it fails."""
    status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603 -- the project's own commands
    if status:
        raise UpgradeError(f"{shlex.join(command[-3:])} failed; the lines above say why.")


def back_up(environment: dict[str, str], new: str) -> Path:
    """The database alone: an upgrade changes no media. Nothing is written after it, the site being stopped."""
    folder = VAR / "backups"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"before-{new or 'upgrade'}-{datetime.now(UTC):%Y%m%d-%H%M%S}.newsroom"
    run(environment, *MANAGE, "backup", "--database-only", str(path))
    return path


def find_running() -> Running | None:
    """Who holds the site's lock. Raises SystemExit where a service manager would be at odds with us."""
    path = VAR / "serve.lock"
    if not path.exists():
        return None
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            pid = int(file.read().split()[0])
        else:
            return None
    if (service := service_of(pid)) and service != service_of(os.getpid()):
        raise SystemExit(
            f"The site runs as {service}. Stop it first (systemctl stop {service}), upgrade, and start it again."
        )
    process = Path("/proc") / str(pid)
    if not process.exists():  # macOS
        listed = subprocess.run(  # noqa: S603
            ["ps", "-o", "command=", "-p", str(pid)],  # noqa: S607
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return Running(pid, shlex.split(listed.stdout), dict(os.environ))
    pairs = (line.partition("=") for line in _words(process / "environ"))
    return Running(pid, _words(process / "cmdline"), {name: value for name, _, value in pairs})


def service_of(pid: int) -> str:
    """The systemd service this process belongs to; empty where it was started by a person."""
    try:
        groups = Path(f"/proc/{pid}/cgroup").read_text()
    except OSError:
        return ""
    found = re.findall(r"/system\.slice/(?:[^/\n]+/)*([\w@.-]+\.service)", groups)
    return found[-1] if found else ""


def _words(path: Path) -> list[str]:
    return [os.fsdecode(word) for word in path.read_bytes().split(b"\0") if word]


def stop(pid: int) -> None:
    """Ask it to stop: requests and tasks are finished."""
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while _holds_lock():
        if time.monotonic() > deadline:
            raise UpgradeError(f"process {pid} does not stop.")
        time.sleep(0.1)


def _holds_lock() -> bool:
    with (VAR / "serve.lock").open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def start_and_ask(environment: dict[str, str], running: Running | None) -> None:
    """Start the new release as the old one was started and ask it for pages; where none ran, for that moment only."""
    command = (
        running.command
        if running
        else [*MANAGE, "serve", "--empty", "--workers", "1", "--port", str(_free_port())]
    )
    with (VAR / "serve.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 -- the words it was started with before
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _ask_until_well(
            process, f"http://{_option(command, '--host', '127.0.0.1')}:{_option(command, '--port', '8000')}"
        )
    except UpgradeError:
        _end(process)
        raise
    if running is None:
        _end(process)


def _ask_until_well(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + HEALTH_SECONDS
    said = ""
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise UpgradeError(f"the site ended by itself; {VAR / 'serve.log'} says why.")
        status, said = _get(f"{address}/-/ready")
        if status == OK and '"worker": "ok"' in said:
            status, said = _get(f"{address}/")
            if status == OK:
                return
            said = f"the front page answers {status}"
            if status:
                break
        time.sleep(0.3)
    raise UpgradeError(f"the site is not well: {said[:200] or 'no answer'}. {VAR / 'serve.log'} says more.")


def _get(url: str) -> tuple[int, str]:
    """Status and words; a redirect to the encrypted address is an answer."""
    opener = urllib.request.build_opener(_Stay, urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=10) as answer:
            return int(answer.status), answer.read(4000).decode(errors="replace")
    except urllib.error.HTTPError as refused:
        with refused:
            moved = refused.code in (301, 302, 308) and refused.headers.get("Location", "").startswith(
                "https://"
            )
        return (OK if moved else refused.code), ""
    except OSError as problem:
        return 0, str(problem)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _option(command: list[str], name: str, default: str) -> str:
    for word, following in zip(command, [*command[1:], ""], strict=True):
        if word == name:
            return following
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
    return default


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def say(words: str) -> None:
    """Show it now: other programs write to the same terminal."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
