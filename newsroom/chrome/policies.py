"""What the paper promises, as pages; and the paper's colour, as a sheet."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsroom.kit.caching import keep
from newsroom.site import colours
from newsroom.site.snapshot import paper_of

TITLES = {"comments": "Our rules for comments", "advertising": "Our rules for advertising"}


@require_safe
def policy(request: HttpRequest, name: str) -> HttpResponse:
    """One policy; nothing where it is not written."""
    words = paper_of(request).settings.policies.get(name)
    if not words:
        raise Http404

    return keep(
        render(request, "chrome/policy.html", {"title": TITLES[name], "words": words}), tags=["chrome"]
    )


@require_safe
def look(request: HttpRequest, colour: str) -> HttpResponse:
    """The sheet for this colour. The address says all of it, so it never changes."""
    accent = f"#{colour}"
    if not colours.COLOUR.fullmatch(accent):
        raise Http404

    answer = HttpResponse(colours.stylesheet(accent), content_type="text/css; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
