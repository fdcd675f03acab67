"""What one reader alone sees in a thread: the name, the comments that wait, and a moderator's tools."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from comments import reading
from comments.permissions import may_moderate
from comments.views.access import key_of
from newsroom.kit.caching import never_keep


@require_safe
def detail(request: HttpRequest) -> HttpResponse:
    """Asked for by the script, and only where the marker cookie is."""
    text = request.GET.get("article", "")
    article_id = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
    user = request.user
    moderates = user.is_authenticated and user.is_staff and may_moderate(user)

    waiting = reading.waiting_under(article_id, author_key=None if moderates else key_of(request))

    token = get_token(request) if moderates else ""
    facts = {"waiting": waiting, "moderates": moderates, "token": token}
    return never_keep(
        JsonResponse(
            {
                "name": user.get_full_name() if user.is_authenticated else "",
                "waiting": render_to_string("comments/_waiting.html", facts) if waiting else "",
                "decide": render_to_string("comments/_decide.html", facts) if moderates else "",
            }
        )
    )
