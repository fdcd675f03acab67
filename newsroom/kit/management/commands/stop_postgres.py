"""Stop the embedded PostgreSQL."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from newsroom.kit.postgres.server import Embedded


class Command(BaseCommand):
    help = "Stop the embedded PostgreSQL; the next command or request starts it again."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> str:
        home = settings.DATABASES["default"].get("EMBEDDED_HOME")
        if home is None:
            return "DATABASE_URL is set: that server is not ours to stop."
        return "PostgreSQL stopped." if Embedded(home).stop() else "PostgreSQL was not running."
