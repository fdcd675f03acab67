"""Saving a story without ever losing a word: revisions, each made from the one its writer saw."""

from dataclasses import replace

from django.db import transaction

from articles.body import clean, images_in
from articles.events import draft_saved
from articles.models import Article, Image, ImageUse, Revision, Snapshot, State
from articles.record import record
from newsroom.accounts.models import User
from newsroom.kit.events import announce

# a draft that somebody changes after it was passed on goes one step back
_AFTER_A_SAVE = {State.PUBLISHED: State.DRAFT, State.APPROVED: State.SUBMITTED}


class StaleError(Exception):
    """Somebody saved the story meanwhile. `head` is what they saved; nothing was written."""

    def __init__(self, head: Revision | None) -> None:
        self.head = head
        who = str(head.created_by) if head and head.created_by else "Somebody"
        super().__init__(
            f"{who} saved this story while you were writing. Nothing of yours is lost: compare, then save again."
        )


def start(*, by: User | None) -> Article:
    """A new story without a word in it yet."""
    return Article.objects.create(created_by=by)


@transaction.atomic
def save_draft(
    article: Article, snapshot: Snapshot, *, by: User | None, base: int | None, note: str = ""
) -> Revision:
    """Keep `snapshot` as the story's newest revision; readers see nothing of it.

    `base` is the id of the revision the writer started from (None for a new story): where it is no longer the
    newest, StaleError is raised and nothing is written. A save that changes nothing returns the newest revision.
    """
    article_now = lock(article)
    head = article_now.head
    if (head.pk if head else None) != base:
        raise StaleError(head)
    snapshot = replace(snapshot, body=clean(snapshot.body))
    if head is not None and head.snapshot == snapshot:
        return head

    revision = Revision.objects.create(
        article=article_now,
        number=head.number + 1 if head else 1,
        base=head,
        stored=snapshot.to_json(),
        note=note,
        created_by=by,
    )
    ImageUse.objects.bulk_create(
        ImageUse(revision=revision, image_id=image) for image in sorted(images_of(snapshot))
    )
    article_now.head = revision
    article_now.state = _AFTER_A_SAVE.get(State(article_now.state), State(article_now.state))
    article_now.save(update_fields=("head", "state"))
    article.head, article.state = revision, article_now.state
    record(article_now, "saved", by=by, note=note, revision=revision)
    announce(draft_saved, article=article_now, revision=revision, by=by)
    return revision


def restore(article: Article, revision: Revision, *, by: User | None) -> Revision:
    """Make an old revision the newest draft again; what stood between stays in the history."""
    return save_draft(
        article,
        revision.snapshot,
        by=by,
        base=article.head_id,
        note=f"Restored from revision {revision.number}",
    )


def lock(article: Article) -> Article:
    """The story's row as it is now, held until the transaction ends."""
    return Article.objects.select_for_update(of=("self",)).select_related("head").get(pk=article.pk)


def images_of(snapshot: Snapshot) -> set[int]:
    """The ids of the library's pictures that this snapshot shows."""
    shown = set(Image.objects.filter(content_hash__in=images_in(snapshot.body)).values_list("pk", flat=True))
    return shown | ({snapshot.lead_image} if snapshot.lead_image else set())
