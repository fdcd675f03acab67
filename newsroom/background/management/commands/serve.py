"""Start the whole site in production dress, and say where it is."""

import os
import signal
import sys
import threading
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from newsroom.accounts.roles import administrators
from newsroom.background import serving
from newsroom.background.supervising import Part, run_until_stopped
from newsroom.site import setup
from newsroom.site.snapshot import paper

MOST_STARTS = 5  # a server that dies so often in a row will not live; a worker is waited for: pages need none


class Command(BaseCommand):
    help = "Bring the site up: database, tables, files, demo edition if nothing is there, server and worker."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
        parser.add_argument(
            "--empty", action="store_true", help="No demo edition, even on an empty database."
        )
        parser.add_argument(
            "--prepare", action="store_true", help="Bring tables and static files up to date; start nothing."
        )
        parser.add_argument("--reload", action="store_true", help="Make the running site take up new code.")
        parser.add_argument("--stop", action="store_true", help="Stop the site that runs from this folder.")

    def handle(self, *args: Any, **options: Any) -> None:
        lock = serving.Lock(settings.VAR_DIR / "serve.lock")
        if options["stop"]:
            self._stop(lock)
            return
        if options["reload"]:
            self._reload(lock)
            return
        if options["prepare"]:
            self.check()
            lock.take("no address: it is being prepared")
            serving.prepare(self.stdout.write)
            return
        host, port = options["host"], options["port"]
        address = f"http://{host}:{port}"
        self.check()
        lock.take(address)
        serving.refuse_busy_port(host, port)
        os.environ.setdefault("SITE_URL", address)
        serving.prepare(self.stdout.write)
        if not options["empty"]:
            self._fill_if_empty()
        threading.Thread(target=self._announce, args=(host, port), daemon=True).start()
        worker = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work"]
        serving.note_release()
        server = serving.server_command(host, port, options["workers"])
        status = run_until_stopped(
            [
                Part("server", server, most_starts=MOST_STARTS, reload_signal=signal.SIGHUP),
                Part("worker", worker),
            ]
        )
        if status:
            raise CommandError(
                f"The server ended by itself {MOST_STARTS} times in a row; its last words are above."
            )
        self.stdout.write("Stopped.")

    def _fill_if_empty(self) -> None:
        if not get_user_model().objects.exists() and not setup.has_begun() and "demo" in get_commands():
            self.stdout.write("The database is empty: making the demo edition …")
            call_command("demo", stdout=self.stdout)

    def _announce(self, host: str, port: int) -> None:
        if not serving.wait_for(host, port):
            return
        address = os.environ["SITE_URL"]
        names = (paper().settings.name, "The desk")
        width = max(map(len, names))
        lines = [
            "",
            *(f"  {n:{width}}   {address}{path}" for n, path in zip(names, ("/", "/admin/"), strict=True)),
        ]
        if paper().settings.is_demo:
            lines += ["", "  Sign in (password: newsroom-demo)"]
            people = get_user_model().objects.filter(email__endswith="@example.org", is_active=True)
            lines += [
                f"    {user.email:24} {self._role(user)}"
                for user in people.order_by("-is_superuser", "pk")[:7]
            ]
        if not setup.is_done():
            lines += self._ways_to_set_up(address)
        self.stdout.write(
            "\n".join([*lines, "\n  Stop with Ctrl-C, or `make stop` from another terminal.\n"])
        )

    @staticmethod
    def _ways_to_set_up(address: str) -> list[str]:
        if administrators().exists():
            return [
                "",
                f"  The paper is not set up yet. Sign in and go on at {address}{reverse('setup:resume')}",
            ]
        return [
            "",
            "  The paper is not set up yet. Open this link in a browser; it works once:",
            f"    {setup.new_link(address)}",
        ]

    @staticmethod
    def _role(user: Any) -> str:
        if user.is_superuser:
            return "administrator"
        group = user.groups.first()
        return str(group).lower() if group else "reader"

    def _reload(self, lock: serving.Lock) -> None:
        holder = lock.holder()
        if holder is None:
            raise CommandError("The site is not running.")
        os.kill(holder, signal.SIGUSR1)
        self.stdout.write("The site takes up new code; requests and tasks are finished first.")

    def _stop(self, lock: serving.Lock) -> None:
        holder = lock.holder()
        if holder is None:
            self.stdout.write("The site was not running.")
        else:
            serving.stop_process(holder)
            self.stdout.write("The site is stopped.")
        if settings.DATABASES["default"].get("EMBEDDED_HOME"):
            call_command("stop_postgres", stdout=self.stdout)
