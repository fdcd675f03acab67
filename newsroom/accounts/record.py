"""The record of people: who changed what about whom."""

from newsroom.accounts.models import PersonRecord, User


def record(email: str, verb: str, *, by: User | None, person: User | None = None, note: str = "") -> None:
    """Add one line; call it inside the verb's transaction. Nobody as `by`: somebody at the machine's own shell."""
    PersonRecord.objects.create(email=email.lower(), person=person, verb=verb, by=by, note=note[:300])
