"""Restore a backup."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from newsroom.keeping.restoring import CannotRestoreError, restore
from newsroom.kit.postgres.programs import EmbeddedError


class Command(BaseCommand):
    help = "Load a backup into an empty site; its database and media, brought up to this release."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace",
            action="store_true",
            help="Put the backup in the place of a site in use, whose data are backed up to var/backups first.",
        )
        parser.add_argument(
            "--as-it-was",
            action="store_true",
            help="Leave the tables as they were, to go back to an older release.",
        )

    def handle(self, *args: Any, **options: Any) -> str:
        path, replace = options["file"].absolute(), options["replace"]
        try:
            done = restore(path, say=self.stdout.write, replace=replace, as_it_was=options["as_it_was"])
        except CannotRestoreError as refusal:
            raise CommandError(str(refusal)) from refusal
        except (OperationalError, EmbeddedError) as problem:
            raise CommandError(f"The database does not answer: {problem}") from problem
        lines = [
            f"Restored: the site of {done.head['made_at'][:16].replace('T', ' ')} UTC, with {done.media_files:,} media files."
        ]
        if done.undo:
            lines.append(f"What was here before is in {done.undo}; the same command with it goes back.")
        lines.append("Without the old site's SECRET_KEY everybody signs in anew.")
        return "\n".join(lines)
