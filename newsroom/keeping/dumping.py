"""PostgreSQL's own programs, which write and load dumps: those of the wheel, or newer ones on PATH."""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from django.db import connection

from newsroom.keeping.archive import CHUNK
from newsroom.kit.postgres import programs

LOCK_SECONDS = 30  # another program that holds a table longer is told of
# an error ends psql, and whatever ends it before COMMIT undoes everything
BEFORE = f"SET lock_timeout = '{LOCK_SECONDS}s'; BEGIN; DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"
AFTER = "\nCOMMIT;\n"


class DumpError(Exception):
    """Why the database could not be written out or loaded, in a sentence."""


def server_major() -> int:
    """The server's version: 15, 16, …"""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10000


def program(name: str, at_least: int) -> Path:
    """The oldest of the installed ones that is new enough: what it writes, more servers understand."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    with contextlib.suppress(programs.EmbeddedError):  # no wheel for this machine: PATH must have them
        folders.append(programs.install_dir(programs.wheel_dir()) / "bin")
    found: dict[int, Path] = {}
    for folder in folders:
        if (path := shutil.which(name, path=str(folder))) and (major := version_of(path)):
            found.setdefault(major, Path(path))
    fitting = [major for major in found if major >= at_least]
    if not fitting:
        newest = f"the newest found is {max(found)}" if found else "none was found"
        raise DumpError(
            f"PostgreSQL's program {name} of version {at_least} or newer is needed, and {newest}."
            f" Install it (on Debian or Ubuntu: apt install postgresql-client-{at_least}) or put its folder on PATH."
        )
    return found[min(fitting)]


def version_of(path: str | Path) -> int:
    """The major version that this program says it has; 0 where it says none."""
    try:
        said = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return 0
    numbers = re.findall(r"\) (\d+)", said.stdout)
    return int(numbers[0]) if numbers else 0


def _where() -> dict[str, str]:
    """Which database, in the variables all of PostgreSQL's programs read; a password is seen by nobody."""
    own = connection.settings_dict
    _, extra = connection.client.settings_to_cmd_args_env(own, [])
    named = {"PGHOST": own["HOST"], "PGPORT": own["PORT"], "PGUSER": own["USER"], "PGDATABASE": own["NAME"]}
    ours = {key: str(value) for key, value in named.items() if value}
    return {**os.environ, **(extra or {}), **ours, "LC_ALL": "C", "PGCLIENTENCODING": "UTF8"}


def dump() -> Iterator[bytes]:
    """The whole database at one moment, while others go on writing. Raises DumpError."""
    with tempfile.TemporaryFile() as complaints:
        options = ("--format=custom", "--no-owner", "--no-privileges", f"--lock-wait-timeout={LOCK_SECONDS}s")
        process = _start(complaints, program("pg_dump", server_major()), *options)
        _open(process.stdin).close()
        try:
            while chunk := _open(process.stdout).read(CHUNK):
                yield chunk
        except BaseException:  # the disk is full, Ctrl-C: nobody reads on
            process.kill()
            raise
        finally:
            failed = process.wait()
            _open(process.stdout).close()
        if failed:
            raise DumpError(f"The database could not be written out: {_last(complaints)}")


def load(chunks: Iterable[bytes], *, made_with: int) -> None:
    """Put a dump in the place of everything that is in the database: all of it, or nothing. Raises DumpError."""
    with tempfile.TemporaryFile() as complaints:
        reader = _start(
            complaints, program("pg_restore", made_with), "--no-owner", "--no-privileges", "--file=-"
        )
        psql = program("psql", server_major())
        writer = _start(complaints, psql, "-X", "-q", "-o", os.devnull, "-v", "ON_ERROR_STOP=1")
        feeder = threading.Thread(target=_feed, args=(reader, chunks))
        feeder.start()
        with contextlib.suppress(BrokenPipeError):  # psql ended by itself; it says why
            _pour(reader, writer)
        reader.kill()
        feeder.join()
        with contextlib.suppress(BrokenPipeError):
            _open(writer.stdin).close()
        whole = writer.wait() == 0 and reader.wait() == 0
        for pipe in (reader.stdout, writer.stdout):
            _open(pipe).close()
        if not whole:
            raise DumpError(f"The database could not be loaded, and is as it was: {_last(complaints)}")


def _pour(reader: subprocess.Popen[bytes], writer: subprocess.Popen[bytes]) -> None:
    """What pg_restore reads out of the dump, to psql; committed only where pg_restore came to its end."""
    into = _open(writer.stdin)
    into.write(BEFORE.encode())
    while chunk := _open(reader.stdout).read(CHUNK):
        into.write(chunk)
    if reader.wait() == 0:
        into.write(AFTER.encode())
        into.flush()


def _feed(reader: subprocess.Popen[bytes], chunks: Iterable[bytes]) -> None:
    with contextlib.suppress(BrokenPipeError):
        for chunk in chunks:
            _open(reader.stdin).write(chunk)
    with contextlib.suppress(BrokenPipeError):
        _open(reader.stdin).close()


def _start(complaints: IO[bytes], *command: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 -- PostgreSQL's own programs, no shell
        [str(word) for word in command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        env=_where(),
    )


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise DumpError("A program was started without its pipe.")
    return pipe


def _last(complaints: IO[bytes]) -> str:
    complaints.seek(0)
    lines = [line for line in complaints.read().decode(errors="replace").splitlines() if line.strip()]
    return lines[0] if lines else "it ended without a word."
