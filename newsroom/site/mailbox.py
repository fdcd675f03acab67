"""Mail on a site without a mail server: said on the terminal, and kept in var/mail/ for who runs the site to read."""

import re
import secrets
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as Parsed
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

NAME = re.compile(
    r"\d{20}-[0-9a-f]{8}"
)  # moment and chance: names in order, none twice, none that leads elsewhere


@dataclass(frozen=True, slots=True)
class Kept:
    """One mail in var/mail/."""

    name: str
    to: str
    subject: str
    at: datetime | None
    text: str
    html: str


class Mailbox(BaseEmailBackend):
    """Django's mail backend where EMAIL_URL names none."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep each, and say it: a code must be found even where nobody can open the desk yet."""
        for message in email_messages:
            name = _keep(message.message().as_bytes())
            sys.stdout.write(
                f"\n--- Mail to {', '.join(message.to)}: {message.subject} (var/mail/{name}.eml)\n"
            )
            sys.stdout.write(f"{message.body}\n---\n")
            sys.stdout.flush()
        return len(email_messages)


def is_open() -> bool:
    """Is mail kept here? Where a mail server is set, nothing of it is."""
    return settings.EMAIL_BACKEND.endswith(".mailbox.Mailbox")


def kept(*, before: str = "", most: int = 50) -> Iterator[Kept]:
    """The mails kept, newest first, from the one before `before` on."""
    names = sorted((path.stem for path in _folder().glob("*.eml") if NAME.fullmatch(path.stem)), reverse=True)
    for name in [name for name in names if not before or name < before][:most]:
        if found := read(name):
            yield found


def read(name: str) -> Kept | None:
    """The mail of this name; None where there is none, or the name is no mail's."""
    if not NAME.fullmatch(name):
        return None
    try:
        parsed: Any = message_from_bytes((_folder() / f"{name}.eml").read_bytes(), policy=policy.default)
    except OSError:
        return None
    date = parsed["date"]
    return Kept(
        name=name,
        to=str(parsed["to"] or ""),
        subject=str(parsed["subject"] or ""),
        at=parsedate_to_datetime(str(date)) if date else None,
        text=_part(parsed, "plain"),
        html=_part(parsed, "html"),
    )


def _part(parsed: Parsed, kind: str) -> str:
    part = parsed.get_body((kind,))
    return str(part.get_content()) if part else ""


def _keep(raw: bytes) -> str:
    """Written aside and moved: who lists the folder never reads half a mail. Codes are in there: the owner's alone."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{timezone.now():%Y%m%d%H%M%S%f}-{secrets.token_hex(4)}"
    aside = folder / f".{name}"
    aside.touch(mode=0o600)
    aside.write_bytes(raw)
    aside.rename(folder / f"{name}.eml")
    return name


def _folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)
