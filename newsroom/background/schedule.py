"""Recurring work: sweeps that may run twice, and that do what an earlier one missed."""

import logging
from collections.abc import Callable
from datetime import timedelta
from traceback import format_exc

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.module_loading import import_string

from newsroom.background.models import Tick

logger = logging.getLogger(__name__)

ERROR_LENGTH = 4000  # of a traceback, its end


def run_due(names: tuple[str, ...] | None = None) -> int:
    """Run each sweep of `settings.SCHEDULE` that is due, and say how many ran.

    However many workers there are, one of them runs a due sweep: the one whose UPDATE moved its hour on. A sweep
    whose worker is killed is made good by the next. An error is logged and stops no other sweep.
    """
    return sum(_run_if_due(name) for name in names or tuple(settings.SCHEDULE))


def _run_if_due(name: str) -> bool:
    path, seconds = settings.SCHEDULE[name]
    with transaction.atomic():
        Tick.objects.bulk_create([Tick(name=name, next_run_at=timezone.now())], ignore_conflicts=True)
        moved = Tick.objects.filter(name=name, next_run_at__lte=Now()).update(
            next_run_at=timezone.now() + timedelta(seconds=seconds), last_run_at=timezone.now()
        )
    if not moved:
        return False
    try:
        sweep: Callable[[], object] = import_string(path)
        sweep()
    except Exception:
        logger.exception("A sweep failed. name=%s", name)
        Tick.objects.filter(name=name).update(
            last_failed_at=timezone.now(), last_error=format_exc()[-ERROR_LENGTH:]
        )
    return True
