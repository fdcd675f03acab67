"""Every public page says what it shows and until when, or that it is never kept."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from comments.posting import Writing, post, user_key
from newsroom.pagecache.policy import NAMES, OUTSIDE
from tests.factories import make_article, make_author, make_cleo, make_esi, make_section, make_tag

ROOT = Path(__file__).resolve().parent.parent.parent
SIGNED_IN = {"comments:rescued", "comments:decision"}
SENT_ONLY = {"comments:post", "comments:confirmed", "comments:decision", "ads:fill", "ads:seen"}


def named(resolver: URLResolver, space: str = "", path: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Each address of the site that is no part of the desk or of the accounts."""
    for entry in resolver.url_patterns:
        here = path + str(entry.pattern)
        if isinstance(entry, URLResolver):
            if not f"/{here}".startswith(("/admin/", "/accounts/")):
                yield from named(entry, f"{space}{entry.namespace}:" if entry.namespace else space, here)
        else:
            yield f"{space}{entry.name}", entry


ADDRESSES = dict(named(get_resolver()))


@pytest.fixture
def values(db: Any) -> dict[str, Any]:
    """What stands in the addresses, each of something that is there."""
    section, author, topic = make_section("Town"), make_author(slug="ada"), make_tag("Ferries")
    story = make_article(section=section, authors=[author], tags=[topic], slug="ferry")
    esi = make_esi()
    comment = post(story, Writing("I was aboard.", user_key(esi), esi))
    day = story.address_date
    return {
        "story": story, "comment": comment, "section": section, "author": author, "topic": topic,
        "year": day.year, "month": day.replace(day=1), "day": day, "article_id": story.pk, "pk": comment.pk, "part": 0,
        "creative": 1, "token": "x", "word": "x", "page": "latest/", "name": "comments", "colour": "9b1c1c",
    }  # fmt: skip


def address(name: str, pattern: URLPattern, values: dict[str, Any]) -> str:
    slugs = {"section": "town", "author": "ada", "topic": "ferries", "detail": "ferry"}
    kind = name.partition(":")[2].partition("-")[0]
    known = values | {"slug": slugs.get(kind, "ferry")}
    return reverse(name, kwargs={key: known[key] for key in pattern.pattern.converters})


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_each_public_page_says_how_it_is_kept(client: Any, values: dict[str, Any], name: str) -> None:
    path = address(name, ADDRESSES[name], values)
    if name in SIGNED_IN:
        client.force_login(make_cleo())

    answer = client.post(path) if name in SENT_ONLY else client.get(path)

    told = answer.get("Cache-Control", "")
    if "Cache-Tag" in answer:
        assert (told, answer["Vary"], bool(answer.cookies)) == ("public, no-cache", "Accept-Encoding", False)
        assert hasattr(answer, "kept_until")
        assert not path.startswith(OUTSIDE)
    elif answer.status_code not in (302, 303):  # elsewhere, this once: nobody keeps that
        assert "no-store" in told or "immutable" in told, (
            f"{name} says neither that it is kept nor that it never is."
        )
    if answer.status_code == 200 and answer["Content-Type"].startswith("text/html") and "Cache-Tag" in answer:
        assert {"chrome", "air"} <= set(answer["Cache-Tag"].split())
        assert answer.kept_until <= timezone.now() + timedelta(days=1, minutes=1)  # the masthead's date


def test_the_walk_meets_the_pages_it_is_about() -> None:
    assert {
        "articles:front",
        "articles:detail",
        "comments:thread",
        "comments:comment",
        "chrome:robots",
    } <= set(ADDRESSES)


@pytest.mark.parametrize("room", ["articles", "comments", "ads", "newsroom"])
def test_each_name_that_a_public_page_asks_for_reaches_it(room: str) -> None:
    asked = re.compile(r'(?:GET\.get\(|GET\[|GET\.getlist\(|asked\(request, )"([a-z_-]+)"')
    desk = {"desk", "admin", "accounts", "keeping", "background"}
    desk |= {"calendar", "report", "booking", "changing", "reporting"}  # the ad desk's

    found = {
        name
        for path in (ROOT / room).rglob("*.py")
        if not any(part.removesuffix(".py") in desk for part in path.relative_to(ROOT).parts)
        for name in asked.findall(path.read_text())
    }

    assert found <= NAMES


@pytest.mark.django_db
def test_what_says_nothing_is_not_kept_by_chance(client: Any) -> None:
    for path in ("/nothing/", "/latest", "/accounts/login/", "/admin/"):
        assert "Cache-Tag" not in client.get(path)
