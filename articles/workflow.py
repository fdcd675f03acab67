"""A draft's way to its editor and back: who passes it on, and what it is then called."""

from django.db import transaction

from articles.models import Article, State
from articles.record import record
from articles.revisions import lock
from newsroom.accounts.models import User

# verb: (from which states, to which, what the record says)
MOVES: dict[str, tuple[frozenset[State], State, str]] = {
    "submit": (frozenset({State.DRAFT, State.CHANGES_ASKED}), State.SUBMITTED, "submitted"),
    "ask_for_changes": (
        frozenset({State.SUBMITTED, State.APPROVED}),
        State.CHANGES_ASKED,
        "asked for changes",
    ),
    "approve": (frozenset({State.SUBMITTED}), State.APPROVED, "approved"),
}


class CannotMoveError(Exception):
    """Why a draft cannot be passed on, in a sentence for who tried."""


def submit(article: Article, *, by: User | None, note: str = "") -> Article:
    """Hand a draft to the editors."""
    return _move(article, "submit", by=by, note=note)


def ask_for_changes(article: Article, *, by: User | None, note: str) -> Article:
    """Hand a draft back with a note that says what is wanted."""
    if not note.strip():
        raise CannotMoveError("Say what should change: the writer reads your note.")
    return _move(article, "ask_for_changes", by=by, note=note)


def approve(article: Article, *, by: User | None, note: str = "") -> Article:
    """Say that a draft may go out."""
    return _move(article, "approve", by=by, note=note)


@transaction.atomic
def _move(article: Article, verb: str, *, by: User | None, note: str) -> Article:
    sources, target, said = MOVES[verb]
    article = lock(article)
    if article.state not in sources:
        raise CannotMoveError(
            f"This draft is “{State(article.state).label}”; it cannot be {said} from there."
        )
    if article.head is None:
        raise CannotMoveError("There is nothing written yet.")
    article.state = target
    article.save(update_fields=("state",))
    record(article, said, by=by, note=note, revision=article.head)
    return article
