"""Changing who works here: their roles, their standing, their second factor, their name and address."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models.functions import Lower

from newsroom.accounts.administrators import acting, refuse_above, refuse_oneself
from newsroom.accounts.events import person_changed, staff_changed
from newsroom.accounts.models import User
from newsroom.accounts.record import record
from newsroom.accounts.roles import ADMINISTRATOR
from newsroom.kit.events import announce
from newsroom.site.mail import send


class CannotChangeError(Exception):
    """Why, in a sentence for the administrator."""


@transaction.atomic
def change_roles(person: User, roles: Iterable[Group], *, by: User) -> User:
    """Give these roles and no other; none makes a reader of them. Raises CannotChangeError, NotAllowedError."""
    actor = acting(by)
    person = _locked(person)
    refuse_above(actor, person)
    refuse_oneself(actor, person)
    if not person.is_staff:
        raise CannotChangeError(f"{person} is a reader. Invite them: they get the role when they confirm it.")
    roles = sorted(roles, key=lambda role: role.name)
    names = ", ".join(role.name for role in roles)
    before = ", ".join(role.name for role in person.groups.order_by("name"))
    if names == before and not person.is_superuser:
        return person
    person.groups.set(roles)
    person.is_superuser = person.is_superuser and any(role.name == ADMINISTRATOR for role in roles)
    person.is_staff = bool(roles)
    person.save(update_fields=("is_superuser", "is_staff"))
    record(
        person.email,
        "changed the role",
        by=actor,
        person=person,
        note=f"{before or 'none'} → {names or 'none'}",
    )
    announce(staff_changed, user=person, known_as="")
    return person


@transaction.atomic
def switch_off(person: User, *, by: User) -> User:
    """They cannot sign in, and are signed out now; what they wrote stays under their name. Raises NotAllowedError."""
    actor = acting(by)
    person = _locked(person)
    refuse_above(actor, person)
    refuse_oneself(actor, person)
    if person.is_active:
        person.is_active = False
        person.save(update_fields=("is_active",))
        end_sessions(person)
        record(person.email, "switched off", by=actor, person=person)
    return person


@transaction.atomic
def switch_on(person: User, *, by: User) -> User:
    """They may sign in again, with the password, second factor and roles they had. Raises NotAllowedError."""
    actor = acting(by)
    person = _locked(person)
    refuse_above(actor, person)
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=("is_active",))
        record(person.email, "switched on", by=actor, person=person)
    return person


@transaction.atomic
def reset_second_factor(person: User, *, by: User) -> User:
    """They set up a new one when they next enter the desk; they are signed out, and told by mail.

    Raises CannotChangeError, NotAllowedError.
    """
    actor = acting(by)
    person = _locked(person)
    refuse_above(actor, person)
    held = Authenticator.objects.filter(user=person)
    if not held.exists():
        raise CannotChangeError(f"{person} has no second factor.")
    held.delete()
    end_sessions(person)
    record(person.email, "reset the second factor", by=actor, person=person)
    send(
        person.email,
        "Your second factor was reset",
        (
            f"{actor} reset your second factor. Sign in with your password; the desk then asks you to set up a new one.",
            f"Did you not ask for that? Tell {actor} at once, by another way than mail.",
        ),
    )
    return person


@transaction.atomic
def correct(person: User, *, name: str, email: str, by: User) -> User:
    """Another name, or another address to sign in with. Raises CannotChangeError, NotAllowedError."""
    actor = acting(by)
    person = _locked(person)
    refuse_above(actor, person)
    email = email.lower()
    if User.objects.annotate(small=Lower("email")).filter(small=email).exclude(pk=person.pk).exists():
        raise CannotChangeError("Somebody has this address already.")
    old = person.email
    changes = [
        f"{before} → {after}" for before, after in ((person.name, name), (old, email)) if before != after
    ]
    if not changes:
        return person
    person.name, person.email = name, email
    person.save(update_fields=("name", "email"))
    if email != old:
        verify_address(person)
    record(person.email, "corrected", by=actor, person=person, note="; ".join(changes))
    announce(person_changed, person=person)
    return person


def verify_address(person: User) -> None:
    """Their address is the one they sign in with, and no code is asked for it."""
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)


def end_sessions(person: User) -> None:
    """Signed out everywhere, at once, whatever process or device holds the session."""
    person.sessions_ended += 1
    person.save(update_fields=("sessions_ended",))


def _locked(person: User) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)
