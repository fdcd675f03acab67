"""What the tests about people share: asking somebody to work here, and what stood in the mail."""

import re
from typing import Any

from django.contrib.auth.models import Group
from django.core import mail

from newsroom.accounts.invitations import Invitee, Made, invite
from newsroom.accounts.models import PersonRecord, User
from newsroom.accounts.roles import ADMINISTRATOR, REPORTER
from newsroom.site.mail import deliver_due
from tests.factories import make_admin, make_user

PHRASE = "a long pass phrase"
GIL = "gil@example.org"


def role(name: str) -> Group:
    return Group.objects.get(name=name)


def make_second_admin() -> User:
    """An administrator by role, who may not do everything."""
    user = make_user(is_staff=True, name="Ola Second")
    user.groups.add(role(ADMINISTRATOR))
    return user


def ask_gil(*roles: str, by: User | None = None, name: str = "") -> Made:
    """Gil is invited, by the administrator of the cast unless `by` says otherwise."""
    groups = [role(one) for one in roles or (REPORTER,)]
    return invite([Invitee(GIL, name)], groups, by=by or make_admin())[0]


def path_of(link: str) -> str:
    """The link's address without its site."""
    return "/" + link.split("/", 3)[3]


def mailed_links() -> list[str]:
    """The links in the mails that have gone, once every waiting one has."""
    deliver_due()
    found: list[Any] = [re.search(r"https?://\S+/accounts/\S+", str(sent.body)) for sent in mail.outbox]
    return [match.group() for match in found if match]


def verbs_about(email: str) -> list[str]:
    """The record of an address, oldest first."""
    return list(PersonRecord.objects.filter(email=email).order_by("pk").values_list("verb", flat=True))
