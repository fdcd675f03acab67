"""Real worker processes on the tests' database, tasks for them, and waiting for what they do."""

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django_tasks import task

from newsroom.background.models import Tick
from newsroom.site.models import NavItem

START = (
    "import sys, json; from django.conf import settings; own = json.loads(sys.argv[1]);"
    " settings.DATABASES['default'].update(own.pop('database')); [setattr(settings, *each) for each in own.items()];"
    " import django; django.setup(); from django.core.management import call_command; call_command('work')"
)


@contextmanager
def worker(**changes):
    """A worker whose settings differ by this from the site's; killed in the end if it is still there."""
    own = connection.settings_dict
    database = {
        key: str(own[key])
        for key in ("NAME", "EMBEDDED_HOME", "HOST", "PORT", "USER", "PASSWORD")
        if key in own
    }
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            START,
            json.dumps({"database": database | {"EMBEDDED_DURABLE": False}} | changes),
        ],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "newsroom.settings"},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(condition, seconds=60):
    """Wait for something that another process does."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "It did not happen."
        time.sleep(0.02)
    return found


@task()
def raises(word):
    raise RuntimeError(f"no {word}")


@task()
def stalls(path):
    """Writes a row, says so, and waits in its transaction for as long as it is told to."""
    from django.db import transaction

    with transaction.atomic():
        NavItem.objects.create(label="done", path="/done/")
        with Path(path).open("a") as file:
            file.write("begun\n")
        until(lambda: Path(path + ".go").exists())


def note_slot():
    """A sweep that writes down which slot it ran in."""
    slot = Tick.objects.get(name="slots").last_run_at
    NavItem.objects.create(label=slot.isoformat(), path=f"/{os.getpid()}/")
