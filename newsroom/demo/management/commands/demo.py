"""`manage.py demo`: build the demo edition, or take it away."""

from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.accounts.roles import administrators
from newsroom.demo.build import CannotBuildError, build
from newsroom.demo.cast import ADA, ADMIN, BEN, PASSWORD
from newsroom.demo.keeping import is_here
from newsroom.demo.remove import remove
from newsroom.site import setup


class Command(BaseCommand):
    help = "Build the demo edition: an invented paper with stories, pictures, threads and people."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--remove", action="store_true", help="take the demo away, and nothing else")

    def handle(self, *args: Any, **options: Any) -> str:
        if options["remove"]:
            removed = remove()
            return "\n".join([removed.summary(), *(self._what_now() if removed.gone else [])])
        if is_here():
            return "The demo edition is here already."
        began = monotonic()
        self.stdout.write("Drawing pictures and printing the demo edition …")
        try:
            built = build()
        except CannotBuildError as refusal:
            raise CommandError(str(refusal)) from refusal
        return (
            f"{built.stories} stories, {built.pictures} pictures, {built.comments} comments in"
            f" {monotonic() - began:.0f} s. Sign in as {ADA.email}, {BEN.email} or {ADMIN.email}; password {PASSWORD}."
        )

    @staticmethod
    def _what_now() -> list[str]:
        if setup.is_done():
            return []
        if administrators().exists():
            return ["Sign in and name your paper: the desk's first page leads there."]
        return ["Set up your own paper by this link; it works once:", f"  {setup.new_link()}"]
