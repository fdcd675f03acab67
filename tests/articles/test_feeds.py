"""What feed readers and search engines are given."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.factories import make_article, make_author, make_image, make_section, make_tag

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def read(content: bytes) -> Any:
    """A parsed document; a broken one raises."""
    from lxml import etree

    return etree.fromstring(content)


@pytest.fixture
def story() -> Any:
    """A story on each feed, with letters that markup must escape."""
    return make_article(
        section=make_section("Town"),
        headline="Ferry & <tide>",
        authors=[make_author("Ada", slug="ada")],
        tags=[make_tag("Ferries")],
        lead_image=make_image(),
    )


@pytest.mark.parametrize("place", ["/", "/town/", "/authors/ada/", "/topics/ferries/"])
def test_feeds_of_each_place_list_the_story(client: Any, story: Any, place: str, settings: Any) -> None:
    address = settings.SITE_URL + story.get_absolute_url()

    rss = read(client.get(place + "feed/").content)
    atom = read(client.get(place + "feed/atom/").content)
    own = json.loads(client.get(place + "feed/json/").content)

    assert [item.findtext("title") for item in rss.iter("item")] == ["Ferry & <tide>"]
    assert [item.findtext("link") for item in rss.iter("item")] == [address]
    assert [entry.findtext(ATOM + "title") for entry in atom.iter(ATOM + "entry")] == ["Ferry & <tide>"]
    assert [(item["url"], item["tags"]) for item in own["items"]] == [(address, ["Ferries"])]
    assert own["feed_url"] == f"{settings.SITE_URL}{place}feed/json/"


def test_feeds_name_each_writer(client: Any, settings: Any) -> None:
    make_article(authors=[make_author("Ada", slug="ada"), make_author("Ben", slug="ben")])

    rss, atom = (read(client.get(f"/feed/{form}").content) for form in ("", "atom/"))

    creators = [creator.text for creator in rss.iter("{http://purl.org/dc/elements/1.1/}creator")]
    authors = [
        (one.findtext(ATOM + "name"), one.findtext(ATOM + "uri").removeprefix(settings.SITE_URL))
        for one in atom.iterfind(f"{ATOM}entry/{ATOM}author")
    ]
    assert (creators, authors) == (["Ada", "Ben"], [("Ada", "/authors/ada/"), ("Ben", "/authors/ben/")])


def test_feed_says_its_type(client: Any, story: Any) -> None:
    types = [client.get(f"/feed/{form}")["Content-Type"].partition(";")[0] for form in ("", "atom/", "json/")]

    assert types == ["application/rss+xml", "application/atom+xml", "application/feed+json"]


def test_feed_is_not_sent_twice(client: Any, story: Any) -> None:
    first = client.get("/feed/")

    again = client.get("/feed/", headers={"If-None-Match": first["ETag"]})

    assert first["Last-Modified"]
    assert (again.status_code, again.content) == (304, b"")


def test_empty_feeds_are_feeds(client: Any) -> None:
    assert read(client.get("/feed/").content).tag == "rss"
    assert json.loads(client.get("/feed/json/").content)["items"] == []


def test_sitemaps_list_what_is_published(client: Any, story: Any, settings: Any) -> None:
    make_article(at=timezone.now() + timedelta(hours=1), headline="Later")
    index = read(client.get("/sitemap.xml").content)

    maps = [node.text.removeprefix(settings.SITE_URL) for node in index.iter(MAP + "loc")]
    places = [n.text for path in maps for n in read(client.get(path).content).iter(MAP + "loc")]

    assert settings.SITE_URL + story.get_absolute_url() in places
    assert settings.SITE_URL + "/town/" in places
    assert not any("later" in place for place in places)


def test_news_sitemap_forgets_after_two_days(client: Any, story: Any) -> None:
    make_article(at=timezone.now() - timedelta(hours=49), headline="Old news")

    news = read(client.get("/news-sitemap.xml").content)

    assert [node.text for node in news.iter(NEWS + "title")] == ["Ferry & <tide>"]


def test_robots_are_told_where_not_to_go(client: Any, settings: Any) -> None:
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /-/\n" in text
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml\n" in text


def test_ads_txt_is_plain_text(client: Any) -> None:
    assert client.get("/ads.txt")["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("path", ["/feed/", "/feed/atom/", "/authors/ada/feed/", "/news-sitemap.xml"])
def test_signs_that_no_xml_may_hold_break_no_feed(client: Any, path: str) -> None:
    make_article(
        section=make_section("Town\x02"),
        headline="Ferry\x0blate",
        standfirst="Nobody\x01 knows.",
        authors=[make_author("Ada\x1b", slug="ada")],
        tags=[make_tag("Ferries\x08")],
    )

    answer = client.get(path)

    assert answer.status_code == 200
    assert "Ferry late" in "".join(read(answer.content).itertext())
