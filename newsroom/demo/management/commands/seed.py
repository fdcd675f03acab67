"""`manage.py seed`: fill a demo site with copies, for measuring."""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.demo.seed import CannotSeedError, seed


class Command(BaseCommand):
    help = "Add many copies of the demo's stories and comments, for measuring a site of that size."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--articles", type=int, default=1_000, metavar="N")
        parser.add_argument("--comments", type=int, default=0, metavar="N")

    def handle(self, *args: Any, **options: Any) -> str:
        began = monotonic()
        articles, comments = max(options["articles"], 0), max(options["comments"], 0)
        try:
            seed(articles=articles, comments=comments, say=self._say)
        except CannotSeedError as refusal:
            raise CommandError(str(refusal)) from refusal
        return f"{articles:,} stories and {comments:,} comments in {monotonic() - began:.0f} s."

    def _say(self, line: str) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{line:<40}", ending="")
            self.stdout.flush()
