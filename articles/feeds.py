"""RSS, Atom and JSON Feed: of the paper, a section, an author, a topic."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, SyndicationFeed
from django.utils.http import http_date
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Article, Author, Image, Section, Tag
from articles.models.article import ArticleQuerySet
from articles.places import shown_in
from articles.reading import cards
from articles.structured_data import absolute
from articles.views.pages import until
from newsroom.kit.caching import keep
from newsroom.kit.text import for_xml
from newsroom.site.snapshot import paper_of

SIZE = 30


class Rss(Rss201rev2Feed):
    """RSS that names each writer by themselves."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """A dc:creator for each."""
        super().add_item_elements(handler, item)
        for name, _url in item["people"]:
            handler.addQuickElement(
                "dc:creator", for_xml(name), {"xmlns:dc": "http://purl.org/dc/elements/1.1/"}
            )


class Atom(Atom1Feed):
    """Atom that names each writer by themselves, with their page."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """An author for each."""
        super().add_item_elements(handler, item)
        for name, url in item["people"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", for_xml(name))
            handler.addQuickElement("uri", url)
            handler.endElement("author")


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed is of."""

    title: str
    path: str
    rows: ArticleQuerySet
    tags: tuple[str, ...]


def of_paper(_slug: str) -> Channel:
    """Everything."""
    return Channel("", "/", cards(timezone.now()).with_bylines(), ("latest",))


def of_section(slug: str) -> Channel:
    """A section with its parts."""
    section = get_object_or_404(Section, slug=slug)
    rows = cards(timezone.now()).with_bylines().in_section(section)
    return Channel(
        section.name, section.get_absolute_url(), rows, (f"in-section:{section.pk}", f"section:{section.pk}")
    )


def of_author(slug: str) -> Channel:
    """One person."""
    author = get_object_or_404(Author, slug=slug)
    rows = cards(timezone.now()).with_bylines().filter(bylines__author=author)
    return Channel(
        author.name, author.get_absolute_url(), rows, (f"by-author:{author.pk}", f"author:{author.pk}")
    )


def of_topic(slug: str) -> Channel:
    """One topic."""
    topic = get_object_or_404(Tag, slug=slug)
    rows = cards(timezone.now()).with_bylines().filter(article_tags__tag=topic)
    return Channel(topic.name, topic.get_absolute_url(), rows, (f"on-topic:{topic.pk}", f"topic:{topic.pk}"))


CHANNELS: dict[str, Callable[[str], Channel]] = {
    "paper": of_paper,
    "section": of_section,
    "author": of_author,
    "topic": of_topic,
}


@require_safe
@conditional_page
def feed(request: HttpRequest, of: str, form: str, slug: str = "") -> HttpResponse:
    """One channel in one form; a reader that has it already gets a 304."""
    channel = CHANNELS[of](slug)
    whole = channel.rows.defer(None).defer("search")  # a story without a standfirst shows its first words
    rows = list(whole.prefetch_related("tags").order_by("-published_at", "-pk")[:SIZE])

    response = HttpResponse(*WRITERS[form](channel, rows, request))
    changed = max((row.changed_at or row.published_at or timezone.now() for row in rows), default=None)
    if changed:
        response["Last-Modified"] = http_date(changed.timestamp())
    tags = {*channel.tags, *shown_in(rows), *(f"topic:{tag.pk}" for row in rows for tag in row.tags.all())}
    return keep(response, tags=tags, until=until(rows))


def _syndicated(
    kind: type[Rss] | type[Atom],
) -> Callable[[Channel, list[Article], HttpRequest], tuple[str, str]]:
    def write(channel: Channel, rows: list[Article], request: HttpRequest) -> tuple[str, str]:
        settled = paper_of(request).settings
        title = f"{channel.title} – {settled.name}" if channel.title else settled.name
        site = settings.SITE_URL
        out = kind(
            for_xml(title),
            site + channel.path,
            for_xml(settled.tagline or title),
            language=settled.language,
            feed_url=site + request.path,
            author_name=for_xml(settled.name),  # of a story without a byline; Atom asks for one
        )
        for row in rows:
            _add(out, row, site)
        return out.writeString("utf-8"), f"{kind.content_type.partition(';')[0]}; charset=utf-8"

    return write


def _add(out: SyndicationFeed, row: Article, site: str) -> None:
    out.add_item(
        for_xml(row.headline or ""),
        site + row.get_absolute_url(),
        for_xml(row.summary),
        people=[(line.author.name, site + line.author.get_absolute_url()) for line in row.bylines.all()],
        unique_id=site + row.get_absolute_url(),
        unique_id_is_permalink=True,
        pubdate=row.published_at,
        updateddate=row.updated_at or row.published_at,
        categories=[for_xml(name) for name in (row.section.name, *(tag.name for tag in row.tags.all()))]
        if row.section
        else (),
        enclosures=_enclosed(row.lead_image, site) if row.lead_image else [],
    )


def _enclosed(picture: Image, site: str) -> list[Enclosure]:
    """The picture, with the size of its file; none where the file is not there."""
    path = picture.path(min(picture.widths, key=lambda width: abs(width - 1200)))
    try:
        size = default_storage.size(path)
    except OSError:
        return []
    kind = "image/png" if path.endswith(".png") else "image/jpeg"
    return [Enclosure(absolute(default_storage.url(path), site), str(size), kind)]


def _json(channel: Channel, rows: list[Article], request: HttpRequest) -> tuple[str, str]:
    settled, site = paper_of(request).settings, settings.SITE_URL
    facts = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{channel.title} – {settled.name}" if channel.title else settled.name,
        "home_page_url": site + channel.path,
        "feed_url": site + request.path,
        "description": settled.tagline,
        "language": settled.language,
        "items": [_json_item(row, site) for row in rows],
    }
    return json.dumps(facts, ensure_ascii=False), "application/feed+json; charset=utf-8"


def _json_item(row: Article, site: str) -> dict[str, object]:
    url = site + row.get_absolute_url()
    item: dict[str, object] = {
        "id": url,
        "url": url,
        "title": row.headline,
        "content_text": row.summary or row.headline,
        "date_published": row.published_at.isoformat() if row.published_at else None,
        "authors": [
            {"name": b.author.name, "url": site + b.author.get_absolute_url()} for b in row.bylines.all()
        ],
        "tags": [tag.name for tag in row.tags.all()],
    }
    if row.updated_at:
        item["date_modified"] = row.updated_at.isoformat()
    if row.lead_image:
        item["image"] = absolute(row.lead_image.url(), site)
    return item


WRITERS = {"rss": _syndicated(Rss), "atom": _syndicated(Atom), "json": _json}
