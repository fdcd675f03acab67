"""The people, sections and topics of an export, each found or made once."""

from collections.abc import Callable, Iterable

from django.db import transaction

from articles.events import section_changed, tag_changed
from articles.models import Author, Section, Tag
from articles.models.taxonomy import RESERVED
from newsroom.importers.models import ImportedItem
from newsroom.importers.report import Report
from newsroom.importers.wordpress import Item, Term
from newsroom.kit.events import announce
from newsroom.kit.text import plain, slug_from

NONE_OF_THEM = ("uncategorized", "uncategorised", "")


class Names:
    """Who wrote, and where it stands: rows here by their names there."""

    def __init__(self, source: str, terms: Iterable[Term], report: Report) -> None:
        self.source, self.report = source, report
        self.declared = {(term.kind, term.slug.lower()): term for term in terms}
        self.rows: dict[tuple[str, str], int] = {}
        rows = ImportedItem.objects.filter(source=source, kind__in=("author", "category", "tag"))
        models = (("author", Author), ("category", Section), ("tag", Tag))
        there = {kind: set(model._default_manager.values_list("pk", flat=True)) for kind, model in models}
        self.known = {
            (row.kind, row.key): row.target for row in rows if row.target and row.target in there[row.kind]
        }

    def authors(self, item: Item) -> list[int]:
        """The byline, in order: co-authors where the post names them, else who made it."""
        named = [term for term in item.terms if term.kind == "author"]
        if not named and item.creator:
            named = [Term("author", item.creator, item.creator)]
        return list(dict.fromkeys(self._author(term) for term in named))

    def section(self, item: Item) -> int:
        """Where it stands: its first category; the paper's news where it has none."""
        named = [term for term in item.terms if term.kind == "category"]
        first = next((term for term in named if term.slug.lower() not in NONE_OF_THEM), None)
        return self._section(first or Term("category", "news", "News"))

    def topics(self, item: Item) -> list[int]:
        """What it is about: its tags, and the categories beyond the first, for a story stands in one section."""
        named = [term for term in item.terms if term.kind == "post_tag"]
        others = [t for t in item.terms if t.kind == "category" and t.slug.lower() not in NONE_OF_THEM][1:]
        return list(dict.fromkeys(self._tag(term) for term in [*named, *others] if term.name))

    def unused(self) -> None:
        """Put down what the file declares and no post needs."""
        plural = {"author": "authors", "category": "categories", "post_tag": "tags"}
        kinds = {"author": "author", "category": "category", "post_tag": "tag"}
        for (kind, slug), _ in self.declared.items():
            used = (kinds[kind], slug) in self.rows
            if not used and not (kind == "category" and ("tag", slug) in self.rows):
                self.report.skipped(plural[kind], "no post needs it")

    def _author(self, term: Term) -> int:
        login = term.slug.lower()
        if ("author", login) not in self.declared and login.startswith("cap-"):
            login = login.removeprefix("cap-")
        told = self.declared.get(("author", login))
        name = plain(told.name if told else term.name)[:120] or login or "Unnamed"
        return self._row("author", login or name.lower(), lambda: self._make_author(name, login))

    def _make_author(self, name: str, login: str) -> tuple[int, bool]:
        slug = slug_from(login or name, default="author")[:110]
        found = (
            Author.objects.filter(slug=slug, name=name).first()
            or Author.objects.filter(slug=slug_from(name, default="author"), name=name).first()
        )
        if found:
            return found.pk, False
        return Author.objects.create(name=name, slug=_free(Author, slug)).pk, True

    def _section(self, term: Term) -> int:
        key = term.slug.lower() or slug_from(term.name)
        return self._row("category", key, lambda: self._make_section(term))

    def _make_section(self, term: Term) -> tuple[int, bool]:
        told = self.declared.get(("category", term.slug.lower()), term)
        name = plain(told.name)[:60] or "News"
        slug = slug_from(term.slug or name, default="section")[:50].strip("-")
        if slug in RESERVED or slug.isdigit():
            self.report.note(
                f"Section “{name}” stands at /{slug}-section/: /{slug}/ is another page's address."
            )
            slug = f"{slug}-section"
        found = Section.objects.filter(slug=slug).first()
        if found:
            return found.pk, False
        parent = self._top_of(told)
        made = Section.objects.create(name=name, slug=slug, parent_id=parent)
        announce(section_changed, section=made)
        return made.pk, True

    def _top_of(self, term: Term) -> int | None:
        """The section above: the uppermost, for there are two levels."""
        seen = {term.slug.lower()}
        top = term
        while (
            above := self.declared.get(("category", top.parent.lower()))
        ) and above.slug.lower() not in seen:
            seen.add(above.slug.lower())
            top = above
        if top is term or top.slug.lower() in NONE_OF_THEM:
            return None
        if top.slug.lower() != term.parent.lower():
            self.report.note(
                f"Section “{plain(term.name)}” stands right below “{plain(top.name)}”: two levels, no more."
            )
        found = Section.objects.only("parent").get(pk=self._section(top))
        return found.parent_id or found.pk

    def _tag(self, term: Term) -> int:
        key = term.slug.lower() or slug_from(term.name)
        return self._row("tag", key, lambda: self._make_tag(term))

    def _make_tag(self, term: Term) -> tuple[int, bool]:
        name = plain(term.name)[:60] or "Topic"
        slug = slug_from(term.slug or name, default="topic")[:56].strip("-")
        made, new = Tag.objects.get_or_create(slug=slug, defaults={"name": name})
        if new:
            announce(tag_changed, tag=made)
        return made.pk, new

    def _row(self, kind: str, key: str, make: Callable[[], tuple[int, bool]]) -> int:
        key = key[:300]
        if (kind, key) in self.rows:
            return self.rows[kind, key]
        plural = {"author": "authors", "category": "categories", "tag": "tags"}[kind]
        if pk := self.known.get((kind, key)):
            self.report.already(plural)
        else:
            with transaction.atomic():
                pk, new = make()
                ImportedItem.objects.update_or_create(
                    source=self.source, kind=kind, key=key, defaults={"target": pk}
                )
            (self.report.imported if new else self.report.already)(plural)
        self.rows[kind, key] = pk
        return pk


def _free(model: type[Author], wanted: str) -> str:
    slug, number = wanted, 1
    while model.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted}-{number}"
    return slug
