"""Whatever is sent to a public address, in whatever form: never a 500, and a page of the paper's own where one is read."""

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import cycle
from typing import Any
from urllib.parse import quote

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from ads.booking import Order, book
from ads.models import Creative, Slot
from ads.previewing import word_for
from comments.models import Comment, Rescue
from newsroom.kit.images import Stored
from newsroom.kit.oddities import read_as_utf8
from tests.comments.people import write
from tests.factories import make_article, make_author, make_cleo, make_esi, make_section, make_tag

pytestmark = pytest.mark.django_db
LONG = "a" * 10_000
# what stands for each part of an address: nothing sensible
VALUES = {
    "slug": ["town", "nobody", LONG, "%00", "a%00b", "%ff%fe", "%F0%9F%90%A6", "-", "..%2f", "%252e"],
    "int": ["0", "1", "9" * 18, "9" * 400, "-1", "%D9%A3", "1%00"],
    "str": ["x", LONG, "%00", "A" * 71, "%ff", "..%2f..%2f", "h"],
    "path": ["x", LONG, "%00", "a//b", "%ff"],
    "uuid": ["x", "00000000-0000-0000-0000-000000000000"],
    "yyyy": ["0000", "0001", "9999", "2025", "99999"],
    "yyyymm": ["2025/13", "2025/00", "0001/01", "9999/12", "2025/1"],
    "yyyymmdd": ["2025/02/31", "0001/01/01", "9999/12/31", "2025/2/3", "2025/02/28"],
}
QUERIES = [
    "",
    "?after=%00&page=%00&q=%00&p=%00&next=%00&order=%00&article=%00",
    f"?after={LONG}&page={'9' * 400}&q={LONG}&p={LONG}&next=//evil.example&article={'9' * 40}",
    "?after=eyJhIjoxfQ&page=-1&q=%ff%fe%27%22%3E%3Cb&p[]=1&next=http://[&;&&=&after",
    "?after=WyJvIiwiMDAwMS0wMS0wMVQwMDowMDowMCsxNDowMCIsMV0&page=1e3&q=!%26|(:*&order=newest",
    "?" + "&".join(f"x{n}=1" for n in range(900)),
]
PAGE = b"<!doctype html>"


def public_patterns() -> Iterator[str]:
    """Every address but the desk's, its parts in angle brackets."""

    def walk(resolver: URLResolver, before: str) -> Iterator[str]:
        for entry in resolver.url_patterns:
            here = before + str(entry.pattern)
            if here.startswith("admin/"):
                continue
            if isinstance(entry, URLPattern):
                yield here
            else:
                yield from walk(entry, here)

    return walk(get_resolver(), "")


def spoiled(pattern: str) -> list[str]:
    """The pattern with each of its parts taken by what makes no sense."""
    parts = re.findall(r"<(?:(\w+):)?(\w+)>", pattern)
    if "(?P" in pattern:  # allauth's own, a regular expression
        return [re.sub(r"\^|\$|\(\?P<\w+>[^)]*\)", "", pattern) + value for value in VALUES["str"]]
    if not parts:
        return [pattern]
    found = []
    for n in range(max(len(VALUES[kind or "str"]) for kind, _ in parts)):
        values = iter([VALUES[kind or "str"] for kind, _ in parts])
        found.append(re.sub(r"<[^>]+>", lambda _, v=values, n=n: (row := next(v))[n % len(row)], pattern))
    return found


def sound(pattern: str, story: Any) -> str:
    """The pattern with what is really there in each of its parts, where the fixture's rows have such."""
    day, here = story.address_date, {"slug": "town", "article_id": story.pk, "name": "comments", "part": 0}
    here |= {"year": f"{day:%Y}", "month": f"{day:%Y/%m}", "day": f"{day:%Y/%m/%d}", "colour": "9b1c1c"}
    here |= {"token": Rescue.objects.get().token, "word": word_for(story.booking), "page": "town/"}
    here["pk"] = story.pk if pattern.startswith("-/bar/") else Comment.objects.get(thread__article=story).pk
    here["creative"] = Creative.objects.get().pk
    if "<yyyymmdd:day>/<slug:slug>" in pattern:
        here["slug"] = story.slug
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(here[part[1]]), pattern)


@pytest.fixture
def story() -> Any:
    """Something on each list, something said under it, a text that waits for its code, and a booking."""
    story = make_article(
        section=make_section("Town"), authors=[make_author("Ada", slug="town")], tags=[make_tag("Town")]
    )
    write(story)
    typed = {"body": "Hear, hear.", "name": "Wanda", "email": "wanda@example.org"}
    Client().post(f"/comments/on/{story.pk}/post/", typed, headers={"Sec-Fetch-Site": "same-origin"})
    today = timezone.localdate()
    picture = Stored("0123456789ab", 728, 90, [320, 728], ["avif", "webp", "jpg"])
    story.booking = book(
        Order(
            advertiser="Harbour Café",
            slots=tuple(Slot.objects.filter(code="section-top")),
            first_day=today,
            last_day=today + timedelta(days=6),
            picture=picture,
            link="https://cafe.example/",
            alt="Coffee by the water",
            price=Decimal(100),
        ),
        by=None,
    )
    return story


# their parts are a secret that nothing of the fixture has, or a thing of another person
CLOSED = ("accounts/", "setup/", "comments/<int:pk>/mine/", "-/go/", "-/bar/", "policies/")


@pytest.mark.parametrize("pattern", sorted({p for p in public_patterns() if "<" in p and "(?P" not in p}))
def test_the_sound_address_is_there(client: Client, story: Any, pattern: str) -> None:
    answer = client.get(f"/{sound(pattern, story)}")

    assert answer.status_code in (200, 302) or pattern.startswith(CLOSED)


@pytest.mark.parametrize("pattern", sorted(set(public_patterns())))
def test_no_address_breaks(client: Client, story: Any, pattern: str) -> None:
    client.raise_request_exception = False

    there = sound(pattern, story) if "(?P" not in pattern else spoiled(pattern)[0]

    for path, query in [*((there, query) for query in QUERIES), *zip(spoiled(pattern), cycle(QUERIES))]:
        answer = client.get(f"/{path}{query}")
        assert answer.status_code < 500, (path[:60], query[:60])
        if answer.status_code >= 400:
            assert answer.content.lstrip().lower().startswith(PAGE), (path[:60], query[:60])


@pytest.mark.parametrize("pattern", sorted(set(public_patterns())))
def test_no_way_of_asking_breaks(client: Client, story: Any, pattern: str) -> None:
    client.raise_request_exception = False
    path = "/" + (sound(pattern, story) if "(?P" not in pattern else spoiled(pattern)[0])
    bodies = [
        ("application/x-www-form-urlencoded", b"body=%00%ff&reason=abuse&note=%00&login=%00&email=a%00@b.example"),
        ("multipart/form-data", b"--\xff"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="body"\r\n\r\n\x00\xff\r\n--x--'),
        ("application/json", b"[" * 3000),
        ("\xff/\x00", b"\xff\xfe"),
    ]  # fmt: skip

    statuses = {
        method: client.generic(method, path).status_code for method in ("HEAD", "OPTIONS", "DELETE", "BREW")
    }
    for kind, body in bodies:
        for site in ("same-origin", "none", "cross-site") if "comments/" in pattern else ("same-origin",):
            sent = client.post(path, body, content_type=kind, headers={"Sec-Fetch-Site": site})
            statuses[f"{kind} {site}"] = sent.status_code

    assert {way: status for way, status in statuses.items() if status >= 500} == {}


ODD_HEADERS = [
    (name, value)
    for name in (
        *("If-Modified-Since", "If-None-Match", "Range", "Accept", "Accept-Encoding", "Accept-Language", "Referer"),
        *("User-Agent", "Origin", "Sec-Fetch-Site", "X-Forwarded-For", "X-Request-ID", "Content-Length"),
    )
    for value in ("\x00", "é" * 300, "x" * 9_000, "0", "'\"<>", "Fri, 99 Foo 9999 99:99:99 GMT", "http://[", "")
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), ODD_HEADERS, ids=lambda value: ascii(value)[:20])
def test_no_header_breaks(client: Client, story: Any, name: str, value: str) -> None:
    client.raise_request_exception = False
    post = f"/comments/on/{story.pk}/post/"

    statuses = [
        client.get(path, headers={name: value}).status_code for path in ("/", "/feed/", "/search/?q=a", post)
    ]
    statuses += [
        client.post(path, b"{}", content_type="text/plain", headers={name: value}).status_code
        for path in ("/-/fill", "/-/seen", post)
    ]

    assert [status for status in statuses if status >= 500] == []


COOKIES = ['"aaaaaaaaaaaa\\000b"', '"\\377\\376aaaaaaaaaaa"', "x" * 4000, '"', "=;=;", "é" * 9, "\\"]


@pytest.mark.parametrize("value", COOKIES, ids=lambda value: ascii(value)[:20])
@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "comments_rescue", "cm"])
def test_no_cookie_breaks(story: Any, name: str, value: str) -> None:
    client = Client(raise_request_exception=False, headers={"Cookie": f"{name}={value}"})
    ours = {"Sec-Fetch-Site": "same-origin"}

    statuses = [
        client.get(path).status_code
        for path in ("/", "/admin/", "/accounts/login/", "/comments/rescued/", "/comments/me/")
    ]
    statuses += [
        client.post("/-/seen", b"{}", content_type="text/plain").status_code,
        client.post(f"/comments/on/{story.pk}/post/", {"body": "Hear, hear."}, headers=ours).status_code,
    ]

    assert [status for status in statuses if status >= 500] == []


def test_a_spoiled_cookie_does_not_stop_a_comment(story: Any) -> None:
    client = Client()
    client.force_login(make_esi())
    client.cookies["comments_rescue"] = "a\x00"

    answer = client.post(
        f"/comments/on/{story.pk}/post/", {"body": "Hear."}, headers={"Sec-Fetch-Site": "same-origin"}
    )

    assert answer.status_code == 303


@pytest.mark.parametrize(
    "charset", ["zlib", "hex", "undefined", "punycode", "utf-16", "none-such", "latin-1"]
)
def test_no_charset_breaks(story: Any, charset: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for signal in (request_started, request_finished):  # the test's own connection stays open
        monkeypatch.setattr(signal, "send", lambda **_: None)
    told: list[str] = []
    for method, path in (("GET", "/search/?q=%ff"), ("POST", f"/comments/on/{story.pk}/post/")):
        request = RequestFactory().generic(method, path, b"body=Hear&name=Wanda&email=w%40example.org")
        environ = request.environ | {
            "CONTENT_TYPE": f"application/x-www-form-urlencoded; Charset={charset}; x=y",
            "HTTP_SEC_FETCH_SITE": "same-origin",
        }
        read_as_utf8(WSGIHandler())(environ, lambda status, headers: told.append(status))

    assert told == ["200 OK", "303 See Other"]  # a first comment: a code goes to its writer
    assert Rescue.objects.get(email="w@example.org").raw == "Hear"


@pytest.mark.parametrize("host", ["evil.example", "a b", "x" * 3000, "[::", "\x00"])
def test_another_host_is_refused_in_the_papers_own_page(client: Client, host: str) -> None:
    client.raise_request_exception = False

    answer = client.get("/", headers={"Host": host})

    assert (answer.status_code, answer.content[:15]) == (400, PAGE)


def test_an_address_that_only_takes_forms_says_so(client: Client, story: Any) -> None:
    answer = client.get("/-/fill")

    assert (answer.status_code, answer["Allow"], "Nothing to read at this address" in answer.text) == (
        405,
        "POST",
        True,
    )
    for end in ("post", "confirmed"):
        answer = client.get(f"/comments/on/{story.pk}/{end}/")
        assert (answer.status_code, answer["Location"]) == (302, f"/comments/on/{story.pk}/")


@pytest.mark.parametrize("path", ["", "replies/", "reply/"])
def test_a_comment_answers_who_only_looks_whether_it_is_there(client: Client, story: Any, path: str) -> None:
    comment = write(story, "Another.")

    assert client.head(f"/comments/{comment.pk}/{path}").status_code == 200
    assert client.head(f"/comments/on/{story.pk}/").status_code == 200


def test_typed_addresses_stay_words_on_the_page(client: Client, story: Any) -> None:
    for text in ("<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "{{ 7*7 }}", "\u202eevil"):
        for path in (f"/search/?q={quote(text)}", f"/{quote(text)}/", f"/accounts/login/?next={quote(text)}"):
            page = client.get(path).text
            assert "<script>alert" not in page
            assert "<img src=x" not in page


def test_a_moderators_session_that_ended_leads_to_the_comment_not_to_a_white_page(
    client: Client, story: Any
) -> None:
    comment = write(story, "Rude.")
    path = f"/comments/{comment.pk}/decision/"

    sent_away = client.post(path, {"way": "hide", "revision": 1, "status": 1, "reason": "Rude"})
    client.force_login(make_cleo())
    landed = client.get(path)

    assert sent_away["Location"] == f"/accounts/login/?next={path}"
    assert (landed.status_code, landed["Location"]) == (302, f"/admin/comments/comment/{comment.pk}/change/")
