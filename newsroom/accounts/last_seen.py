"""When each member of staff opened the desk at last, to within some minutes."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from newsroom.accounts.models import User

CLOSE_ENOUGH = timedelta(minutes=10)  # else each page of the desk would write a row


def note_who_came(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. It must not look at `request.user` elsewhere: public pages would vary by cookie."""

    def answer(request: HttpRequest) -> HttpResponse:
        user = request.user if request.path.startswith("/admin/") else None
        now = timezone.now()
        if isinstance(user, User) and user.is_staff and _came_before(user, now - CLOSE_ENOUGH):
            User.objects.filter(pk=user.pk).update(last_seen_at=now)
        return get_response(request)

    return answer


def _came_before(user: User, moment: datetime) -> bool:
    return user.seen_at is None or user.seen_at < moment
