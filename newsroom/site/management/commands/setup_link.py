"""`manage.py setup_link`: a new link to the set-up page, where the one printed at the start was used or lost."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.site import setup


class Command(BaseCommand):
    help = "Print a new one-time link to the set-up page; the one before it stops working."

    def handle(self, *args: Any, **options: Any) -> str:
        if setup.is_done():
            raise CommandError("The paper is set up already. Sign in under /admin/.")
        return setup.new_link()
