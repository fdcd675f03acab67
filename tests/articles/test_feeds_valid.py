"""Each feed has what its own specification asks for: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1."""

import json
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tests.articles.test_feeds import read
from tests.factories import make_article, make_author, make_image, make_section, make_tag

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
PLACES = ["/", "/town/", "/authors/ada/", "/topics/ferries/"]
BYTES = b"a picture's bytes"


@pytest.fixture(params=PLACES)
def place(request: Any) -> str:
    """A story with everything, one without byline, picture or standfirst, and one whose picture's file is lost."""
    section, tag = make_section("Town"), make_tag("Ferries")
    ada, png = make_author("Ada", slug="ada"), make_image(formats=["png"])
    default_storage.save(png.path(800), ContentFile(BYTES))
    common = {"section": section, "tags": [tag], "authors": [ada]}
    make_article(headline="A & <b>", lead_image=png, **common)
    make_article(headline="Lost", lead_image=make_image(), **common)
    make_article(**common | {"authors": []}, headline="Bare", standfirst="")
    return str(request.param)


def listed(place: str) -> int:
    return 2 if "ada" in place else 3


def test_rss_has_what_rss_asks_for(client: Any, place: str, settings: Any) -> None:
    root = read(client.get(f"{place}feed/").content)

    (channel,) = root
    assert (root.tag, root.get("version"), channel.tag) == ("rss", "2.0", "channel")
    for name in ("title", "link", "description", "lastBuildDate", "language"):
        assert len(channel.findall(name)) == 1
        assert channel.findtext(name)
    parsedate_to_datetime(channel.findtext("lastBuildDate"))
    itself = channel.find(ATOM + "link")
    assert (itself.get("rel"), itself.get("href")) == ("self", f"{settings.SITE_URL}{place}feed/")
    items = channel.findall("item")
    assert len(items) == listed(place)
    for item in items:
        assert item.findtext("title")
        assert item.findtext("link").startswith(settings.SITE_URL + "/")
        assert item.find("guid").get("isPermaLink") == "true"
        assert item.findtext("guid") == item.findtext("link")
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo
    assert len({item.findtext("guid") for item in items}) == len(items)


def test_an_enclosure_names_its_file_its_size_and_its_kind(client: Any, place: str, settings: Any) -> None:
    rss = read(client.get(f"{place}feed/").content)
    atom = read(client.get(f"{place}feed/atom/").content)

    (enclosed,) = rss.iter("enclosure")  # the lost file has none
    (linked,) = [link for link in atom.iter(ATOM + "link") if link.get("rel") == "enclosure"]
    assert enclosed.get("url") == linked.get("href")
    assert enclosed.get("url").startswith(settings.SITE_URL + "/media/i/")
    assert {one.get("length") for one in (enclosed, linked)} == {str(len(BYTES))}
    assert {one.get("type") for one in (enclosed, linked)} == {"image/png"}


def test_atom_has_what_atom_asks_for(client: Any, place: str, settings: Any) -> None:
    feed = read(client.get(f"{place}feed/atom/").content)

    assert feed.tag == ATOM + "feed"
    entries = feed.findall(ATOM + "entry")
    assert len(entries) == listed(place)
    for one in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(one.findall(ATOM + name)) == 1
            assert one.findtext(ATOM + name)
        assert datetime.fromisoformat(one.findtext(ATOM + "updated")).tzinfo
    assert feed.findtext(f"{ATOM}author/{ATOM}name")  # stands for entries that have none
    assert [link.get("href") for link in feed.findall(ATOM + "link") if link.get("rel") == "self"] == [
        f"{settings.SITE_URL}{place}feed/atom/"
    ]
    for entry in entries:
        rels = [link.get("rel", "alternate") for link in entry.findall(ATOM + "link")]
        assert rels.count("alternate") == 1
        assert entry.find(ATOM + "summary") is not None
        assert all(author.findtext(ATOM + "name") for author in entry.findall(ATOM + "author"))
    assert len({entry.findtext(ATOM + "id") for entry in entries}) == len(entries)


def test_json_feed_has_what_it_asks_for(client: Any, place: str, settings: Any) -> None:
    feed = json.loads(client.get(f"{place}feed/json/").content)

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert feed["feed_url"] == f"{settings.SITE_URL}{place}feed/json/"
    assert len(feed["items"]) == listed(place)
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["content_text"]
        assert item["url"].startswith(settings.SITE_URL + "/")
        assert datetime.fromisoformat(item["date_published"]).tzinfo
        assert all(author["name"] and author["url"] for author in item["authors"])
        assert item.get("image", settings.SITE_URL).startswith(settings.SITE_URL)
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])
