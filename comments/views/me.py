"""What one reader alone sees in a thread: the name, the comments that wait, and a moderator's tools."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from comments import reading, rescuing
from comments.models import Rescue
from comments.permissions import may_moderate
from comments.views.access import key_of
from comments.views.answers import RESCUE_COOKIE
from newsroom.accounts.second_factor import lacks_one
from newsroom.kit.caching import never_keep


@require_safe
def detail(request: HttpRequest) -> HttpResponse:
    """Asked for by the script, and only where the marker cookie is."""
    text = request.GET.get("article", "")
    article_id = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
    user = request.user
    moderates = user.is_authenticated and user.is_staff and may_moderate(user)
    moderates = moderates and not (settings.SECOND_FACTOR_REQUIRED and lacks_one(request))

    waiting = reading.waiting_under(article_id, author_key=None if moderates else key_of(request))

    held = rescuing.find_text(request.COOKIES.get(RESCUE_COOKIE, ""))
    is_kept = held is not None and held.article_id == article_id and held.comment_id is None
    token = get_token(request) if moderates else ""
    facts = {"waiting": waiting, "moderates": moderates, "token": token}
    return never_keep(
        JsonResponse(
            {
                "name": user.get_full_name() if user.is_authenticated else "",
                "waiting": render_to_string("comments/_waiting.html", facts) if waiting else "",
                "kept": render_to_string("comments/_kept.html", {"held": held}) if is_kept else "",
                "form": form_of(held) if held is not None and is_kept else None,
                "decide": render_to_string("comments/_decide.html", facts) if moderates else "",
            }
        )
    )


def form_of(held: Rescue) -> dict[str, str]:
    """What the form held when it was sent."""
    return {"parent": str(held.parent_id or ""), "body": held.raw, "name": held.name, "email": held.email}
