"""Run a worker."""

import os
import socket
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from newsroom.background.worker import LeasedWorker


class Command(BaseCommand):
    help = "Run tasks and recurring work until stopped; any number of workers may run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is waiting, then stop.")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = LeasedWorker(
            queue_names=["*"],
            interval=0.25,
            batch=options["once"],
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{socket.gethostname()[:40]}-{os.getpid()}",
            excluded_queue_names=[],
        )
        worker.configure_signals()
        worker.run()
