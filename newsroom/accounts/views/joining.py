"""What a link opens: the page where the invited set their password, and the way back in for who lost everything."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from newsroom.accounts import joining, recovery
from newsroom.accounts.forms import JoinForm, PasswordForm
from newsroom.accounts.joining import HasAccountError, NotTheirsError, account_of, joined_just_now
from newsroom.accounts.links import DeadLinkError, UnknownLinkError, link_to_account, link_to_invitation
from newsroom.accounts.models import Invitation, User


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """An invitation: a new account, or the roles for the one they have. Looking at it uses nothing up."""
    try:
        _link, invitation = link_to_invitation(token)
        owner = account_of(invitation)
        if request.user.is_authenticated and request.user != owner:
            return _page(request, "somebody_else", invitation)
        if owner is not None:
            return _confirm(request, token, invitation, owner)
        return _sign_up(request, token, invitation)
    except DeadLinkError as dead:
        again = joined_just_now(token, password=request.POST.get("password", ""))
        return _enter(request, again) if again else _closed(request, dead)


def _sign_up(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    newcomer = User(email=invitation.email, name=invitation.name)
    form = JoinForm(request.POST or None, person=newcomer, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            person = joining.join(token, name=told["name"], password=told["password"])
        except HasAccountError:  # made a moment ago: the page says now how to go on
            return redirect(request.path)
        return _enter(request, person)

    return _page(request, "join", invitation, form=form)


def _confirm(request: HttpRequest, token: str, invitation: Invitation, owner: User) -> HttpResponse:
    if not owner.is_active:
        return _page(request, "switched_off", invitation)
    if request.method != "POST" or not request.user.is_authenticated:
        return _page(request, "confirm", invitation, owner=owner)

    try:
        joining.take_up(token, by=owner)
    except NotTheirsError:
        return _page(request, "somebody_else", invitation)
    return redirect("admin:index")


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def let_in(request: HttpRequest, token: str) -> HttpResponse:
    """A new password, and no second factor any more."""
    try:
        _link, person = link_to_account(token)
        form = PasswordForm(request.POST or None, person=person)
        if request.method == "POST" and form.is_valid():
            return _enter(request, recovery.let_in(token, password=form.cleaned_data["password"]))
    except DeadLinkError as dead:
        return _closed(request, dead)

    context = {"form": form, "person": person}
    return _private(render(request, "accounts/let_in.html", context))


def _enter(request: HttpRequest, person: User) -> HttpResponse:
    """Signed in, and on to the desk, which asks for a second factor first. The password was typed just now."""
    record_authentication(request, person, method="password", reauthenticated=True)
    answer: HttpResponse = perform_login(
        request,
        person,
        email_verification="none",
        redirect_url=reverse("admin:index") if person.is_staff else "/",
    )
    return answer


def _closed(request: HttpRequest, dead: DeadLinkError) -> HttpResponse:
    status = 404 if isinstance(dead, UnknownLinkError) else 410
    return _private(render(request, "accounts/closed.html", {"dead": dead}, status=status))


def _page(request: HttpRequest, name: str, invitation: Invitation, **facts: object) -> HttpResponse:
    """With status 200 whatever it says: any other is logged with its address, and this one still opens a door."""
    context = {"invitation": invitation, "roles": invitation.roles.order_by("name"), **facts}
    return _private(render(request, f"accounts/{name}.html", context))


def _private(answer: HttpResponse) -> HttpResponse:
    """The address opens a door: no other site learns it."""
    answer["Referrer-Policy"] = "same-origin"
    return answer
