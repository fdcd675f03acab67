"""Where each post will stand here, known before the first is written: links between posts lead to the new place."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import parse_qs, unquote, urlsplit

from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from newsroom.importers.wordpress import Item
from newsroom.kit.text import slug_from

LONGEST = 400  # of Redirect.path
_WORDS = re.compile(r"s:\d+:\"([^\"]*)\"")


class Addresses:
    """The new address of each public post, by its id and by its old addresses."""

    def __init__(self, site: str) -> None:
        parts = urlsplit(site)
        self.host, self.root = parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/")
        self.slugs: dict[str, str] = {}
        self.by_id: dict[str, str] = {}
        self.by_path: dict[str, str] = {}

    def plan(self, posts: Iterable[Item], made: Mapping[str, int]) -> None:
        """Give each public post its address; those of `made` (article ids by post id) have theirs already."""
        taken = {
            (day, slug): pk
            for pk, day, slug in Article.objects.exclude(slug=None).values_list("pk", "address_date", "slug")
        }
        here = {pk: key for key, pk in taken.items()}
        for post in posts:
            if post.id in made:
                found = here.get(made[post.id])
            elif post.date is None or post.status not in ("publish", "future"):
                found = None
            else:
                found = _free(timezone.localtime(post.date).date(), wanted_slug(post), taken)
                taken[found] = 0
            if found and found[0] and found[1]:
                new = reverse("articles:detail", kwargs={"day": found[0], "slug": found[1]})
                self.slugs[post.id], self.by_id[post.id] = found[1], new
                for old in self.old_paths(post):
                    self.by_path.setdefault(_key(old), new)

    def old_paths(self, post: Item) -> list[str]:
        """Paths under which the post could be read before, each once, the last one first."""
        path = self.path_of(post.link)
        found = [path] if path else []
        for old in post.meta.get("_wp_old_slug", ()):
            if path and old.strip():
                found.append(f"{path.rstrip('/').rpartition('/')[0]}/{old.strip()}/")
        for told in post.meta.get("redirect_from", ()):
            for old in _WORDS.findall(told) if told.startswith("a:") else re.split(r"[\s,]+", told):
                found.append(self.path_of(old) if "://" in old else old)
        return list(dict.fromkeys(p for p in found if p.startswith("/") and p != "/" and len(p) <= LONGEST))

    def path_of(self, address: str) -> str:
        """The path of an address of the old site; empty for any other, and for one that is only a query."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return ""
        if parts.netloc.lower().removeprefix("www.") != self.host:
            return ""
        path = unquote(parts.path)
        return "" if path.rstrip("/") == self.root or "\x00" in path else path

    def new(self, href: str) -> str | None:
        """Where a link of the old site leads here; None where it leads to no post of it."""
        try:
            parts = urlsplit(href)
        except ValueError:
            return None
        if parts.netloc and parts.netloc.lower().removeprefix("www.") != self.host:
            return None
        if not parts.netloc and not parts.path.startswith("/"):
            return None
        asked = parse_qs(parts.query).get("p", [""])[0]
        found = self.by_id.get(asked) if asked else self.by_path.get(_key(unquote(parts.path)))
        return found + (f"#{parts.fragment}" if parts.fragment else "") if found else None


def wanted_slug(post: Item) -> str:
    """The post's own slug as far as an address here can hold it, else one made from its title."""
    return slug_from(unquote(post.slug), default="") or slug_from(
        post.title, default=f"story-{post.id[-20:]}"
    )


def _free(day: date, wanted: str, taken: Mapping[tuple[date | None, str | None], int]) -> tuple[date, str]:
    slug, number = wanted, 1
    while (day, slug) in taken:
        number += 1
        slug = f"{wanted[:74].rstrip('-')}-{number}"
    return day, slug


def _key(path: str) -> str:
    return path.rstrip("/").lower()
