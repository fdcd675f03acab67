"""Which posts of an export were taken over before: by their ids, unless the id is another post's now."""

from collections.abc import Iterable
from datetime import datetime

from articles.models import Article
from newsroom.importers.addresses import wanted_slug
from newsroom.importers.models import ImportedItem
from newsroom.importers.wordpress import Item


def known_posts(source: str, posts: Iterable[Item]) -> tuple[dict[str, int], dict[str, str]]:
    """Article ids by post id for what is here; and for each post the key it is, or will be, known by.

    A site that was set up anew under its old name gives old ids to new posts. Such a post has neither the day nor
    the slug of the story that its id became, and is known by id and slug.
    """
    rows = ImportedItem.objects.filter(source=source, kind="post").exclude(target=None)
    targets = {row.key: row.target for row in rows if row.target is not None}
    public = Article.objects.filter(pk__in=targets.values()).exclude(published_at=None)
    told = {pk: (at, slug) for pk, at, slug in public.values_list("pk", "published_at", "slug")}
    made: dict[str, int] = {}
    keys: dict[str, str] = {}
    for post in posts:
        key = post.id
        if key in targets and _is_another(post, *told.get(targets[key], (None, None))):
            key = f"{post.id} {wanted_slug(post)}"
        keys[post.id] = key
        if key in targets:
            made[post.id] = targets[key]
    return made, keys


def _is_another(post: Item, published_at: datetime | None, slug: str | None) -> bool:
    if published_at is None or not slug or post.date is None:
        return False
    return published_at != post.date and not slug.startswith(wanted_slug(post)[:74].rstrip("-"))
