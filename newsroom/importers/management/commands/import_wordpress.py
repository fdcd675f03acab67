"""Takes over a WordPress export: stories, people, topics, pictures, comments, old addresses."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.importers.run import BusyError, import_wordpress
from newsroom.importers.wordpress import BrokenFileError

LINES = 40  # of what was left out; the rest with --verbosity 2


class Command(BaseCommand):
    help = "Take over a WordPress export. Run twice it adds nothing; stopped, it goes on where it was."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the export, an XML file")
        parser.add_argument("--media", type=Path, help="where the pictures of the export lie")
        parser.add_argument("--dry-run", action="store_true", help="report what would be done; write nothing")

    def handle(self, *args: Any, **options: Any) -> str:
        media = options["media"]
        if media is not None and not media.is_dir():
            raise CommandError(f"There is no directory {media}.")
        self._shown = ("", -1.0)
        started = time.monotonic()
        try:
            report = import_wordpress(
                options["file"], media=media, dry_run=options["dry_run"], progress=self._progress
            )
        except (BrokenFileError, BusyError) as error:
            raise CommandError(f"{error} Nothing was written.") from error
        lines = report.lines if options["verbosity"] > 1 else report.lines[:LINES]
        for line in [*lines, "", *report.table()]:
            self.stdout.write(line)
        if len(report.lines) > len(lines):
            self.stdout.write(
                f"… and {len(report.lines) - len(lines)} more lines: --verbosity 2 shows them all."
            )
        if not report.adds_up:
            raise CommandError("The sums do not add up: this is a fault of the importer.")
        wrote = "Dry run: nothing was written." if options["dry_run"] else "Done."
        return f"{wrote} {time.monotonic() - started:.0f} s."

    def _progress(self, what: str, done: int, total: int) -> None:
        on_terminal = self.stderr.isatty()
        before, at = self._shown
        if what == before and done < total and time.monotonic() - at < (0.1 if on_terminal else 10):
            return
        self._shown = (what, time.monotonic())
        bar = "█" * (24 * done // max(1, total))
        self.stderr.write(
            f"\r{what:<9}[{bar:<24}] {done}/{total}" if on_terminal else f"{what} {done}/{total}",
            ending="\n" if not on_terminal or done == total else "",
        )
