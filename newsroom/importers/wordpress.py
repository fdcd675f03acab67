"""Reading a WordPress export (WXR 1.0 to 1.2) item by item, without entities, network, or trust."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_DEPTH = 40  # a real export is five deep; a file that is deeper is made to hurt
MAX_TEXT = 2 * 2**20  # of one body: forty times the longest of the archives tried


class BrokenFileError(Exception):
    """Why a file is refused whole, in a sentence; nothing was written."""


@dataclass(frozen=True, slots=True)
class Term:
    """A category, a tag or an author, as a post names it or as the file declares it."""

    kind: str
    slug: str
    name: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class WpComment:
    """A reader's comment, a pingback or a trackback."""

    id: str
    parent: str
    author: str
    date: datetime | None
    content: str
    approved: str
    type: str


@dataclass(frozen=True, slots=True)
class Item:
    """A post, a page, an attachment, or whatever else a plug-in keeps there."""

    id: str
    type: str
    status: str
    title: str
    link: str
    slug: str
    creator: str
    body: str
    excerpt: str
    date: datetime | None
    parent: str
    password: str
    comment_status: str
    attachment_url: str
    terms: tuple[Term, ...] = ()
    meta: dict[str, list[str]] = field(default_factory=dict)
    comments: tuple[WpComment, ...] = ()

    def first(self, key: str) -> str:
        """The first value of a meta key."""
        return next(iter(self.meta.get(key, ())), "").strip()


@dataclass(frozen=True, slots=True)
class Site:
    """What the file says about the site as a whole."""

    address: str
    language: str
    terms: tuple[Term, ...]


def check(path: Path) -> Site:
    """Read the whole file once. Raises BrokenFileError with a sentence, before anything is written."""
    from lxml import etree

    address = language = ""
    terms: list[Term] = []
    items = depth = 0
    try:
        for event, element in _events(path):
            if event == "start":
                depth += 1
                _guard_shape(element, depth)
                continue
            depth -= 1
            name, parent = _local(element), element.getparent()
            inside = _local(parent) if parent is not None else ""
            if inside == "channel":
                text = (element.text or "").strip()
                if name == "base_blog_url" or (name in ("link", "base_site_url") and not address):
                    address = text or address
                language = text if name == "language" else language
                terms += _declared(element, name)
                items += name == "item"
            if name == "item" or inside == "channel":
                element.clear()
    except etree.XMLSyntaxError as error:
        raise BrokenFileError(f"This file is not well-formed XML, or was cut off: {error.msg}.") from error
    except OSError as error:
        raise BrokenFileError(f"This file cannot be read: {error}.") from error
    if not items and not terms:
        raise BrokenFileError("This is no WordPress export: there are no items in it.")
    return Site(address, language, tuple(terms))


def items(path: Path) -> Iterator[Item]:
    """Each item of a file that was checked."""
    for event, element in _events(path):
        if event == "end" and _local(element) == "item":
            yield _item(element)
            parent = element.getparent()
            element.clear()
            while parent is not None and element.getprevious() is not None:
                del parent[0]


def _events(path: Path) -> "Iterator[tuple[str, _Element]]":
    from lxml import etree

    with path.open("rb") as file:
        yield from etree.iterparse(
            file,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,  # bodies may be long; depth and document types are refused by _guard_shape
            remove_comments=True,
            remove_pis=True,
        )


def _guard_shape(element: "_Element", depth: int) -> None:
    if depth == 1:
        if _local(element) != "rss":
            raise BrokenFileError(f"This is no WordPress export: it begins with <{_local(element)[:40]}>.")
        if element.getroottree().docinfo.doctype:
            raise BrokenFileError("This file declares a document type of its own, which no export does.")
    if depth > MAX_DEPTH:
        raise BrokenFileError("This file nests deeper than any export does.")


def _local(element: "_Element") -> str:
    return str(element.tag).rpartition("}")[2]


def _space(element: "_Element") -> str:
    return str(element.tag).rpartition("}")[0]


def _fields(element: "_Element") -> dict[str, str]:
    return {_local(child): (child.text or "").replace("\x00", "") for child in element}


def _declared(element: "_Element", name: str) -> list[Term]:
    values = _fields(element)
    if name == "author":
        login = values.get("author_login", "").strip()
        full = f"{values.get('author_first_name', '')} {values.get('author_last_name', '')}".strip()
        return [Term("author", login, values.get("author_display_name", "").strip() or full or login)]
    if name == "category" and values:
        slug, parent = values.get("category_nicename", ""), values.get("category_parent", "")
        return [Term("category", slug.strip(), values.get("cat_name", "").strip() or slug, parent.strip())]
    if name == "tag":
        slug = values.get("tag_slug", "").strip()
        return [Term("post_tag", slug, values.get("tag_name", "").strip() or slug)]
    return []


def _item(element: "_Element") -> Item:
    values = {
        _local(child): (child.text or "")
        for child in element
        if not (_local(child) == "encoded" or len(child))
    }
    encoded = {
        ("excerpt" if "excerpt" in _space(child) else "body"): child.text or ""
        for child in element
        if _local(child) == "encoded"
    }
    meta: dict[str, list[str]] = {}
    for child in element:
        if _local(child) == "postmeta":
            pair = _fields(child)
            meta.setdefault(pair.get("meta_key", "").strip(), []).append(pair.get("meta_value", ""))
    link = values.get("link", "").strip()
    return Item(
        id=values.get("post_id", "").strip() or values.get("guid", "").strip()[:250] or link[:250],
        type=values.get("post_type", "").strip() or "post",
        status=values.get("status", "").strip(),
        title=values.get("title", "").strip(),
        link=link,
        slug=values.get("post_name", "").strip(),
        creator=values.get("creator", "").strip(),
        body=encoded.get("body", ""),
        excerpt=encoded.get("excerpt", "").strip(),
        date=_date(values),
        parent=values.get("post_parent", "0").strip(),
        password=values.get("post_password", "").strip(),
        comment_status=values.get("comment_status", "").strip(),
        attachment_url=values.get("attachment_url", "").strip(),
        terms=tuple(_named(child) for child in element if _local(child) == "category"),
        meta=meta,
        comments=tuple(_comment(child) for child in element if _local(child) == "comment"),
    )


def _named(element: "_Element") -> Term:
    name = (element.text or "").strip()
    slug = str(element.get("nicename") or "").strip()
    return Term(str(element.get("domain") or "category"), slug, name or slug)


def _comment(element: "_Element") -> WpComment:
    values = _fields(element)
    return WpComment(
        id=values.get("comment_id", "").strip(),
        parent=values.get("comment_parent", "0").strip(),
        author=values.get("comment_author", "").strip(),
        date=_moment(values.get("comment_date_gmt", "")) or _moment(values.get("comment_date", "")),
        content=values.get("comment_content", ""),
        approved=values.get("comment_approved", "").strip(),
        type=values.get("comment_type", "").strip(),
    )


def _date(values: dict[str, str]) -> datetime | None:
    """The moment of publication: the GMT one, the feed's, or the local one where nothing else can be read."""
    if found := _moment(values.get("post_date_gmt", "")):
        return found
    try:
        told = parsedate_to_datetime(values.get("pubDate", "").strip())
    except (ValueError, TypeError, OverflowError):
        told = None
    if told is not None and told.year >= 1900:
        return told if told.tzinfo else told.replace(tzinfo=UTC)
    return _moment(values.get("post_date", ""))


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.strptime(text.strip(), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return found if found.year >= 1900 else None
