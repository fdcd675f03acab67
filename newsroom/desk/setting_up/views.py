"""The set-up's pages: each step is saved when it is sent, so it can be left and resumed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Section
from newsroom.accounts.roles import administrators
from newsroom.desk.setting_up.forms import PaperForm, PersonForm, SectionsForm, in_order, proposal
from newsroom.desk.setting_up.steps import CannotSetUpError, make_first_administrator, make_sections
from newsroom.kit.caching import never_keep
from newsroom.site import setup
from newsroom.site.snapshot import paper_of

View = Callable[..., HttpResponse]
OPENED = "setup"  # in the session of the browser that used the link
read_or_send = require_http_methods(("GET", "HEAD", "POST"))


def while_setting_up(view: View) -> View:
    """To who came by the link, or is an administrator; until the paper is set up."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if setup.is_done():
            return redirect("admin:index") if request.user.is_authenticated else closed(request)
        if not _may(request):
            return closed(request)
        return never_keep(view(request, *args, **named))

    return guarded


def _may(request: HttpRequest) -> bool:
    if setup.is_opened_by(request.session.get(OPENED)):
        return True
    return request.user.is_authenticated and administrators().filter(pk=request.user.pk).exists()


def closed(request: HttpRequest) -> HttpResponse:
    """What a used link, an old one, a guessed one and no link at all see alike."""
    shown = {"is_done": setup.is_done(), "has_administrator": administrators().exists()}
    return never_keep(render(request, "setup/closed.html", shown, status=403))


@read_or_send
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The printed link. Opening it shows a page; the button on it uses the link up."""
    if not setup.is_done() and setup.is_opened_by(request.session.get(OPENED)):
        return never_keep(redirect("setup:resume"))
    if not setup.fits(token):
        return closed(request)

    if request.method == "POST" and (opened := setup.open_by(token)):
        request.session.cycle_key()
        request.session[OPENED] = opened
        return never_keep(redirect("setup:resume"))

    answer = never_keep(render(request, "setup/begin.html", {"time_zone": settings.TIME_ZONE}))
    answer["Referrer-Policy"] = (
        "same-origin"  # the address holds the token; “no-referrer” would empty Origin too
    )
    return answer


@require_safe
@while_setting_up
def resume(request: HttpRequest) -> HttpResponseRedirect:
    """To the first step that is not done."""
    if not setup.is_named():
        return redirect("setup:paper")
    return redirect("setup:sections" if administrators().exists() else "setup:person")


@read_or_send
@while_setting_up
def name_the_paper(request: HttpRequest) -> HttpResponse:
    """The first step."""
    now = paper_of(request).settings
    initial = {"name": now.name if setup.is_named() else "", "tagline": now.tagline, "language": now.language}
    form = PaperForm(request.POST or None, initial=initial)

    if request.method == "POST" and form.is_valid():
        setup.name_paper(**form.cleaned_data)
        return redirect("setup:sections" if administrators().exists() else "setup:person")

    return _page(request, "paper", form=form)


@sensitive_post_parameters("password")
@read_or_send
@while_setting_up
def first_administrator(request: HttpRequest) -> HttpResponse:
    """The second step: makes the account and signs it in."""
    if administrators().exists():
        return redirect("setup:sections")
    form = PersonForm(request.POST or None)

    if request.method == "POST" and form.is_valid():
        try:
            user = make_first_administrator(**form.cleaned_data)
        except CannotSetUpError as refusal:
            form.add_error(None, str(refusal))
        else:
            signed_in: HttpResponse = perform_login(request, user, redirect_url="/setup/sections/")
            record_authentication(request, user, method="password", reauthenticated=True)  # typed just now
            return signed_in

    return _page(request, "person", form=form)


@read_or_send
@while_setting_up
def sections(request: HttpRequest) -> HttpResponse:
    """The third step, and the end: on to the desk."""
    if not (setup.is_named() and administrators().exists()):
        return redirect("setup:resume")
    sent = request.method == "POST"
    rows = SectionsForm(request.POST) if sent else SectionsForm(initial=_sections_now(request))
    refused = ""

    if sent and rows.is_valid():
        try:
            make_sections(in_order(rows))
        except CannotSetUpError as refusal:
            refused = str(refusal)
        else:
            request.session.pop(OPENED, None)
            messages.success(request, "Your paper is set up.")
            return redirect("admin:index")

    return _page(request, "sections", rows=rows, refused=refused)


def _sections_now(request: HttpRequest) -> list[dict[str, Any]]:
    there = list(Section.objects.filter(parent=None))
    if there:
        return [{"pk": s.pk, "name": s.name, "place": n} for n, s in enumerate(there, 1)]
    names = proposal(paper_of(request).settings.language)
    return [{"name": name, "place": place} for place, name in enumerate(names, 1)]


def _page(request: HttpRequest, step: str, **shown: Any) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    has_administrator = administrators().exists()
    context = shown | {"step": step, "is_named": setup.is_named(), "has_administrator": has_administrator}
    return render(request, f"setup/{step}.html", context, status=status)
