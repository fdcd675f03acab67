"""Taking up an invitation: with a new account, or with the one that a reader has already."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from newsroom.accounts.events import staff_changed
from newsroom.accounts.links import invitation_of, link_to_invitation
from newsroom.accounts.models import Invitation, Link, User
from newsroom.accounts.people import verify_address
from newsroom.accounts.record import record
from newsroom.kit.events import announce

DOUBLE_CLICK = timedelta(minutes=1)


class HasAccountError(Exception):
    """The address has an account: its owner signs in and confirms."""


class NotTheirsError(Exception):
    """The invitation is for another address than the one they are signed in with."""


def account_of(invitation: Invitation) -> User | None:
    """The account of the invited address, once somebody has shown that it is theirs.

    An account that nobody ever signed in to, at an address never confirmed, may have been made by anybody: the link
    proves more, so joining takes it over with a new password.
    """
    person = User.objects.filter(email__iexact=invitation.email).first()
    if person is None or person.last_login or person.is_staff or not person.is_active:
        return person
    confirmed = EmailAddress.objects.filter(user=person, email__iexact=person.email, verified=True)
    return person if confirmed.exists() else None


@transaction.atomic
def join(token: str, *, name: str, password: str) -> User:
    """A new account with the invited address, its roles, and this password. Raises DeadLinkError, HasAccountError."""
    link, invitation = link_to_invitation(token, lock=True)
    if account_of(invitation) is not None:
        raise HasAccountError
    person = User.objects.select_for_update(no_key=True).filter(email__iexact=invitation.email).first()
    if person is None:
        person = User(email=invitation.email.lower())
    person.name = name
    person.set_password(password)
    person.save()
    verify_address(person)
    return _take_up(link, invitation, person)


@transaction.atomic
def take_up(token: str, *, by: User) -> User:
    """The roles for the account they are signed in with. Raises DeadLinkError, NotTheirsError."""
    link, invitation = link_to_invitation(token, lock=True)
    person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if person.email.lower() != invitation.email.lower() or account_of(invitation) != person:
        raise NotTheirsError
    return _take_up(link, invitation, person)


def joined_just_now(token: str, *, password: str) -> User | None:
    """Who joined by this link a moment ago with this password: the second press of one button finds the door open."""
    invitation = invitation_of(token)
    if invitation is None or invitation.joined_at is None or invitation.joined_as is None:
        return None
    same = timezone.now() - invitation.joined_at < DOUBLE_CLICK and invitation.joined_as.is_active
    return invitation.joined_as if same and invitation.joined_as.check_password(password) else None


def _take_up(link: Link, invitation: Invitation, person: User) -> User:
    now = timezone.now()
    roles = list(invitation.roles.all())
    person.groups.add(*roles)
    person.is_staff = True
    person.save(update_fields=("is_staff",))
    invitation.joined_at, invitation.joined_as = now, person
    invitation.save(update_fields=("joined_at", "joined_as"))
    link.used_at = now
    link.save(update_fields=("used_at",))
    note = ", ".join(sorted(role.name for role in roles))
    record(person.email, "took the invitation up", by=person, person=person, note=note)
    announce(staff_changed, user=person, known_as=invitation.name)
    return person
