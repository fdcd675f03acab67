"""Who may change people: an administrator, asked anew under a lock, so that there is always one left."""

from django.contrib.auth.models import Group

from newsroom.accounts.models import User
from newsroom.accounts.roles import ADMINISTRATOR, administrators


class NotAllowedError(Exception):
    """Why this account may not do it, in a sentence."""


def acting(by: User) -> User:
    """The administrator as the database knows them now; one after the other until each transaction ends.

    Two administrators who switch each other off at once: the second no longer is one. With nobody changing their
    own roles or standing, that is why the last administrator stays. Raises NotAllowedError.
    """
    list(Group.objects.select_for_update(no_key=True).filter(name=ADMINISTRATOR))
    actor = administrators().filter(pk=by.pk).first()
    if actor is None:
        raise NotAllowedError("Only an administrator changes people, and you are none any more.")
    return actor


def refuse_above(actor: User, person: User) -> None:
    """Who may do everything is changed by one of their own. Raises NotAllowedError."""
    if person.is_superuser and not actor.is_superuser:
        raise NotAllowedError(f"{person} may do everything on this site, and is changed only by who may too.")


def refuse_oneself(actor: User, person: User) -> None:
    """Nobody takes their own way in. Raises NotAllowedError."""
    if actor.pk != person.pk:
        return
    if administrators().exclude(pk=person.pk).exists():
        raise NotAllowedError("You cannot do that to yourself. Another administrator can.")
    raise NotAllowedError(
        "You are the only administrator. Make somebody else one first; they can do it then."
    )
