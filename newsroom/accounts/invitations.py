"""Asking people to work here: inviting them, once an address; renewing that, and withdrawing it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from newsroom.accounts.administrators import acting
from newsroom.accounts.links import end_links, make_link
from newsroom.accounts.models import Invitation, User
from newsroom.accounts.record import record
from newsroom.site.mail import Action, send
from newsroom.site.models import Mail
from newsroom.site.snapshot import paper

LASTS = timedelta(days=7)
DOUBLE_CLICK = timedelta(seconds=30)  # the same once more within this is the same click: no second mail


class CannotInviteError(Exception):
    """Why, in a sentence for the administrator."""


@dataclass(frozen=True, slots=True)
class Invitee:
    """Who is to be asked; the name may be left to them."""

    email: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """An invitation and its link, which is known only now."""

    invitation: Invitation
    link: str


@transaction.atomic
def invite(invitees: Iterable[Invitee], roles: Iterable[Group], *, by: User) -> list[Made]:
    """Ask them all, or nobody; who was asked before is asked anew. Raises CannotInviteError, NotAllowedError."""
    actor, roles = acting(by), list(roles)
    if not roles:
        raise CannotInviteError("Choose at least one role.")
    wanted = {invitee.email.lower(): invitee for invitee in invitees}
    refusals = [sentence for email in wanted if (sentence := _why_not(email))]
    if refusals:
        raise CannotInviteError(" ".join(refusals))
    return [_ask(email, wanted[email].name, roles, actor) for email in sorted(wanted)]


@transaction.atomic
def renew(invitation: Invitation, *, by: User) -> Made:
    """The same again: seven days more, a new link and mail; older links end. Raises CannotInviteError."""
    actor = acting(by)
    invitation = _locked(invitation)
    if sentence := _why_not(invitation.email):
        raise CannotInviteError(sentence)
    return _renewed(invitation, actor, list(invitation.roles.all()))


@transaction.atomic
def revoke(invitation: Invitation, *, by: User) -> Invitation:
    """Its links open nothing any more. Raises CannotInviteError."""
    actor = acting(by)
    invitation = _locked(invitation)
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=("revoked_at",))
    _end(invitation)
    record(invitation.email, "withdrew the invitation", by=actor)
    return invitation


def _locked(invitation: Invitation) -> Invitation:
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.joined_at:
        raise CannotInviteError(f"{invitation.email} has taken the invitation up already.")
    if invitation.revoked_at:
        raise CannotInviteError(f"The invitation of {invitation.email} was withdrawn. Invite them anew.")
    return invitation


def _why_not(email: str) -> str:
    person = User.objects.filter(email__iexact=email).first()
    if person is not None and not person.is_active:
        return f"{email} has an account that is switched off. Switch it on again instead."
    if person is not None and person.is_staff:
        return f"{email} works here already. Change their role in the list."
    return ""


def _ask(email: str, name: str, roles: list[Group], actor: User) -> Made:
    """The open invitation of this address, or a new one; `acting` lets one administrator in at a time."""
    now = timezone.now()
    found = Invitation.objects.open().select_for_update().filter(email__iexact=email).first()
    if found is None:
        made = Invitation.objects.create(
            email=email, name=name, invited_by=actor, invited_at=now, expires_at=now + LASTS
        )
        made.roles.set(roles)
        return _announced(made, actor, roles, "invited")
    found.name = name or found.name
    same = {role.pk for role in roles} == {role.pk for role in found.roles.all()}
    if same and not found.has_run_out and now - found.invited_at < DOUBLE_CLICK:
        found.save(update_fields=("name",))
        return Made(found, make_link(invitation=found, until=found.expires_at))
    return _renewed(found, actor, roles)


def _renewed(invitation: Invitation, actor: User, roles: list[Group]) -> Made:
    now = timezone.now()
    invitation.invited_by, invitation.invited_at, invitation.expires_at = actor, now, now + LASTS
    invitation.save(update_fields=("name", "invited_by", "invited_at", "expires_at"))
    invitation.roles.set(roles)
    _end(invitation)
    return _announced(invitation, actor, roles, "invited again")


def _end(invitation: Invitation) -> None:
    """Neither an older link nor a mail that is still on its way with one."""
    end_links(invitation=invitation)
    if invitation.mail_id:
        Mail.objects.waiting().filter(pk=invitation.mail_id).delete()


def _announced(invitation: Invitation, actor: User, roles: list[Group], verb: str) -> Made:
    names = ", ".join(sorted(role.name for role in roles))
    record(invitation.email, verb, by=actor, note=names)
    mailed = make_link(invitation=invitation, until=invitation.expires_at)
    this = paper().settings.name
    invitation.mail = send(
        invitation.email,
        f"{actor} invites you to {this}",
        (
            f"{f'Hello {invitation.name}, ' if invitation.name else ''}{actor} invites you to work at {this}: {names}.",
            "The link sets your password and opens the desk. It works once,"
            f" until {timezone.localtime(invitation.expires_at):%A, %-d %B}.",
            f"Do you not know {actor}? Then do nothing, and nothing happens.",
        ),
        action=Action("Take up the invitation", mailed),
    )
    invitation.save(update_fields=("mail",))
    return Made(invitation, make_link(invitation=invitation, until=invitation.expires_at))
