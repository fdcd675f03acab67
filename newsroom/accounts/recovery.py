"""Coming back when password, mail and second factor are all lost: a way in, opened from the machine's own shell."""

import getpass
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from newsroom.accounts.links import end_links, link_to_account, make_link
from newsroom.accounts.models import User
from newsroom.accounts.people import end_sessions, verify_address
from newsroom.accounts.record import record
from newsroom.accounts.roles import administrators

LASTS = timedelta(hours=1)


class NoAccountError(Exception):
    """Why no way in can be made, in a sentence for the shell."""


@transaction.atomic
def make_way_in(address: str) -> str:
    """A link that sets a new password and clears the second factor, once, within the hour. Raises NoAccountError."""
    person = User.objects.filter(email__iexact=address.strip()).first()
    if person is None:
        known = ", ".join(sorted(administrators().values_list("email", flat=True)))
        raise NoAccountError(
            f"No account has the address {address}. "
            + (f"Administrators are: {known}." if known else "There is no administrator.")
        )
    if not person.is_active:
        raise NoAccountError(
            f"{person.email} is switched off. An administrator switches it on, under People."
        )
    end_links(person=person)
    record(person.email, "made a way in", by=None, person=person, note=f"{_shell_user()}, at the shell")
    return make_link(person=person, until=timezone.now() + LASTS)


@transaction.atomic
def let_in(token: str, *, password: str) -> User:
    """The new password; no second factor any more, no other session, a confirmed address. Raises DeadLinkError."""
    link, person = link_to_account(token, lock=True)
    person.set_password(password)
    person.save(update_fields=("password",))
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)
    verify_address(person)
    link.used_at = timezone.now()
    link.save(update_fields=("used_at",))
    record(person.email, "came back by a way in", by=person, person=person)
    return person


def _shell_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's number without a name
        return "somebody"
