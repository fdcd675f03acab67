"""Did a form come from our own page? Answered without a token, since the page is the same for everybody."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from newsroom.kit.caching import never_keep

View = Callable[[HttpRequest, int], HttpResponse]
KeptView = Callable[[HttpRequest, str], HttpResponse]
OURS, UNSURE, FOREIGN = "ours", "unsure", "foreign"


def evidence(request: HttpRequest) -> str:
    """`Sec-Fetch-Site` where the browser sends it, else `Origin`: ours, foreign, or not to be told."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return {"same-origin": OURS, "none": UNSURE}.get(site, FOREIGN)
    origin = request.headers.get("Origin")
    if origin is None or origin == "null":
        return UNSURE
    try:
        return OURS if urlsplit(origin).netloc == request.get_host() else FOREIGN
    except ValueError:  # no address at all
        return FOREIGN


def from_our_pages(view: View) -> View:
    """Let our own form through; ask where that cannot be told; refuse another site's, and show the text."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, article_id: int) -> HttpResponse:
        found = evidence(request)
        if found == OURS:
            return view(request, article_id)
        facts = {"text": request.POST.get("body", "")}
        facts |= {key: request.POST.get(key, "") for key in ("name", "email", "way")}
        if found == FOREIGN:
            facts["sentence"] = "This form was sent from another site, so nothing was posted."
            return never_keep(render(request, "comments/text_back.html", facts, status=403))
        facts |= {"parent": request.POST.get("parent", ""), "token": get_token(request)}
        facts["action"] = request.path.replace("/post/", "/confirmed/")
        return never_keep(render(request, "comments/confirm.html", facts))

    return guarded


def leads_to_the_thread(view: View) -> View:
    """Takes what is posted; asked for (an address copied, a page reloaded), it leads to where one writes."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, article_id: int) -> HttpResponse:
        if request.method != "POST":
            return redirect("comments:thread", article_id)
        return view(request, article_id)

    return guarded


def own_forms_only(view: KeptView) -> KeptView:
    """A private page's form: by its evidence, else by its token, which in a second tab is old once the first signed in.

    Asked for (the page reloaded), it leads to where the text waits.
    """

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        if request.method != "POST":
            return redirect("comments:rescued", token)
        checked = view if evidence(request) == OURS else csrf_protect(view)
        return checked(request, token)

    return guarded


def gives_text_back(view: View) -> View:
    """Where the database does not answer, the writer still gets the text, and a button to try again."""

    @wraps(view)
    def guarded(request: HttpRequest, article_id: int) -> HttpResponse:
        try:
            return view(request, article_id)
        except DatabaseError:
            facts = {
                key: request.POST.get(key, "")
                for key in ("body", "name", "email", "kept", "parent", "csrfmiddlewaretoken")
            }
            page = render_to_string("comments/sorry.html", facts | {"action": request.path})
            return never_keep(HttpResponse(page, status=503, headers={"Retry-After": "5"}))

    return guarded
