"""Writing the database and the media into one file, while the site is running."""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from newsroom.keeping import dumping
from newsroom.keeping.archive import CHUNK, DUMP, MEDIA, Writer
from newsroom.keeping.progress import Progress, in_words

SPARE = 2**20  # for names, checksums and rounding

Say = Callable[[str], object]


class CannotBackUpError(Exception):
    """Why no backup was made, in a sentence."""


def back_up(path: Path, *, say: Say, media: bool = True) -> int:
    """Write a backup under this name and say how many bytes it has. The name appears when the file is whole.

    The database is written first, as it was at one moment; the media after it. A picture's files are written before its row and never
    changed, so each that a row names is there.
    """
    if path.exists():
        raise CannotBackUpError(f"{path} exists already; a backup replaces nothing. Choose another name.")
    if not path.parent.is_dir():
        raise CannotBackUpError(f"There is no folder {path.parent}.")
    files = media_files() if media else []
    database_size = _database_size()
    _refuse_without_room(path.parent, database_size + sum(file.stat().st_size for file in files))
    partial = path.with_name(f"{path.name}.partial")
    try:
        with _alone(partial) as file:
            writer = Writer(file, _head(media))
            database = Progress(say, "Database", database_size)
            writer.add(DUMP, database.over(dumping.dump()))
            if media:
                _add_media(writer, say)
            writer.finish()
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
            partial.rename(path)
    except dumping.DumpError as problem:
        partial.unlink(missing_ok=True)
        raise CannotBackUpError(f"No backup was made. {problem}") from problem
    except OSError as problem:
        partial.unlink(missing_ok=True)
        raise CannotBackUpError(f"No backup was made: {problem.strerror or problem} ({path}).") from problem
    _keep_the_name(path.parent)
    return size


def media_files() -> list[Path]:
    """Every file under MEDIA_ROOT, in the order of their names."""
    root = Path(settings.MEDIA_ROOT)
    return sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())


def _add_media(writer: Writer, say: Say) -> None:
    root = Path(settings.MEDIA_ROOT)
    files = media_files()  # anew: those of rows that were written meanwhile do no harm
    told = Progress(say, f"Media ({len(files):,} files)", sum(file.stat().st_size for file in files))
    for file in files:
        with contextlib.suppress(FileNotFoundError):  # taken away with the demo edition at this moment
            writer.add(f"{MEDIA}{file.relative_to(root).as_posix()}", told.over(_read(file)))


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as content:
        while chunk := content.read(CHUNK):
            yield chunk


def _head(media: bool) -> dict[str, object]:
    """What a restore must know before it touches anything."""
    return {
        "made_at": timezone.now().isoformat(),
        "site": settings.SITE_URL,
        "postgresql": dumping.server_major(),
        "program": dumping.version_of(dumping.program("pg_dump", dumping.server_major())),
        "migrations": sorted(MigrationRecorder(connection).applied_migrations()),
        "media": media,
    }


def _database_size() -> int:
    """More than the dump will need: tables without their indexes, not yet compressed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(pg_table_size(oid)), 0) FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        return int(cursor.fetchone()[0])


def _refuse_without_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed + SPARE:
        raise CannotBackUpError(
            f"There is not enough room in {folder}: up to {in_words(needed + SPARE)} are needed, {in_words(free)} are free."
        )


@contextlib.contextmanager
def _alone(partial: Path) -> Iterator[IO[bytes]]:
    """The unfinished file, readable by its owner alone; what a killed backup left there is written over."""
    descriptor = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotBackUpError(f"Another backup is writing {partial} at this moment.") from None
        file.truncate()
        yield file


def _keep_the_name(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
