"""Addresses: those that never change, and those that make no sense."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from tests.factories import make_article, make_author, make_section, make_tag

pytestmark = pytest.mark.django_db

PINNED = {
    "/": ("articles:front", ()),
    "/town/": ("articles:section", ("town",)),
    "/2025/12/11/a-ferry/": ("articles:detail", (date(2025, 12, 11), "a-ferry")),
    "/2025/": ("articles:year", (2025,)),
    "/2025/12/": ("articles:month", (date(2025, 12, 1),)),
    "/2025/12/11/": ("articles:day", (date(2025, 12, 11),)),
    "/authors/": ("articles:authors", ()),
    "/authors/ada/": ("articles:author", ("ada",)),
    "/topics/ferries/": ("articles:topic", ("ferries",)),
    "/latest/": ("articles:latest", ()),
    "/search/": ("articles:search", ()),
    "/live/": ("articles:live", ()),
    "/corrections/": ("articles:corrections", ()),
    "/feed/": ("articles:paper-rss", ()),
    "/feed/atom/": ("articles:paper-atom", ()),
    "/feed/json/": ("articles:paper-json", ()),
    "/town/feed/": ("articles:section-rss", ("town",)),
    "/authors/ada/feed/atom/": ("articles:author-atom", ("ada",)),
    "/topics/ferries/feed/json/": ("articles:topic-json", ("ferries",)),
    "/sitemap.xml": ("articles:sitemap", ()),
    "/news-sitemap.xml": ("articles:news-sitemap", ()),
    "/comments/on/7/": ("comments:thread", (7,)),
    "/comments/on/7/post/": ("comments:post", (7,)),
    "/comments/7/": ("comments:comment", (7,)),
    "/comments/rescued/": ("comments:rescued", ()),
    "/comments/rescued/token/": ("comments:rescued", ("token",)),
    "/robots.txt": ("chrome:robots", ()),
    "/ads.txt": ("chrome:ads-txt", ()),
    "/-/bar/7": ("articles:bar", (7,)),
    "/admin/": ("admin:index", ()),
    "/accounts/login/": ("account_login", ()),
    "/policies/comments/": ("chrome:policy", ("comments",)),
    "/policies/advertising/": ("chrome:policy", ("advertising",)),
    "/-/look/0b5f8a.css": ("chrome:look", ("0b5f8a",)),
    "/setup/": ("setup:resume", ()),
}


@pytest.mark.parametrize("address", PINNED)
def test_addresses_never_change(address: str) -> None:
    name, args = PINNED[address]

    assert reverse(name, args=args) == address


LONG = "a" * 10_000
ODD_VALUES = [
    "abc",
    "-1",
    "0",
    "9999999999999999999999",
    "%00",
    "%ff%fe",
    "%F0%9F%90%A6",
    "'%22%3E",
    LONG,
    "eyJhIjoxfQ",
    "",
]
LISTS = [
    "/",
    "/town/",
    "/latest/",
    "/authors/",
    "/authors/ada/",
    "/topics/ferries/",
    "/live/",
    "/corrections/",
    "/search/",
]


@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: value[:12] or "empty")
def test_odd_questions_get_the_first_page(client: Any, value: str) -> None:
    fill()

    answers = {
        (path, name): client.get(f"{path}?{name}={value}").status_code
        for path in [*LISTS, "/feed/", "/sitemap.xml"]
        for name in ("page", "after", "q", "order", "p")
    }

    assert set(answers.values()) == {200}


ODD_PATHS = [
    "/2025/02/31/",
    "/2025/13/",
    "/0000/",
    "/9999/",
    "/9999/12/",
    "/9999/12/31/",
    "/0001/01/",
    "/0001/01/01/",
    "/2025/2/3/",
    "/2025/02/31/a-ferry/",
    "/2025/02/28/none/",
    f"/{LONG}/",
    f"/authors/{LONG}/",
    f"/topics/{LONG}/feed/",
    f"/2025/02/28/{LONG}/",
    "/%00/",
    "/a%00b/",
    "/2025/02/28/a%00b/",
    "/%ff%fe/",
    "/authors/%ff/",
    "/sitemap-99999999999999999999999999.xml",
    "/sitemap-5.xml",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/town/feed/rss/",
    "/nothing/feed/",
    "//evil.example/",
    "/%F0%9F%90%A6/",
    "/.env",
    "/wp-login.php",
]


@pytest.mark.parametrize("path", ODD_PATHS, ids=lambda path: path[:30])
@pytest.mark.parametrize("query", ["", "?after=%00", "?page=abc"])
def test_odd_addresses_are_nothing(client: Any, path: str, query: str) -> None:
    fill()

    response = client.get(path + query, follow=True)

    assert response.status_code in (200, 400, 404)
    assert b"<!doctype html>" in response.content[:200]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_are_only_read(client: Any, method: str) -> None:
    fill()

    answers = {
        getattr(client, method)(path).status_code
        for path in [*LISTS, "/feed/", "/sitemap.xml", "/robots.txt"]
    }

    assert answers == {405}


def fill() -> None:
    """Something on each list."""
    author, tag = make_author("Ada", slug="ada"), make_tag("Ferries")
    make_article(section=make_section("Town"), authors=[author], tags=[tag])
