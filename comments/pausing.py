"""The one switch that stops new comments everywhere, and lets them go on; each turn of it is on record."""

from django.db import IntegrityError, transaction

from comments.events import openness_changed
from comments.models import Pause, PauseEntry
from newsroom.accounts.models import User
from newsroom.kit.events import announce

SENTENCE = "Comments are paused for a while. Please come back later."


class CannotPauseError(Exception):
    """The switch stands otherwise than its page said; the sentence is for the moderator."""


@transaction.atomic
def pause(*, by: User | None, sentence: str = "") -> Pause:
    """Nobody can comment anywhere until `resume`; the sentence tells readers. Raises CannotPauseError."""
    sentence = " ".join(sentence.split())[:200] or SENTENCE
    try:
        with transaction.atomic():
            paused = Pause.objects.create(by=by, sentence=sentence)
    except IntegrityError:
        raise CannotPauseError(f"{_last_one()} paused comments before you did.") from None
    PauseEntry.objects.create(by=by, is_pause=True, sentence=sentence)
    announce(openness_changed)
    return paused


@transaction.atomic
def resume(*, by: User | None) -> None:
    """Readers may comment again. Raises CannotPauseError."""
    if not Pause.objects.all().delete()[0]:
        raise CannotPauseError(f"{_last_one()} let comments go on before you did.")
    PauseEntry.objects.create(by=by, is_pause=False)
    announce(openness_changed)


def _last_one() -> str:
    last = PauseEntry.objects.select_related("by").first()
    return last.by.get_full_name() if last is not None and last.by is not None else "Somebody"
