"""Plain functions that make rows for tests: each with sensible words, each changed by keyword."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from articles.models import Article, Author, Credit, Image, LiveStream, Section, Snapshot, Tag
from articles.publishing import publish
from articles.revisions import save_draft, start
from newsroom.accounts.models import User
from newsroom.demo.cast import ADA, ADMIN, BEN, CLEO, DOV, ESI, FINN, PASSWORD, Person

_numbers = count(1)

BODY = "<p>The ferry left on time, which surprised everybody aboard.</p><p>Nobody could say why.</p>"
SNAPSHOT_FIELDS = frozenset(Snapshot.__slots__)


def make_user(**changes: Any) -> User:
    """A person with an account and no role; `password` as in the demo."""
    number = next(_numbers)
    values: dict[str, Any] = {"email": f"person{number}@example.org", "name": f"Person {number}"} | changes
    return User.objects.create_user(values.pop("email"), values.pop("password", PASSWORD), **values)


def make_person(person: Person, **changes: Any) -> User:
    """Somebody of the cast, with their role; the same row when asked twice."""
    existing = User.objects.filter(email=person.email).first()
    if existing is not None:
        return existing
    user = make_user(
        **{"email": person.email, "name": person.name, "is_staff": person.is_staff}
        | ({"is_superuser": True} if person is ADMIN else {})
        | changes
    )
    if person.role:
        user.groups.add(Group.objects.get_or_create(name=person.role)[0])
    return user


def make_ada(**changes: Any) -> User:
    """The reporter."""
    return make_person(ADA, **changes)


def make_ben(**changes: Any) -> User:
    """The editor."""
    return make_person(BEN, **changes)


def make_cleo(**changes: Any) -> User:
    """The moderator."""
    return make_person(CLEO, **changes)


def make_dov(**changes: Any) -> User:
    """The ad manager."""
    return make_person(DOV, **changes)


def make_esi(**changes: Any) -> User:
    """The reader who replies."""
    return make_person(ESI, **changes)


def make_finn(**changes: Any) -> User:
    """The troll."""
    return make_person(FINN, **changes)


def make_admin(**changes: Any) -> User:
    """The administrator."""
    return make_person(ADMIN, **changes)


def make_section(name: str = "", **changes: Any) -> Section:
    """A section; the same row when asked twice for one slug."""
    number = next(_numbers)
    name = name or f"Section {number}"
    slug = changes.pop("slug", name.lower().replace(" ", "-"))
    return Section.objects.get_or_create(slug=slug, defaults={"name": name, "position": number} | changes)[0]


def make_tag(name: str = "", **changes: Any) -> Tag:
    """A topic; the same row when asked twice for one slug."""
    name = name or f"Topic {next(_numbers)}"
    slug = changes.pop("slug", name.lower().replace(" ", "-"))
    return Tag.objects.get_or_create(slug=slug, defaults={"name": name} | changes)[0]


def make_author(name: str = "", **changes: Any) -> Author:
    """Somebody who writes; without an account unless `user` is given."""
    number = next(_numbers)
    values = {"name": name or f"Author {number}", "slug": f"author-{number}", "job_title": "Reporter"}
    return Author.objects.create(**values | changes)


def make_image(**changes: Any) -> Image:
    """A picture's row; no file is written."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "content_hash": f"{number:012x}",
        "title": f"Picture {number}",
        "width": 1600,
        "height": 1067,
        "widths": [400, 800, 1600],
        "formats": ["avif", "webp", "jpg"],
        "alt": "A ferry in a harbour",
        "caption": "The morning ferry.",
        "credit": "Ada Lindqvist",
    }
    return Image.objects.create(**values | changes)


def make_snapshot(**changes: Any) -> Snapshot:
    """What a story says; a section is made when none is given."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "headline": f"Ferry leaves on time, again ({number})",
        "standfirst": "Passengers ask what went right.",
        "body": BODY,
    } | changes
    if "section" not in values:
        values["section"] = make_section("Local").pk
    if values.get("bylines") is None:
        values["bylines"] = ()
    return Snapshot(**values)


def make_draft(*, by: User | None = None, **changes: Any) -> Article:
    """A story nobody but the desk has seen, saved once through the verb."""
    article = start(by=by)
    save_draft(article, make_snapshot(**_for_snapshot(changes)), by=by, base=None)
    if changes:
        Article.objects.filter(pk=article.pk).update(**changes)
    article.refresh_from_db()
    return article


def make_article(*, by: User | None = None, at: datetime | None = None, **changes: Any) -> Article:
    """A published story, an hour old unless `at` says otherwise; snapshot fields and article columns by keyword.

    `section`, `tags`, `authors` and `lead_image` may be given as rows; other article columns (`is_sensitive`,
    `comments`, `withdraw_at`, …) as themselves.
    """
    article = start(by=by)
    revision = save_draft(article, make_snapshot(**_for_snapshot(changes)), by=by, base=None)
    publish(article, revision, by=by, at=at or timezone.now() - timedelta(hours=1))
    if changes:
        Article.objects.filter(pk=article.pk).update(**changes)
    return Article.objects.get(pk=article.pk)


def make_stream(**changes: Any) -> LiveStream:
    """A broadcast that is on the air by its hours."""
    now = timezone.now()
    values: dict[str, Any] = {
        "title": "Council, live",
        "video": "abcdefghijk",
        "starts_at": now - timedelta(hours=1),
    }
    return LiveStream.objects.create(**values | changes)


def _for_snapshot(changes: dict[str, Any]) -> dict[str, Any]:
    """Takes the snapshot's fields out of `changes`, rows turned into ids."""
    fields = {name: changes.pop(name) for name in tuple(changes) if name in SNAPSHOT_FIELDS}
    if isinstance(fields.get("section"), Section):
        fields["section"] = fields["section"].pk
    if isinstance(fields.get("lead_image"), Image):
        fields["lead_image"] = fields["lead_image"].pk
    fields["tags"] = tuple(tag.pk if isinstance(tag, Tag) else tag for tag in fields.get("tags", ()))
    authors = changes.pop("authors", ())
    names = (author if isinstance(author, tuple) else (author, "") for author in authors)
    fields.setdefault("bylines", tuple(Credit(author.pk, role) for author, role in names))
    return fields
