"""The cast moves in: accounts that can sign in, roles, and the pages of those who write."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from articles.models import Author, Image
from newsroom.accounts.models import User
from newsroom.accounts.roles import make_roles
from newsroom.demo.cast import ADMIN, CAST, EVERY_WRITER, PASSWORD
from newsroom.demo.keeping import keep
from newsroom.kit.text import slug_from


def make_people() -> dict[str, User]:
    """The cast by their keys. Somebody who has an account at that address already keeps it as it is."""
    make_roles()
    hashed = make_password(PASSWORD)
    people = {}
    for person in CAST:
        user = User.objects.filter(email__iexact=person.email).first()
        if user is None:
            user = User(email=person.email, name=person.name, is_staff=person.is_staff, password=hashed)
            user.is_superuser = person is ADMIN
            user.save()
            keep(user)
            if person.role:
                user.groups.add(Group.objects.get(name=person.role))
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        people[person.key] = user
    return people


def make_authors(people: dict[str, User], photos: dict[str, Image]) -> dict[str, Author]:
    """Everybody who writes, by key: three of the cast and the guests."""
    authors = {}
    for person in EVERY_WRITER:
        authors[person.key] = keep(
            Author.objects.create(
                name=person.name,
                slug=_free_slug(person.name),
                user=people.get(person.key),
                job_title=person.job_title,
                bio=person.bio,
                photo=photos[person.key],
            )
        )
    return authors


def guest(name: str, authors: dict[str, Author]) -> Author:
    """A guest who wrote one story and has neither photo nor account."""
    if name not in authors:
        authors[name] = keep(Author.objects.create(name=name, slug=_free_slug(name)))
    return authors[name]


def _free_slug(name: str) -> str:
    slug = slug_from(name, default="author")
    while Author.objects.filter(slug=slug).exists():
        slug += "-demo"
    return slug
