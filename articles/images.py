"""The picture library: a file taken in once, and what readers must be told about it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from articles.events import image_changed
from articles.models import Image
from newsroom.accounts.models import User
from newsroom.kit.events import announce
from newsroom.kit.images import ingest, planned, store

WORDS = ("title", "alt", "is_decorative", "caption", "credit", "rights", "source")


def take_in(
    data: bytes,
    *,
    by: User | None,
    animated: bool = False,
    better: Sequence[str] = ("avif", "webp"),
    write: bool = True,
    **words: Any,
) -> Image:
    """The library's picture of these bytes: the one that is there, with its words, or a new one.

    Words given for a picture that has none yet are added to it. `animated` takes the first frame of what moves; `better` are the formats beside the one everybody
    reads; without `write` no file is written (a dry run). Raises RefusedError with a sentence.
    """
    picture = ingest(data, animated=animated)
    found = Image.objects.filter(content_hash=picture.hash12).first()
    if found is None:
        stored = store(picture, better=better) if write else planned(picture, better=better)
        found, made = Image.objects.get_or_create(
            content_hash=stored.hash,
            defaults={
                "width": stored.width,
                "height": stored.height,
                "widths": stored.widths,
                "formats": stored.formats,
                "uploaded_by": by,
                **{name: value for name, value in words.items() if name in WORDS},
            },
        )
        if made:
            return found
    return describe(
        found, **{name: value for name, value in words.items() if value and not getattr(found, name)}
    )


@transaction.atomic
def describe(image: Image, **words: Any) -> Image:
    """Change what is said about a picture; the pages that show it are told. Nothing happens where nothing changes."""
    changed = {name: value for name, value in words.items() if getattr(image, name) != value}
    if not changed:
        return image
    for name, value in changed.items():
        setattr(image, name, value)
    image.save(update_fields=tuple(changed))
    announce(image_changed, image=image)
    return image
