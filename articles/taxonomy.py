"""People and topics found by name, or made on the spot: nobody leaves a story for them."""

from django.db import transaction

from articles.models import Author, Section, Tag
from newsroom.accounts.models import User
from newsroom.kit.text import slug_from


class CannotMakeError(Exception):
    """Why a person or a topic cannot be made, in a sentence."""


@transaction.atomic
def find_or_make_author(name: str) -> tuple[Author, bool]:
    """The person of this name, or a guest made now; and whether one was made."""
    name = " ".join(name.split())
    if not name:
        raise CannotMakeError("A byline needs a name.")
    if len(name) > 120:
        raise CannotMakeError("A name in a byline has at most 120 letters.")
    found = Author.objects.filter(name__iexact=name).order_by("pk").first()
    if found is not None:
        return found, False
    return Author.objects.create(name=name, slug=_free_slug(Author, name, 120, "author")), True


@transaction.atomic
def find_or_make_topic(name: str) -> tuple[Tag, bool]:
    """The topic of this name, or a new one; and whether one was made."""
    name = " ".join(name.replace(",", " ").split())
    if not name:
        raise CannotMakeError("A topic needs a name.")
    if len(name) > 60:
        raise CannotMakeError("A topic's name has at most 60 letters.")
    found = Tag.objects.filter(name__iexact=name).order_by("pk").first()
    if found is not None:
        return found, False
    return Tag.objects.create(name=name, slug=_free_slug(Tag, name, 60, "topic")), True


@transaction.atomic
def author_of(user: User) -> Author:
    """The person under whose name this account writes, made on first use from the account's name."""
    found = Author.objects.filter(user=user).first()
    if found is not None:
        return found
    name = user.get_full_name()
    return Author.objects.create(user=user, name=name, slug=_free_slug(Author, name, 120, "author"))


@transaction.atomic
def author_for(user: User, *, known_as: str) -> Author:
    """The person under whose name a new colleague writes: a guest they were before is theirs now, else a new one.

    A guest is known by the address on their page, or by the name an administrator gave the colleague, where just one
    guest has it; never by a name that the colleague typed, or anybody could take another's page.
    """
    if Author.objects.filter(user=user).exists():
        return author_of(user)
    guests = Author.objects.select_for_update().filter(user=None)
    for same in ({"email__iexact": user.email}, {"name__iexact": " ".join(known_as.split())}):
        found = list(guests.filter(**same)[:2]) if all(same.values()) else []
        if len(found) == 1:
            found[0].user = user
            found[0].save(update_fields=("user",))
            return found[0]
    return author_of(user)


def section_slug(name: str) -> str:
    """A free address for a new section; `section` and a number where the name has no Latin letter."""
    return _free_slug(Section, name, 60, "section")


def _free_slug(model: type[Author] | type[Tag] | type[Section], name: str, length: int, default: str) -> str:
    wanted = slug_from(name, default=default)[: length - 4].strip("-")
    taken = set(model.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
