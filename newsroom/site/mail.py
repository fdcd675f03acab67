"""Mail in the paper's dress: any room writes one with `send`, the worker carries it, and nothing is lost between."""

import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from email.utils import formataddr
from smtplib import SMTPResponseException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django_tasks import task

from newsroom.site.models import Mail
from newsroom.site.snapshot import paper

logger = logging.getLogger(__name__)

# Minutes until the next try: a server that is restarted, one that is mended by lunch, one that is mended tomorrow.
WAITS = (1, 5, 30, 120, 360, 720)
AT_ONCE = 20  # of a sweep: a server that does not answer must not hold up the worker for long
KEPT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Action:
    """The one thing a mail asks for. `url` may be a path of this site."""

    label: str
    url: str


@transaction.atomic
def send(
    to: str, subject: str, paragraphs: Sequence[str], *, action: Action | None = None, code: str = ""
) -> Mail:
    """Put a mail on its way to one address, as text and HTML under the paper's name.

    Call it inside the verb's transaction: the mail and the task that carries it are rows, there if the change is.
    `code` stands large below the first paragraph. Words are plain; addresses in them become links.
    """
    words = {
        "paragraphs": [words.strip() for words in paragraphs if words.strip()],
        "action": asdict(action) if action else None,
        "code": code,
    }
    mail = Mail.objects.create(to=to, subject=" ".join(subject.split())[:200], words=words)
    carry.enqueue(mail.pk)
    return mail


@task()
def carry(pk: int) -> str:
    """Hand one mail over, and say how it stands: the first try, a moment after it was written."""
    return str(deliver(pk) or "gone or waiting")


@transaction.atomic
def deliver(pk: int) -> bool:
    """Hand this mail to the mail server; True where it took it. A mail somebody else delivers now is theirs.

    A worker killed after the server took it sends it again, under the same Message-ID: twice is better than never.
    """
    mail = Mail.objects.select_for_update(skip_locked=True).waiting().filter(pk=pk).first()
    if mail is None:
        return False
    try:
        letter(mail).send()
    except Exception as problem:
        logger.exception("A mail did not go. mail=%s tries=%s", mail.pk, mail.tries + 1)
        mail.note_failure(f"{type(problem).__name__}: {problem}", wait=_wait_after(mail.tries))
        return False
    mail.note_sent()
    return True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a test, in a sentence with the server's own words."""

    went: bool
    said: str


def send_test(to: str) -> Outcome:
    """One mail now, without the worker: did the server take it, and what did it answer?"""
    words = {"paragraphs": ["This is a test. Mail from your paper arrives."], "action": None, "code": ""}
    message = letter(Mail(to=to, subject=f"A test from {paper().settings.name}", words=words))
    try:
        with get_connection() as connection:
            if not isinstance(connection, EmailBackend):
                connection.send_messages([message])
                return Outcome(
                    True, "The test is kept here: EMAIL_URL names no mail server, and no mail leaves."
                )
            return Outcome(True, f"The mail server took the test: {_handed_over(connection, message)}")
    except Exception as problem:
        logger.exception("A test mail did not go.")
        return Outcome(False, f"The test did not go. {_said(problem)}")


def _handed_over(connection: EmailBackend, message: EmailMultiAlternatives) -> str:
    """As `send`, keeping the answer to the last word, which Django drops."""
    smtp: Any = connection.connection
    made: Any = message.message()  # Django’s, which knows of line ends
    smtp.ehlo_or_helo_if_needed()
    for code, answer in (
        smtp.mail(settings.DEFAULT_FROM_EMAIL),
        smtp.rcpt(message.to[0]),
        smtp.data(made.as_bytes(linesep="\r\n")),
    ):
        if code >= 400:
            raise SMTPResponseException(code, answer)
        last = f"{code} {answer.decode(errors='replace')}"
    return last


def _said(problem: Exception) -> str:
    if isinstance(problem, SMTPResponseException):
        answer = problem.smtp_error
        words = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
        return f"The mail server answered: {problem.smtp_code} {words}"
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    return f"The mail server at {where} could not be used: {str(problem) or type(problem).__name__}"


@transaction.atomic
def send_again(pk: int) -> bool:
    """One more round of tries for a mail that has not gone; False where there is none."""
    waiting = Mail.objects.filter(pk=pk, sent_at=None).update(tries=0, next_try_at=timezone.now())
    if waiting:
        carry.enqueue(pk)
    return bool(waiting)


def deliver_due() -> int:
    """The sweep: mails whose next try is due, the oldest first; says how many went."""
    due = Mail.objects.waiting().filter(next_try_at__lte=timezone.now()).order_by("next_try_at", "pk")
    return sum(deliver(pk) for pk in due.values_list("pk", flat=True)[:AT_ONCE])


def forget() -> int:
    """Mails of a month ago, sent or given up."""
    return Mail.objects.filter(created_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()[0]


def letter(mail: Mail) -> EmailMultiAlternatives:
    """The mail as it travels: text, the same as HTML, from the paper by name."""
    this = paper()
    facts = {
        "subject": mail.subject,
        "words": mail.words,
        "url": full_address((mail.words.get("action") or {}).get("url", "")),
        "paper": this,
        "site_url": settings.SITE_URL,
        "logo": full_address(this.settings.logo.url) if this.settings.logo_width else "",
    }
    host = urlsplit(settings.SITE_URL).hostname
    made = EmailMultiAlternatives(
        mail.subject,
        render_to_string("email/dressed.txt", facts).strip() + "\n",
        formataddr((" ".join(this.settings.name.split()), settings.DEFAULT_FROM_EMAIL)),
        [mail.to],
        headers={"Message-ID": f"<{mail.token}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    made.attach_alternative(render_to_string("email/dressed.html", facts), "text/html")
    return made


def full_address(url: str) -> str:
    """An address that leads here from a mail."""
    return f"{settings.SITE_URL}{url}" if url.startswith("/") else url


def _wait_after(tries: int) -> timedelta | None:
    return timedelta(minutes=WAITS[tries]) if tries < len(WAITS) else None
