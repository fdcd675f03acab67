"""Is the site well? For machines that ask."""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from newsroom.background.models import WorkerBeat
from newsroom.kit.caching import never_keep

WORKER_SILENCE = timedelta(seconds=30)


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """This process answers; nothing else is asked."""
    return never_keep(JsonResponse({"status": "ok"}))


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 where pages can be made (the database answers); the worker's state is told, and stops no page."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        worker = WorkerBeat.objects.filter(seen_at__gte=timezone.now() - WORKER_SILENCE).exists()
    except DatabaseError:
        return never_keep(JsonResponse({"status": "no database"}, status=503))
    return never_keep(JsonResponse({"status": "ok", "worker": "ok" if worker else "absent"}))
