"""What readers find on the public pages."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.finding import find
from articles.models import Article, Redirect
from articles.publishing import withdraw
from tests.factories import (
    make_article,
    make_author,
    make_ben,
    make_draft,
    make_image,
    make_section,
    make_stream,
    make_tag,
)

pytestmark = pytest.mark.django_db

LISTS = ["/", "/latest/", "/town/", "/authors/", "/live/", "/corrections/", "/search/?q=ferry", "/2026/"]


def whole_story(**changes: Any) -> Article:
    """With everything an article page shows."""
    return make_article(
        **{
            "section": make_section("Town"),
            "headline": "Old ferry sails on",
            "standfirst": "It took three meetings.",
            "authors": [
                (make_author("Ada Lowe", slug="ada"), "Editor"),
                (make_author("Ben Marsh", slug="ben"), ""),
            ],
            "tags": [make_tag("Ferries")],
            "lead_image": make_image(focal_x=83, focal_y=20),
        }
        | changes
    )


def test_article_has_its_parts_in_order(client: Any) -> None:
    make_stream()
    page = client.get(whole_story().get_absolute_url()).content.decode()

    parts = [
        'class="masthead__date"',
        'class="watch-live"',
        "on air",
        'class="headline"',
        'class="standfirst"',
        'class="byline"',
        "Ada Lowe",
        "Editor",
        "Ben Marsh",
        "Reporter",
        '<time class="published"',
        '<figure class="lead',
        "The morning ferry.",
        "Ada Lindqvist",
        '<div class="body',
        'rel="tag"',
        "data-share",
        'id="comments"',
        "No comments yet.",
    ]
    places = [page.find(part, page.find("<body")) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_article_is_the_same_bytes_for_all(client: Any, admin_client: Any) -> None:
    story = whole_story()

    first, second = client.get(story.get_absolute_url()), admin_client.get(story.get_absolute_url())

    assert first.content == second.content
    assert not first.cookies
    assert not second.cookies
    assert first["Vary"] == second["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", LISTS)
def test_lists_are_shared_pages(client: Any, path: str) -> None:
    whole_story()

    response = client.get(path)

    assert response.status_code == 200
    assert (response["Vary"], response["Cache-Control"]) == ("Accept-Encoding", "public, no-cache")
    assert "chrome" in response["Cache-Tag"].split()
    assert response.kept_until > timezone.now()
    assert not response.cookies


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/latest/",
        "/authors/",
        "/live/",
        "/corrections/",
        "/search/?q=x",
        "/2026/",
        "/2026/11/",
        "/2026/11/24/",
    ],
)
def test_an_empty_paper_has_dignity(client: Any, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 200
    assert 'class="empty"' in response.content.decode()


def test_page_is_kept_until_its_story_is_withdrawn(client: Any) -> None:
    soon = timezone.now() + timedelta(seconds=5)
    story = whole_story(withdraw_at=soon)

    assert client.get("/").kept_until == soon
    assert client.get(story.get_absolute_url()).kept_until == soon


def test_list_is_kept_until_the_next_story_is_due(client: Any) -> None:
    whole_story()
    soon = timezone.now() + timedelta(seconds=5)
    make_article(at=soon, section=make_section("Town"))

    assert {client.get(path).kept_until for path in ("/", "/town/", "/latest/")} == {soon}


def test_nothing_unpublished_is_shown(client: Any) -> None:
    make_draft(headline="Secret draft", section=make_section("Town"))
    make_article(at=timezone.now() + timedelta(hours=1), headline="Secret plan", section=make_section("Town"))

    pages = "".join(client.get(path).content.decode() for path in [*LISTS, "/feed/", "/news-sitemap.xml"])

    assert "Secret" not in pages


def test_withdrawn_story_is_gone(client: Any) -> None:
    story = whole_story()
    withdraw(story, by=make_ben(), reason="Wrong.")

    response = client.get(story.get_absolute_url())

    assert response.status_code == 410
    assert "was withdrawn" in response.content.decode()
    assert "Old ferry" not in client.get("/").content.decode()


def test_old_addresses_lead_to_todays(client: Any) -> None:
    story = whole_story()
    Redirect.objects.create(path="/2012/05/04/old-ferry/", article=story)
    Redirect.objects.create(path="/?p=123", article=story)
    Redirect.objects.create(path="/news/ferry.html", article=story)

    for old in ("/2012/05/04/old-ferry/", "/?p=123", "/news/ferry.html", f"/2001/01/01/{story.slug}/"):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, story.get_absolute_url())


def test_old_address_of_a_withdrawn_story_is_gone(client: Any) -> None:
    story = whole_story()
    Redirect.objects.create(path="/news/ferry.html", article=story)
    withdraw(story, by=make_ben(), reason="Wrong.")

    answer = client.get("/news/ferry.html")
    assert (answer.status_code, answer["Cache-Control"]) == (
        410,
        "private, no-store",
    )  # it may lead elsewhere soon


def test_times_are_exact_in_the_page(client: Any) -> None:
    story = whole_story()

    page = client.get(story.get_absolute_url()).content.decode()

    assert re.search(
        r'<time class="published" datetime="\d{4}-[^"]+" title="[^"]+ UTC">\w{3} \d+, \d{4}, \d+:\d\d [AP]M</time>',
        page,
    )
    assert " ago" not in page


def test_article_tells_machines_its_facts(client: Any) -> None:
    story = whole_story(headline='Ferry </script> & "sails"')

    page = client.get(story.get_absolute_url()).content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)

    assert block
    facts = json.loads(block[1])
    assert facts["@type"] == "NewsArticle"
    assert facts["headline"] == 'Ferry </script> & "sails"'
    assert [person["name"] for person in facts["author"]] == ["Ada Lowe", "Ben Marsh"]
    assert facts["author"][0]["jobTitle"] == "Editor"
    assert f'<link rel="canonical" href="{facts["url"]}">' in page
    trail = facts["mainEntityOfPage"]["breadcrumb"]["itemListElement"]
    assert [step["item"].removeprefix("http://testserver") for step in trail][1:] == [
        facts["mainEntityOfPage"]["@id"].partition("/20")[0] + "/town/",
        facts["url"],
    ]


def test_a_story_without_a_standfirst_is_told_by_its_first_words(client: Any) -> None:
    story = whole_story(standfirst="", body="<p>The ferry left at eight.</p>")

    page = client.get(story.get_absolute_url()).content.decode()
    feeds = [client.get(f"/feed/{form}").content.decode() for form in ("", "atom/", "json/")]

    for name in ('name="description"', 'property="og:description"'):
        assert f'<meta {name} content="The ferry left at eight.">' in page
    assert all("The ferry left at eight." in feed for feed in feeds)
    assert "standfirst" not in page


def test_lead_picture_is_responsive_and_keeps_its_focus(client: Any) -> None:
    page = client.get(whole_story().get_absolute_url()).content.decode()
    figure = page[page.index('<figure class="lead') : page.index("</figure>")]

    assert re.findall(r'type="image/(\w+)"', figure) == ["avif", "webp"]
    assert 'width="1600" height="1067"' in figure
    assert 'fetchpriority="high"' in figure
    assert 'class="fx-80 fy-20"' in figure
    assert "style=" not in page


def test_sections_list_what_stands_in_their_parts(client: Any) -> None:
    town = make_section("Town")
    part = make_section("Harbour", parent=town)
    make_article(section=part, headline="Longer pier")

    assert "Longer pier" in client.get("/town/").content.decode()
    assert 'aria-current="page">Harbour' in client.get("/harbour/").content.decode()


def test_lists_turn_their_pages_without_gaps(client: Any) -> None:
    section, now = make_section("Town"), timezone.now()
    for number in range(45):
        make_article(section=section, headline=f"Story {number:02}", at=now - timedelta(minutes=number + 1))

    seen, path = [], "/town/"
    while path:
        page = client.get(path).content.decode()
        seen += re.findall(r">(Story \d\d)</a>", page)
        older = re.search(r'rel="next" href="(\?after=[^"]+)"', page)
        path = "/town/" + older[1] if older else ""

    assert seen == [f"Story {number:02}" for number in range(45)]


def test_a_year_leads_to_the_nearest_years_with_stories(client: Any) -> None:
    for year in (2019, 2022, 2025):
        make_article(at=datetime(year, 6, 15, 12, tzinfo=UTC))

    def ways(year: int) -> list[str]:
        return re.findall(r'rel="(?:prev|next)" href="([^"]+)"', client.get(f"/{year}/").content.decode())

    assert [ways(year) for year in (2019, 2022, 2025)] == [["/2022/"], ["/2019/", "/2025/"], ["/2022/"]]


def test_search_finds_marks_and_escapes(client: Any) -> None:
    make_article(
        headline="Lighthouse dark", body="<p>The <b>keeper</b> &lt;script&gt; slept at the lamp.</p>"
    )
    make_article(headline="Something else", body="<p>Nothing.</p>")

    page = client.get("/search/?q=keeper").content.decode()

    assert "Lighthouse dark" in page
    assert "Something else" not in page
    assert "<mark>keeper</mark> &lt;script&gt;" in page
    assert "Nothing was found" in client.get("/search/?q=zeppelin").content.decode()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ferry", True),
        ("ferry -keeper", True),
        ("-keeper", False),
        ("keeper or -lamp", False),
        ("-the", False),
    ],
)
def test_search_reads_no_story_that_the_index_does_not_name(client: Any, words: str, found: bool) -> None:
    make_article(headline="The ferry left")
    now = timezone.now()

    page = client.get("/search/", {"q": words}).content.decode()
    with CaptureQueriesContext(connection) as asked:
        find(words, language="en", page=1, newest_first=False, now=now)
    with connection.cursor() as db:
        db.execute("EXPLAIN " + asked[0]["sql"])
        plan = " ".join(line for (line,) in db.fetchall())

    assert ("The ferry left" in page) is found
    assert ("One-Time Filter: false" in plan) is not found


@pytest.mark.parametrize("on_air", [True, False])
def test_live_mark_follows_the_stream(client: Any, on_air: bool) -> None:
    now = timezone.now()
    make_stream(
        starts_at=now - timedelta(hours=2),
        ends_at=now + timedelta(hours=1) if on_air else now - timedelta(hours=1),
    )

    assert ("watch-live__mark" in client.get("/").content.decode()) is on_air
    assert ("On air" in client.get("/live/").content.decode()) is on_air


def test_front_shows_no_story_twice(client: Any) -> None:
    section = make_section("Town")
    for number in range(20):
        make_article(section=section, headline=f"Story {number:02}")

    seen = re.findall(r">(Story \d\d)</a>", client.get("/").content.decode())

    assert len(seen) == len(set(seen)) >= 14


def test_a_card_names_the_first_of_many_writers(client):
    writers = [make_author(f"Writer {number}") for number in range(1, 31)]
    make_article(headline="Everybody wrote this", authors=writers)

    assert "By Writer 1, Writer 2, Writer 3 and 27 others" in client.get("/").content.decode()


def test_who_wrote_nothing_but_what_was_withdrawn_is_not_among_the_authors(client):
    story = make_article(authors=[make_author("Gone Lowe")])
    make_article(authors=[make_author("Here Marsh")])
    assert "Gone Lowe" in client.get("/authors/").content.decode()

    withdraw(story, by=make_ben(), reason="Wrong in every line.")

    page = client.get("/authors/").content.decode()
    assert "Here Marsh" in page
    assert "Gone Lowe" not in page
