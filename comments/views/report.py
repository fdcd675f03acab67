"""A reader reports a comment."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from comments import reporting
from comments.models import ReportReason
from comments.views.access import flood_of, get_live_comment, key_of
from newsroom.kit.caching import never_keep


@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then thank; reported twice is thanked twice and counted once."""
    comment, article = get_live_comment(pk)
    reason = request.POST.get("reason", "")

    is_post, error = request.method == "POST", ""
    if is_post:
        error = flood_of(request) if reason in ReportReason.values else "Please choose a reason."
    is_sent = is_post and not error
    if is_sent:
        reporting.report(
            comment, reason=reason, note=request.POST.get("note", ""), reporter_key=key_of(request)
        )

    facts = {
        "comment": comment,
        "article": article,
        "reasons": ReportReason.choices,
        "note": request.POST.get("note", ""),
        "is_sent": is_sent,
        "error": error,
    }
    return never_keep(render(request, "comments/report.html", facts, status=400 if facts["error"] else 200))
