"""Putting a backup in the place of an empty site, or, when told so, of a full one: all of it, or nothing."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from newsroom.background import serving
from newsroom.keeping import archive, dumping
from newsroom.keeping.backing_up import CannotBackUpError, back_up, media_files
from newsroom.keeping.progress import Progress, in_words

LEAVING_SECONDS = 3  # a stopped site's connections take a moment to end

Say = Callable[[str], object]


class CannotRestoreError(Exception):
    """Why nothing was restored, in a sentence."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, and where the things that stood here went."""

    head: dict[str, Any]
    media_files: int
    undo: Path | None


def restore(path: Path, *, say: Say, replace: bool = False, as_it_was: bool = False) -> Restored:
    """Load a backup. Nothing is touched before the whole file was verified and the place was found fit.

    `replace` takes the place of a site that is in use, whose data are backed up first; `as_it_was` leaves the tables as the release that
    made the backup had them, for going back to it.
    """
    contents = _verified(path, say)
    head = contents.head
    _refuse_newer(head)
    _refuse_running()
    used = _is_used(with_media=head["media"])
    if used and not replace:
        raise CannotRestoreError(
            f"{used} A restore wants an empty place. To put the backup in the place of what is here, add --replace."
        )
    _refuse_company()
    root = Path(settings.MEDIA_ROOT)
    staging = root.with_name(f"{root.name}.restoring")
    _refuse_without_room(root, contents.media_bytes)
    undo = _back_up_what_is_here(say, media=bool(head["media"])) if used else None
    try:
        if head["media"]:
            shutil.rmtree(staging, ignore_errors=True)
            archive.unpack_media(path, staging, Progress(say, "Media", contents.media_bytes).seen)
        say("Loading the database …")
        connection.close()
        dumping.load(archive.dump_of(path), made_with=int(head["program"]))
    except (dumping.DumpError, OSError) as problem:
        shutil.rmtree(staging, ignore_errors=True)
        raise CannotRestoreError(f"Nothing was changed. {problem}") from problem
    if head["media"]:
        _change_places(root, staging)
    ContentType.objects.clear_cache()
    if not as_it_was:
        _bring_up_to_date(say)
    return Restored(head, contents.media_files, undo)


def _verified(path: Path, say: Say) -> archive.Contents:
    if not path.is_file():
        raise CannotRestoreError(f"There is no file {path}.")
    try:
        return archive.verify(path, Progress(say, "Verifying", path.stat().st_size).seen)
    except (archive.BadArchiveError, OSError) as problem:
        raise CannotRestoreError(str(problem)) from problem


def _refuse_newer(head: dict[str, Any]) -> None:
    """Tables that this release knows nothing of would be lost or misread."""
    known = MigrationLoader(None).disk_migrations.keys()
    unknown = sorted(f"{app}.{name}" for app, name in head["migrations"] if (app, name) not in known)
    if unknown:
        raise CannotRestoreError(
            f"The backup was made by a newer release ({unknown[0]} is unknown here); install that one first."
            " Nothing was changed."
        )
    ours = dumping.server_major()
    if int(head["postgresql"]) > ours:
        raise CannotRestoreError(
            f"The backup was made from PostgreSQL {head['postgresql']}, and this one is {ours}: an older one may not"
            " understand it. Restore into the same version or a newer one. Nothing was changed."
        )


def _refuse_running() -> None:
    if serving.Lock(settings.VAR_DIR / "serve.lock").holder() is not None:
        raise CannotRestoreError("The site is running. Stop it first: make stop")


def _refuse_company() -> None:
    """Nobody else may be in the database while everything in it is replaced."""
    deadline = time.monotonic() + LEAVING_SECONDS
    while others := _others():
        if time.monotonic() > deadline:
            raise CannotRestoreError(
                f"{others} other connections to the database are open. Stop the site and each worker first."
            )
        time.sleep(0.1)


def _others() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


def _is_used(*, with_media: bool) -> str:
    """A sentence where something stands here that somebody made; empty in an empty place."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    ours = [get_user_model()._meta.db_table, apps.get_model("articles", "Article")._meta.db_table]
    if tables and not tables.issuperset(ours):
        return f"The database holds tables that are no newsroom's, such as {min(tables)}."
    if tables and any(_has_rows(table) for table in ours):
        return "This site is in use: it has people or stories."
    if with_media and media_files():
        return f"There are files in {settings.MEDIA_ROOT}."
    return ""


def _has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM {connection.ops.quote_name(table)})")  # noqa: S608 -- our own table
        return bool(cursor.fetchone()[0])


def _refuse_without_room(root: Path, needed: int) -> None:
    root.parent.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(root.parent).free
    if free < needed:
        raise CannotRestoreError(
            f"There is not enough room in {root.parent}: {in_words(needed)} are needed for the media,"
            f" {in_words(free)} are free. Nothing was changed."
        )


def _back_up_what_is_here(say: Say, *, media: bool) -> Path:
    """The way back from a --replace that was a mistake."""
    folder = Path(settings.VAR_DIR) / "backups"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"replaced-{timezone.now():%Y%m%d-%H%M%S-%f}.newsroom"
    say(f"Backing up what is here to {path}")
    try:
        back_up(path, say=say, media=media)
    except CannotBackUpError as refusal:
        raise CannotRestoreError(f"Nothing was changed. {refusal}") from refusal
    return path


def _change_places(root: Path, staging: Path) -> None:
    """Two renames; the files that stood here are in the backup that was made just before."""
    aside = root.with_name(f"{root.name}.replaced")
    shutil.rmtree(aside, ignore_errors=True)
    if root.exists():
        root.rename(aside)
    staging.rename(root)
    shutil.rmtree(aside, ignore_errors=True)


def _bring_up_to_date(say: Say) -> None:
    say("Bringing the tables up to date …")
    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    except (DatabaseError, CommandError) as problem:
        raise CannotRestoreError(
            f"The backup is restored as it was, but its tables could not be brought up to date: {problem}"
        ) from problem
