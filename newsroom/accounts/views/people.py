"""The People page of the desk: who works here, who is asked to, and everything done about them."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from newsroom.accounts import invitations as inviting
from newsroom.accounts import people as changing
from newsroom.accounts.administrators import NotAllowedError
from newsroom.accounts.forms import InviteForm, RolesForm, roles_in_order
from newsroom.accounts.invitations import CannotInviteError, Made
from newsroom.accounts.models import Invitation, User
from newsroom.accounts.people import CannotChangeError
from newsroom.accounts.reading import invited, staff
from newsroom.accounts.roles import ADMINISTRATOR
from newsroom.site import mailbox

REFUSALS = (CannotInviteError, CannotChangeError, NotAllowedError)

administrators_only = permission_required("accounts.change_user", raise_exception=True)


def show_people(
    request: HttpRequest, *, form: InviteForm | None = None, made: Iterable[Made] = (), status: int = 200
) -> HttpResponse:
    """The page: links that were just made, the form, the invited, the staff. Four queries beside the desk's own."""
    people = list(staff())
    boxes = list(roles_in_order())
    context = {
        "title": "People",
        "form": form or InviteForm(initial={"people": request.GET.get("for", "")}),
        "is_asking": form is not None or "for" in request.GET or len(people) < 2,
        "made": list(made),
        "mail_stays_here": mailbox.is_open(),
        "invited": list(invited()),
        "people": [(person, [(role, role.name in _names(person)) for role in boxes]) for person in people],
        "me": request.user,
        "other_administrators": sum(person.is_active and ADMINISTRATOR in _names(person) for person in people)
        > 1,
    }
    return render(request, "accounts/desk/people.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@administrators_only
def invitations(request: HttpRequest) -> HttpResponse:
    """Ask colleagues: the page with its form open, then the same with the links that were made."""
    if request.method == "GET":
        return show_people(request, form=InviteForm(initial={"people": request.GET.get("for", "")}))
    form = InviteForm(request.POST)
    if not form.is_valid():
        return show_people(request, form=form, status=422)

    try:
        made = inviting.invite(form.cleaned_data["people"], form.cleaned_data["roles"], by=_me(request))
    except REFUSALS as refusal:
        form.add_error("people", str(refusal))
        return show_people(request, form=form, status=422)

    return show_people(request, made=made)


@never_cache
@require_POST
@administrators_only
def renewal(request: HttpRequest, pk: int) -> HttpResponse:
    """Another seven days, another link, another mail."""
    invitation = get_object_or_404(Invitation, pk=pk)

    try:
        made = inviting.renew(invitation, by=_me(request))
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:accounts_user_changelist")

    return show_people(request, made=[made])


@require_POST
@administrators_only
def revocation(request: HttpRequest, pk: int) -> HttpResponse:
    """The invitation is withdrawn."""
    invitation = get_object_or_404(Invitation, pk=pk)
    return _done(
        request,
        lambda: inviting.revoke(invitation, by=_me(request)),
        f"The invitation of {invitation.email} is withdrawn; its link opens nothing any more.",
    )


@require_POST
@administrators_only
def roles(request: HttpRequest, pk: int) -> HttpResponse:
    """What they may do from now on."""
    person = get_object_or_404(User, pk=pk)
    form = RolesForm(request.POST)
    if not form.is_valid():
        raise BadRequest("This form came without its roles.")

    names = " and ".join(role.name for role in form.cleaned_data["roles"]) or "a reader, without the desk"
    return _done(
        request,
        lambda: changing.change_roles(person, form.cleaned_data["roles"], by=_me(request)),
        f"{person} is {names} now.",
    )


@require_POST
@administrators_only
def standing(request: HttpRequest, pk: int) -> HttpResponse:
    """Switched off, or on again."""
    person = get_object_or_404(User, pk=pk)
    wanted = request.POST.get("standing")
    if wanted == "off":
        said = f"{person} is switched off and signed out. What they wrote stays."
        return _done(request, lambda: changing.switch_off(person, by=_me(request)), said, reader=person)
    if wanted == "on":
        said = f"{person} may sign in again."
        return _done(request, lambda: changing.switch_on(person, by=_me(request)), said, reader=person)
    raise BadRequest("Say on or off.")


@require_http_methods(["GET", "POST"])
@administrators_only
def second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: it cannot be undone, and somebody else may be asking in their name."""
    person = get_object_or_404(User, pk=pk)
    if request.method == "GET":
        context = {"title": "Reset a second factor", "person": person}
        return render(request, "accounts/desk/second_factor.html", context)

    return _done(
        request,
        lambda: changing.reset_second_factor(person, by=_me(request)),
        f"{person} has no second factor now, and sets up a new one on the way to the desk.",
    )


def _done(
    request: HttpRequest, verb: Callable[[], Any], said: str, reader: User | None = None
) -> HttpResponse:
    """Back to the list of staff; for a reader, who is not in it, to their own page."""
    try:
        verb()
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    if reader is not None and not reader.is_staff:
        return redirect("admin:accounts_user_change", reader.pk)
    return redirect("admin:accounts_user_changelist")


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


def _names(person: User) -> set[str]:
    names = {group.name for group in person.groups.all()}
    return names | {ADMINISTRATOR} if person.is_superuser else names
