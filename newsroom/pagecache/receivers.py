"""The invalidation map: what happened, and which kept pages show it.

Each receiver runs in the transaction of the change, and names the tags of the pages that are no longer right. What a
page shows is said where it is shown: by its view (`keep`), its template tags and the page's frame (`shows`).
"""

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from ads.decision import look_again
from ads.events import creative_changed, slots_changed
from ads.models import Creative, Slot
from articles.events import (
    article_published,
    article_withdrawn,
    author_changed,
    change_scheduled,
    image_changed,
    section_changed,
    stream_changed,
    tag_changed,
)
from articles.models import Article, Author, Image, LiveStream, Section, Tag
from articles.places import Places, places_of
from comments.events import (
    comment_decided,
    comment_posted,
    openness_changed,
    thread_imported,
    threads_counted,
)
from comments.models import Comment
from newsroom.accounts.events import person_changed
from newsroom.accounts.models import User
from newsroom.pagecache.purge import purge
from newsroom.pagecache.ring import EVERYTHING
from newsroom.site.events import paper_changed


@receiver(article_published)
def published(article: Article, change: str, stood: Places, **_: Any) -> None:
    """Pages that show the story; where it comes, goes or moves, the lists it leaves and those it comes to."""
    stands = places_of(article)
    tags = {f"article:{article.pk}", "search", "sitemap"}
    if stands.since != stood.since:
        tags |= _lists(stands.lists | stood.lists) | {"front", "latest", "corrections"}
    else:
        tags |= _lists(stands.lists ^ stood.lists)
    if change == "correction":
        tags.add("corrections")
    purge(*tags)


def _lists(lists: frozenset[str]) -> frozenset[str]:
    """With the list of all people, where somebody's first or last story may be among them."""
    return lists | {"authors"} if any(name.startswith("by-author:") for name in lists) else lists


@receiver(article_withdrawn)
def withdrawn(article: Article, stood: Places, **_: Any) -> None:
    """Pages that showed the story, and the lists it stood in: the story after the last one moves up."""
    tags = {f"article:{article.pk}", "search", "sitemap", "corrections", "front", "latest"}
    purge(*tags, *_lists(stood.lists))


@receiver(change_scheduled)
def to_change(article: Article, **_: Any) -> None:
    """The text is the same, but not as long as was thought."""
    purge(f"article:{article.pk}")


@receiver(author_changed)
def author(author: Author, **_: Any) -> None:
    """Their page and feeds, the list of people, and each story and card with their name."""
    purge(f"author:{author.pk}")


@receiver(section_changed)
def section(section: Section, **_: Any) -> None:
    """Pages that name it or its address, the pages beside it (its parent's strip), and a navigation made of sections."""
    parent = [f"section:{section.parent_id}"] if section.parent_id else []
    purge(f"section:{section.pk}", *parent, "sections")


@receiver(tag_changed)
def topic(tag: Tag, **_: Any) -> None:
    """Its page and feeds, and the stories under it."""
    purge(f"topic:{tag.pk}")


@receiver(image_changed)
def picture(image: Image, **_: Any) -> None:
    """Pages that show it at their head or on a card. In a body stands what was said of it at publication."""
    purge(f"image:{image.pk}")


@receiver(stream_changed)
def stream(stream: LiveStream, **_: Any) -> None:
    """The live page, and the mark in every masthead."""
    purge("air")


@receiver(comment_posted)
def commented(comment: Comment, article: Article, **_: Any) -> None:
    """The pages of its thread; nothing where it waits for a moderator."""
    if comment.is_live:
        purge(f"thread:{article.pk}")


@receiver(comment_decided)
def decided(comment: Comment, **_: Any) -> None:
    """What is approved, hidden or restored is there or gone at once."""
    purge(f"thread:{comment.thread.article_id}")


@receiver(threads_counted)
def counted(article_ids: Sequence[int], **_: Any) -> None:
    """Numbers under stories and on cards: with each fold, every two seconds at most."""
    purge(*(f"{what}:{pk}" for pk in article_ids for what in ("thread", "count")))


@receiver(thread_imported)
def taken_over(article: Article, **_: Any) -> None:
    """The pages of its thread."""
    purge(f"thread:{article.pk}")


@receiver(openness_changed)
def openness(**_: Any) -> None:
    """Each page with a form for comments."""
    purge("comments")


@receiver(person_changed)
def person(person: User, **_: Any) -> None:
    """Threads in which they wrote."""
    purge(f"person:{person.pk}")


@receiver(slots_changed)
def slots(slots: Sequence[Slot], **_: Any) -> None:
    """Pages with the slot: the house's own creative is part of them. What is booked is not; it comes by itself."""
    purge(*(f"slot:{slot.code}" for slot in slots))


@receiver(creative_changed)
def creative(creative: Creative, **_: Any) -> None:
    """Pages with the slots in which the house shows it; none for a creative that is somebody's."""
    codes = Slot.objects.filter(house_creative=creative).values_list("code", flat=True)
    if codes:
        purge(*(f"slot:{code}" for code in codes))


@receiver(paper_changed)
def paper(**_: Any) -> None:
    """Every page with the paper's name, its navigation or its banner."""
    purge("chrome")


def heard(tags: frozenset[str]) -> None:
    """In each process, when a purge arrives and before anything is rendered after it: what it holds in memory by
    itself, and bakes into pages, is over."""
    if EVERYTHING in tags or any(tag.startswith("slot:") for tag in tags):
        look_again()
