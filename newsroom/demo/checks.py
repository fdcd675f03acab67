"""Deploy check: a site that others can reach must not keep the demo's accounts."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from newsroom.demo.cast import CAST, PASSWORD


@register(Tags.database, deploy=True)
def no_demo_accounts(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Looked for only where the database is among the checked: `check --deploy --database default`."""
    if "default" not in (databases or ()):
        return []
    try:
        people = list(get_user_model().objects.filter(email__in=[person.email for person in CAST]))
    except DatabaseError:  # no tables yet: nobody can sign in
        return []
    open_to_all = sorted(
        person.email for person in people if person.is_active and person.check_password(PASSWORD)
    )
    if not open_to_all:
        return []
    return [
        Error(
            f"These accounts have the demo's printed password: {', '.join(open_to_all)}.",
            hint="Remove the demo edition, or give each of them a password of its own.",
            id="newsroom.E001",
        )
    ]
