"""Starting, finding and stopping the embedded PostgreSQL, whatever was killed before."""

import fcntl
import hashlib
import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from newsroom.kit.postgres import programs
from newsroom.kit.postgres.programs import EmbeddedError

PORT = "5432"
SUPERUSER = "postgres"
START_SECONDS = 120  # recovery after a crash under load can take a while
ORPHAN_SECONDS = 30  # how long a killed server's own children may take to go
ORPHANS_LIVE = "pre-existing shared memory block"  # PostgreSQL's words for them
SOCKET_PATH_MAX = 103  # bytes, macOS's limit; Linux has 107
NO_PROCESS = 2_147_483_646  # a pid that cannot exist


class Embedded:
    """One cluster under one folder. Nothing is held open: any number of processes may use the same folder."""

    def __init__(self, home: Path | str, *, durable: bool = True) -> None:
        self.asked_home = Path(home).absolute()
        self.durable = durable
        self.home = self.asked_home
        if programs.runs_as_root() and not programs.others_may_enter(self.asked_home.parent):
            self.home = programs.shared_dir(self.asked_home)  # never open somebody's home to others
        self.data = self.home / "data"
        self.log = self.home / "postgres.log"
        self.socket_dir = self.home / "s"
        if len(os.fsencode(self.socket_dir / f".s.PGSQL.{PORT}")) > SOCKET_PATH_MAX or '"' in str(
            self.socket_dir
        ):
            short = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
            self.socket_dir = Path(f"/tmp/newsroom-pg-{os.geteuid()}-{short}")  # noqa: S108 -- 0700, its owner is checked

    # --- state ---------------------------------------------------------------------------------------------
    def ready(self) -> int:
        """0: takes connections; 1: starts or recovers; 2: not there."""
        return programs.run(
            self._program("pg_isready"), "-q", "-h", self.socket_dir, "-p", PORT, "-t", "2", as_user={}
        ).returncode

    def is_running(self) -> bool:
        """Does it take connections?"""
        return self.data.exists() and self.ready() == 0

    # --- life ----------------------------------------------------------------------------------------------
    def ensure_running(self) -> None:
        """Start the server unless it runs. Of many processes that ask at once one starts it. Raises EmbeddedError."""
        if self.is_running():
            return
        with self._lock():
            deadline = time.monotonic() + START_SECONDS
            while (state := self.ready()) == 1 and time.monotonic() < deadline:
                time.sleep(0.05)
            if state == 0:
                return
            self._prepare_folders()
            self._disown_if_dead()
            self._refuse_other_version()
            if not (self.data / "PG_VERSION").exists():
                self._make_cluster()
            self._start()

    def stop(self) -> bool:
        """Stop the server; True where one ran."""
        with self._lock():
            if not (self.data / "postmaster.pid").exists():
                return False
            self._run("pg_ctl", "-w", "-m", "fast", "-D", self.data, "stop")
            return True

    def _start(self) -> None:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": f'"{self.socket_dir}"',
            "unix_socket_permissions": "0700",
            "port": PORT,
            "timezone": "UTC",
            "log_timezone": "UTC",
            "max_connections": "100",
        }
        if not self.durable:
            settings |= dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "off")
        options = " ".join("-c " + shlex.quote(f"{name}={value}") for name, value in settings.items())
        deadline = time.monotonic() + ORPHAN_SECONDS
        while True:
            started = self._run(
                "pg_ctl", "-w", "-t", START_SECONDS, "-D", self.data, "-l", self.log, "-o", options, "start"
            )
            if not started.returncode:
                return
            # a killed server's children notice within moments, a busy one at the end of its query: until the last
            # of them is gone PostgreSQL refuses to start beside it
            if time.monotonic() > deadline or ORPHANS_LIVE not in self._last_log_lines():
                raise EmbeddedError(f"PostgreSQL did not start:\n{started.stdout}\n{self._last_log_lines()}")
            time.sleep(0.1)

    def _make_cluster(self) -> None:
        """An interrupted initdb leaves nothing that looks like a cluster: it is made aside and renamed."""
        fresh = self.data.with_name("data.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self._hand_over(fresh)
        # the builtin provider sorts by code point the same everywhere: a new glibc cannot spoil an index
        made = self._run(
            "initdb", "-D", fresh, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--no-locale",
            "--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST",
            *(() if self.durable else ("--no-sync",)),
        )  # fmt: skip
        if made.returncode:
            raise EmbeddedError(f"PostgreSQL's data folder could not be made:\n{made.stdout}")
        if self.data.exists():
            self.data.rmdir()
        fresh.rename(self.data)

    # --- after a crash -------------------------------------------------------------------------------------
    def _disown_if_dead(self) -> None:
        """Put a pid that cannot exist into the lock file of a server that is gone, where its pid is a zombie's or
        another program's. The file stays: its shared-memory key keeps PostgreSQL from starting beside an orphan."""
        pid_file = self.data / "postmaster.pid"
        try:
            lines = pid_file.read_text().split("\n")
            pid = int(lines[0])
        except (OSError, ValueError):
            return
        if is_postgres(pid, self.data):
            return
        lines[0] = str(NO_PROCESS)
        pid_file.write_text("\n".join(lines))
        for name in (f".s.PGSQL.{PORT}.lock", f".s.PGSQL.{PORT}"):
            (self.socket_dir / name).unlink(missing_ok=True)

    def _refuse_other_version(self) -> None:
        mark = self.data / "PG_VERSION"
        if not mark.exists():
            return
        ours = programs.install_dir(programs.wheel_dir()).name.removeprefix("pginstall")
        theirs = mark.read_text().strip()
        if ours != theirs:
            raise EmbeddedError(
                f"The data in {self.data} are PostgreSQL {theirs}'s, the installed programs are version {ours}."
                f" Install the dependencies of the release that made the data, take a dump with its pg_dump, move"
                f" {self.data} aside, and load the dump with this release; docs/deploying.md has the commands."
            )

    # --- folders and users ---------------------------------------------------------------------------------
    def _prepare_folders(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        for folder in (self.data, self.socket_dir):
            folder.mkdir(mode=0o700, exist_ok=True)
            owner = folder.lstat().st_uid
            if owner not in self._trusted_owners() or folder.is_symlink():
                raise EmbeddedError(f"{folder} belongs to somebody else; move it away and start again.")
            self._hand_over(folder)
        if programs.runs_as_root():
            self.home.chmod(0o711)
        self.log.touch(mode=0o600)
        self._hand_over(self.log)

    def _trusted_owners(self) -> set[int]:
        owners = {os.geteuid()}
        return owners | {programs.system_user().pw_uid} if programs.runs_as_root() else owners

    def _hand_over(self, path: Path) -> None:
        if programs.runs_as_root():
            user = programs.system_user()
            os.chown(path, user.pw_uid, user.pw_gid)

    def _as_user(self) -> dict[str, Any]:
        if not programs.runs_as_root():
            return {}
        user = programs.system_user()
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}

    def _program(self, name: str) -> Path:
        return programs.bin_dir(self.asked_home) / name

    def _run(self, program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        return programs.run(self._program(program), *arguments, as_user=self._as_user())

    def _last_log_lines(self) -> str:
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])
        except OSError:
            return ""

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """One starter at a time; the kernel lets go of the lock of a killed one. PostgreSQL must not inherit it."""
        self.home.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.home / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def is_postgres(pid: int, data: Path) -> bool:
    """Is this pid a living PostgreSQL on this data folder: neither a zombie nor a pid used again?"""
    process = Path("/proc") / str(pid)
    if Path("/proc/self").exists():
        try:
            state = (process / "stat").read_text().rpartition(")")[2].split()[0]
            command = os.fsdecode((process / "cmdline").read_bytes()).replace("\0", " ")
        except (OSError, IndexError):
            return False
    else:
        listed = subprocess.run(  # noqa: S603 -- macOS has no /proc
            ["ps", "-o", "stat=,command=", "-p", str(pid)],  # noqa: S607
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        state, _, command = listed.stdout.strip().partition(" ")
    return bool(state) and not state.startswith("Z") and "postgres" in command and str(data) in command
