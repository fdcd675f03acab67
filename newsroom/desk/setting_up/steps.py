"""The steps of the set-up that other rooms' rows come from: the first administrator, the sections."""

from collections.abc import Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import ProtectedError

from articles.events import section_changed
from articles.models import Section
from articles.taxonomy import section_slug
from newsroom.accounts.models import User
from newsroom.accounts.roles import ADMINISTRATOR, administrators, make_roles
from newsroom.kit.events import announce
from newsroom.site import setup
from newsroom.site.models import Setup


class CannotSetUpError(Exception):
    """Why a step cannot be done, in a sentence."""


@transaction.atomic
def make_first_administrator(*, name: str, email: str, password: str) -> User:
    """The one account the set-up link makes. Raises CannotSetUpError where there is an administrator."""
    Setup.objects.select_for_update().filter(pk=1).first()  # a form sent twice makes one
    if administrators().exists():
        raise CannotSetUpError("This paper has an administrator already. Sign in with that account.")
    make_roles()
    user = User.objects.create_superuser(email, password, name=" ".join(name.split()))
    user.groups.add(Group.objects.get(name=ADMINISTRATOR))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def make_sections(rows: Sequence[dict[str, Any]]) -> None:
    """The sections as they were written, in that order; those not among them go. With them the paper is set up.

    Raises CannotSetUpError where stories stand in a section that is to go.
    """
    kept = {row["pk"] for row in rows if row.get("pk")}
    for section in Section.objects.filter(parent=None).exclude(pk__in=kept):
        try:
            section.delete()
        except ProtectedError:
            raise CannotSetUpError(
                f"Stories or sub-sections stand in “{section.name}”: it cannot be removed here."
            ) from None
    known = Section.objects.in_bulk(kept)
    for position, row in enumerate(rows):
        section = known.get(row.get("pk")) or Section(slug=section_slug(row["name"]))
        section.name, section.position = row["name"], position
        section.save()
        announce(section_changed, section=section)
    setup.finish()
