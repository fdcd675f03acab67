"""A first comment: a code is mailed, and the right one signs in and posts the kept text, once and only once."""

import hmac
import ipaddress
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from comments import posting
from comments.models import CodeSent, Comment, Rescue
from newsroom.accounts.models import User
from newsroom.accounts.proven import needs_more_than_a_code, open_account
from newsroom.site import mail

MINUTES = 15
GOOD_FOR = timedelta(minutes=MINUTES)
TRIES = 5  # of a million, before another code must be asked for
ONE_PRESS = timedelta(minutes=1)  # what is asked again within it is the same press, or impatience
# codes to one address, from one client: an hour, a day. A guesser has 60 tries of a million a day
TO_ADDRESS, FROM_CLIENT = (5, 12), (30, 120)
FROM_STRANGERS = 200  # texts and reports an hour from one client without an account


class CannotSendError(Exception):
    """No code was sent; the sentence is for the writer, whose text is kept."""


class FloodError(Exception):
    """More than people send; the sentence is for the writer."""


class WrongCodeError(Exception):
    """Not the code, or one no longer good; the sentence is for the writer, whose text is kept."""


class GuardedAccountError(Exception):
    """The code is right, and not enough: this account signs in by more than a code."""


class PostedAlreadyError(Exception):
    """The text was posted before."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a request came from, as far as a comment's origin notes it."""

    ip: str | None = None
    agent: str = ""
    referrer: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """The right code was entered: who that is, and their comment, or the sentence why it was not taken."""

    user: User
    comment: Comment | None = None
    refusal: str = ""


def code_of(held: Rescue) -> str:
    """The six digits, made of the row and the site's key: the row alone does not tell them."""
    made = hmac.digest(
        settings.SECRET_KEY.encode(), f"comments.code:{held.token}:{held.salt}".encode(), "sha256"
    )
    return f"{int.from_bytes(made[:8], 'big') % 1_000_000:06d}"


def check_flood(ip: str | None) -> None:
    """Count what somebody without an account sends. Raises FloodError above what a school's worth of people send.

    A browser's name is anybody's to change, so what is kept by it (`passing_key`) limits no machine.
    """
    key = f"comments.flood:{_key(f'client:{_client(ip)}').hex()}:{timezone.now():%Y%m%d%H}"
    sent = int(cache.get(key, 0)) + 1  # two at once may count as one: a flood is stopped all the same
    if sent > FROM_STRANGERS:
        raise FloodError(
            "Very much was sent from where you are in the last hour. Please sign in, or come back in an hour."
        )
    cache.set(key, sent, 3600)


@transaction.atomic
def send_code(held: Rescue, *, ip: str | None) -> bool:
    """Mail a new code for the kept text; False where one went out within the minute. Raises CannotSendError.

    Nothing here looks whether the address is known: the answer is the same for all.
    """
    now = timezone.now()
    held = Rescue.objects.select_for_update().get(pk=held.pk)
    if held.comment_id or not held.email:
        return False
    if held.salt and held.code_until and held.code_until - GOOD_FOR > now - ONE_PRESS:
        return False
    keys = {"address_key": _key(f"address:{held.email}"), "client_key": _key(f"client:{_client(ip)}")}
    _lock(held.email)
    with connection.cursor() as db:
        db.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 9))", [keys["client_key"].hex()])
    if _is_much(TO_ADDRESS, address_key=keys["address_key"]):
        raise CannotSendError(
            "Many codes went to this address lately, so no more are sent for now. Your text is kept for a week:"
            " come back in an hour, or sign in with a password."
        )
    if _is_much(FROM_CLIENT, client_key=keys["client_key"]):
        raise CannotSendError(
            "Many codes were asked for from where you are, so no more are sent for now. Your text is kept for a week:"
            " come back in an hour, or sign in with a password."
        )
    held.salt, held.code_until, held.tries = secrets.token_urlsafe(16), now + GOOD_FOR, 0
    held.save(update_fields=("salt", "code_until", "tries"))
    CodeSent.objects.create(**keys, at=now)
    _mail(held)
    return True


def _mail(held: Rescue) -> None:
    """The code and a link, and not a word of what was typed: nobody mails a stranger through this form."""
    page = reverse("comments:rescued", args=(held.token,))
    story = f"You, or somebody who typed your address, wrote a comment on “{held.article.headline}”."
    if needs_more_than_a_code(held.email):
        mail.send(
            held.email,
            "Sign in to post your comment",
            [
                story,
                "The account of this address is opened by more than a code, so we send none. The text is kept for a"
                " week: sign in in your usual way, with your second factor, and post it then.",
                "If it was not you, nothing needs to be done: nothing is posted in your name.",
            ],
            action=mail.Action("Sign in", f"{reverse('account_login')}?{urlencode({'next': page})}"),
        )
        return
    mail.send(
        held.email,
        "The code for your comment",
        [
            story + " This code posts it, and signs you in:",
            f"Type it on the page you came from, or on the page below. It is good for {MINUTES} minutes; the text is kept"
            " for a week.",
            "If it was not you, do not give the code to anybody. Nothing is posted without it.",
        ],
        action=mail.Action("Read your comment and enter the code", page),
        code=code_of(held),
    )


def finish(token: str, code: str, *, where: Whereabouts) -> Finished:
    """Whoever has the code is whom the address belongs to: their account is opened and the kept text posted.

    Raises WrongCodeError, GuardedAccountError, PostedAlreadyError; then the text is where it was.
    """
    found = _finish(token, "".join(c for c in code if c not in " -\u00a0\t"), where)
    if isinstance(found, Exception):  # raised here, for the wrong try is counted and must not be undone
        raise found
    return found


@transaction.atomic
def _finish(token: str, code: str, where: Whereabouts) -> Finished | Exception:
    held = Rescue.objects.select_for_update().filter(token=token, expires_at__gt=timezone.now()).first()
    if held is None or held.comment_id:
        return PostedAlreadyError()
    if not held.awaits_code:
        return WrongCodeError("That code is no longer good. Please ask for a new one.")
    if held.tries >= TRIES:
        return WrongCodeError("Too many wrong codes. Please ask for a new one.")
    if not re.fullmatch("[0-9]{6}", code):
        return WrongCodeError("The code has six digits; it is in the newest mail.")
    if not hmac.compare_digest(code, code_of(held)):
        held.tries += 1
        held.save(update_fields=("tries",))
        return WrongCodeError(_sentence_for(TRIES - held.tries))
    _lock(held.email)
    held.salt = ""  # a code is good once
    held.save(update_fields=("salt",))
    if needs_more_than_a_code(held.email):
        return GuardedAccountError()
    user = open_account(held.email, name=held.name)
    try:
        with transaction.atomic():
            comment = posting.post(held.article, _writing(held, user, where), parent=held.parent)
    except posting.CannotPostError as error:  # signed in all the same, the text in the form
        return Finished(user, refusal=str(error))
    held.comment, held.raw = comment, ""
    held.save(update_fields=("comment", "raw"))
    return Finished(user, comment)


def _sentence_for(left: int) -> str:
    if not left:
        return "That is not the code. Please ask for a new one."
    return f"That is not the code of the newest mail. You can try {left} more time{'s' if left > 1 else ''}."


def _writing(held: Rescue, user: User, where: Whereabouts) -> posting.Writing:
    return posting.Writing(
        body=held.raw,
        author_key=posting.user_key(user),
        author=user,
        trap="filled in" if held.trapped else "",
        ip=where.ip,
        agent=where.agent,
        referrer=where.referrer,
    )


def _lock(email: str) -> None:
    """One at a time for one address: no two accounts of it, and no code above its number."""
    with connection.cursor() as db:
        db.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 10))", [email])


def _is_much(limits: tuple[int, int], **key: bytes) -> bool:
    now = timezone.now()
    sent = list(CodeSent.objects.filter(**key, at__gt=now - timedelta(days=1)).values_list("at", flat=True))
    an_hour = sum(at > now - timedelta(hours=1) for at in sent)
    return an_hour >= limits[0] or len(sent) >= limits[1]


def _client(ip: str | None) -> str:
    """The network one client may speak from: of the newer protocol a household has a whole one."""
    try:
        address = ipaddress.ip_address(ip or "")
    except ValueError:
        return ""
    return str(ipaddress.ip_network((address, 48 if address.version == 6 else 32), strict=False))


def _key(text: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"comments.codes:{text}".encode(), "sha256")[:16]
