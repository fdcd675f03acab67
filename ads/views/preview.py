"""A public page as it is, with one booking's creatives in its slots: for the advertiser, who has no account."""

from copy import copy

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_safe

from ads.previewing import NoPreviewError, Preview, PreviewOverError, preview_of
from newsroom.kit.caching import never_keep

PAGES_WITH_SLOTS = ("articles:front", "articles:section", "articles:detail")


@require_safe
def preview(request: HttpRequest, word: str, page: str = "") -> HttpResponse:
    """The page at this address of the paper, for who has the link; no other reader's page is touched."""
    try:
        held = preview_of(word)
    except NoPreviewError:
        raise Http404("There is no such preview.") from None
    except PreviewOverError as over:
        return unlisted(render(request, "ads/preview_over.html", {"why": str(over)}, status=410))

    answer = page_at(request, f"/{page}", held)

    return unlisted(answer)


def page_at(request: HttpRequest, path: str, held: Preview) -> HttpResponse:
    """As its own view renders it, told by the request which booking to show; a page that went offers the others."""
    asked = copy(request)
    asked.path = asked.path_info = path
    asked.GET = QueryDict()
    asked.ad_preview = held  # type: ignore[attr-defined]
    try:
        found = resolve(path)
        if found.view_name in PAGES_WITH_SLOTS:
            answer: HttpResponse = found.func(asked, *found.args, **found.kwargs)
            if answer.status_code == 200:
                return answer
    except (Resolver404, Http404):
        pass
    return render(asked, "ads/preview_elsewhere.html", status=404)


def unlisted(answer: HttpResponse) -> HttpResponse:
    """Kept nowhere, found by nobody, and its address is told to no page it leads to."""
    del answer["Cache-Tag"]
    vars(answer).pop("kept_until", None)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return never_keep(answer)
