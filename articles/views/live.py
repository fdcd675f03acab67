"""The live page: what is on the air, what will be, and what was."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import LiveStream
from articles.views.pages import show
from newsroom.kit.caching import shows


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The stream on the air with its player made on a press, then the programme."""
    now = timezone.now()
    streams = list(LiveStream.objects.exclude(switch=LiveStream.Switch.OFF).order_by("-starts_at")[:40])
    on_air = [stream for stream in streams if stream.is_on_air(now)]
    coming = sorted((s for s in streams if s.starts_at > now and s not in on_air), key=lambda s: s.starts_at)
    over = [s for s in streams if s not in on_air and s not in coming]

    context = {"on_air": on_air, "coming": coming, "over": over}
    shows(
        request,
        until=(
            moment for s in coming + on_air for moment in (s.starts_at, s.ends_at) if moment and moment > now
        ),
    )
    return show(request, "articles/live.html", context, tags=["air"])
