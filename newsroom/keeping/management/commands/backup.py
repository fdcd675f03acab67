"""Back the site up into one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from newsroom.keeping.backing_up import CannotBackUpError, back_up
from newsroom.keeping.progress import in_words
from newsroom.kit.postgres.programs import EmbeddedError


class Command(BaseCommand):
    help = "Write database and media into one file, while the site is running. The secret key is not in it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--database-only", action="store_true", help="Leave the media out.")

    def handle(self, *args: Any, **options: Any) -> str:
        path = options["file"].absolute()
        try:
            size = back_up(path, say=self.stdout.write, media=not options["database_only"])
        except CannotBackUpError as refusal:
            raise CommandError(str(refusal)) from refusal
        except (OperationalError, EmbeddedError) as problem:
            raise CommandError(f"The database does not answer: {problem}") from problem
        return f"{path} is whole: {in_words(size)}. It holds what people wrote and who they are: keep it as safe as the site."
