"""Links that let somebody in once: made, found again by what is typed, and said no to in a plain sentence."""

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from newsroom.accounts.models import Invitation, Link, User


class DeadLinkError(Exception):
    """Why a link opens nothing, and what to do now: two sentences for who holds it."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(f"{what} {advice}")
        self.what, self.advice = what, advice


class UnknownLinkError(DeadLinkError):
    """No link of ours at all."""


def make_link(*, until: datetime, invitation: Invitation | None = None, person: User | None = None) -> str:
    """A new link's whole address. It is known now and never again: the table keeps a hash of its token."""
    token = secrets.token_urlsafe(32)
    Link.objects.create(digest=_digest(token), invitation=invitation, person=person, expires_at=until)
    path = reverse("people:join" if invitation else "people:let-in", args=(token,))
    return f"{settings.SITE_URL}{path}"


def end_links(*, invitation: Invitation | None = None, person: User | None = None) -> None:
    """Those made before open nothing any more."""
    Link.objects.filter(invitation=invitation, person=person, ended_at=None, used_at=None).update(
        ended_at=timezone.now()
    )


def link_to_account(token: str, *, lock: bool = False) -> tuple[Link, User]:
    """The link that opens an account anew. Raises DeadLinkError."""
    links = Link.objects.select_related("person")
    if lock:
        links = links.select_for_update(of=("self",))
    link = links.filter(digest=_digest(token)).first()
    if link is None or link.person is None:
        raise UnknownLinkError(
            "This link opens nothing here.", "Copy it whole, from the first letter to the last."
        )
    if link.used_at:
        raise DeadLinkError("This link has been used.", "Sign in with the password that was set with it.")
    if link.ended_at:
        raise DeadLinkError("A newer link took this one’s place.", "Use the newest, or ask for another one.")
    if link.expires_at <= timezone.now():
        raise DeadLinkError(
            "This link has run out.", "Whoever runs the site makes a new one with manage.py let_in."
        )
    if not link.person.is_active:
        raise DeadLinkError("This account is switched off.", "An administrator can switch it on again.")
    return link, link.person


def link_to_invitation(token: str, *, lock: bool = False) -> tuple[Link, Invitation]:
    """The link that takes up an invitation. Raises DeadLinkError."""
    invitations = Invitation.objects.select_related("invited_by")
    if lock:  # first of all: whoever renews or withdraws it holds this lock too
        invitations = invitations.select_for_update(of=("self",))
    invitation = invitations.filter(links__digest=_digest(token)).first()
    link = invitation.links.filter(digest=_digest(token)).first() if invitation else None
    if link is None or invitation is None:
        raise UnknownLinkError(
            "This link opens nothing here.",
            "Copy it whole, from the first letter to the last, or ask whoever invited you for a new one.",
        )
    ask = f"Ask {invitation.invited_by or 'an administrator'} for a new one."
    if invitation.joined_at:
        raise DeadLinkError(
            "This invitation has been taken up.", "Sign in with the address that it was sent to."
        )
    if invitation.revoked_at:
        raise DeadLinkError("This invitation was withdrawn.", f"If that surprises you: {_lower(ask)}")
    if link.ended_at:
        raise DeadLinkError(
            "This invitation has a newer link.", f"Look for the newest mail from us. Is there none? {ask}"
        )
    if invitation.has_run_out:
        raise DeadLinkError(f"This invitation ended on {_day(invitation.expires_at)}.", ask)
    return link, invitation


def invitation_of(token: str) -> Invitation | None:
    """The invitation this link belongs to, however either stands."""
    return Invitation.objects.select_related("joined_as").filter(links__digest=_digest(token)).first()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%-d %B %Y}"


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
