"""The server before Django: what it answers by itself, and what it lets through."""

import gzip
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import brotli
import pytest
import time_machine

from newsroom.pagecache.policy import ENVIRON, Kept
from tests.pagecache.reader import HOST, Reader

WORDS = "<p>The ferry left on time.</p>" * 40


class Paper:
    """An application that tells what it was asked, and keeps what it is told to."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.words = WORDS
        self.status = "200 OK"
        self.headers: list[tuple[str, str]] = []
        self.tags: frozenset[str] | None = frozenset(("article:1", "front"))
        self.until: datetime | None = None
        self.meanwhile: Any = None

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.asked.append(environ)
        words = self.words
        if self.meanwhile:
            self.meanwhile()
        if self.tags is not None:
            environ[ENVIRON] = Kept(self.tags, self.until)
        own = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "public, no-cache")]
        start_response(self.status, [*own, ("Vary", "Accept-Encoding"), *self.headers])
        return [words.encode()]


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.fixture
def reader(paper: Paper) -> Reader:
    return Reader(paper)


def test_a_page_is_rendered_once_and_sent_as_it_was(reader: Reader, paper: Paper) -> None:
    first, second = reader.get("/a/"), reader.get("/a/")

    assert (first.text, second.text, len(paper.asked)) == (WORDS, WORDS, 1)
    assert (first.is_kept, second.is_kept) == (False, True)
    assert second.headers["Content-Length"] == str(len(WORDS))
    assert "Cache-Tag" not in second.headers


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", None), ("identity", None), ("gzip", "gzip"), ("gzip, deflate, br", "br"), ("br;q=0, gzip", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"), ("*", "br"), ("gzip;q=0", None), ("*;q=0", None), ("GZIP", "gzip"),
        ("br;q=x", None),
    ],
)  # fmt: skip
def test_each_reader_gets_an_encoding_they_take(reader: Reader, accepted: str, encoding: str | None) -> None:
    reader.get("/a/")

    answer = reader.get("/a/", accept_encoding=accepted)

    assert answer.headers.get("Content-Encoding") == encoding
    read = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}[encoding]
    assert read(answer.body).decode() == WORDS
    assert answer.headers["Content-Length"] == str(len(answer.body))
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_who_has_it_is_told_so(reader: Reader) -> None:
    plain = reader.get("/a/").headers["ETag"]
    packed = reader.get("/a/", accept_encoding="gzip").headers["ETag"]
    assert plain != packed

    for asked in (plain, packed, f"W/{plain}", f'"x", {packed}', "*"):
        answer = reader.get("/a/", if_none_match=asked, accept_encoding="gzip")
        assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", packed)
        assert "Content-Length" not in answer.headers
    for asked in ('"x"', "x", "", 'W/"x", "y"'):
        assert reader.get("/a/", if_none_match=asked).status == 200


def test_a_date_is_enough_to_know_the_page(reader: Reader) -> None:
    with time_machine.travel(datetime(2026, 5, 1, 12, tzinfo=UTC), tick=False):
        answer = reader.get("/a/")
        assert answer.headers["Last-Modified"] == "Fri, 01 May 2026 12:00:00 GMT"

        def since(text: str, **more: str) -> int:
            return reader.get("/a/", if_modified_since=text, **more).status

        assert since("Fri, 01 May 2026 12:00:00 GMT") == 304
        assert since("Fri, 01 May 2026 11:59:59 GMT") == 200
        assert since("yesterday") == 200
        assert since(f"Fri, 01 May 2026 12:00:00 +{'9' * 30}") == 200
        assert since("Fri, 01 May 2026 12:00:00 GMT", if_none_match='"other"') == 200


def test_two_versions_of_a_page_never_share_a_date(reader: Reader, paper: Paper) -> None:
    with time_machine.travel(datetime(2026, 5, 1, 12, tzinfo=UTC), tick=False):
        first = reader.get("/a/").headers["Last-Modified"]
        reader.ring.append(["article:1"])
        paper.words = WORDS.replace("on time", "late")

        again = reader.get("/a/", if_modified_since=first)

    assert (again.status, "late" in again.text) == (200, True)
    assert "Last-Modified" not in again.headers


def test_head_is_answered_without_a_body_and_fills_the_store(reader: Reader, paper: Paper) -> None:
    first = reader.get("/a/", "HEAD")
    whole = reader.get("/a/")
    second = reader.get("/a/", "HEAD")

    assert (first.body, second.body, len(paper.asked)) == (b"", b"", 1)
    assert second.headers["Content-Length"] == whole.headers["Content-Length"] == str(len(WORDS))
    assert paper.asked[0]["REQUEST_METHOD"] == "GET"


def test_only_known_names_reach_the_key_and_the_application(reader: Reader, paper: Paper) -> None:
    reader.get("/a/?utm_source=x&fbclid=1")
    reader.get("/a/")
    reader.get("/a/?after=abc&utm_campaign=y")
    reader.get("/a/?after=abc")
    reader.get("/a/?q=%C3%BCber&page=2")

    asked = [environ["QUERY_STRING"] for environ in paper.asked]
    assert asked == ["", "after=abc", "page=2&q=%C3%BCber"]


def test_host_is_part_of_the_key(reader: Reader, paper: Paper) -> None:
    reader.get("/a/")
    reader.get("/a/", host="other.example")

    assert [environ["HTTP_HOST"] for environ in paper.asked] == [HOST, "other.example"]


def test_a_session_does_not_pass_by_a_page_that_is_the_same_for_all(reader: Reader, paper: Paper) -> None:
    reader.get("/a/", cookie="sessionid=abc; _ga=1")

    assert reader.get("/a/", cookie="sessionid=def").is_kept
    assert reader.get("/a/").is_kept


@pytest.mark.parametrize(
    ("status", "headers", "tags"),
    [
        ("200 OK", [("Set-Cookie", "a=b")], frozenset("a")),
        ("200 OK", [("Vary", "Accept-Encoding, Cookie")], frozenset("a")),
        ("200 OK", [("Cache-Control", "private, no-store")], frozenset("a")),
        ("404 Not Found", [], frozenset("a")),
        ("301 Moved Permanently", [("Location", "/b/")], frozenset("a")),
        ("500 Internal Server Error", [], frozenset("a")),
        ("200 OK", [], None),
    ],
)
def test_what_is_not_the_same_for_all_is_not_kept(
    reader: Reader, paper: Paper, status: str, headers: list[tuple[str, str]], tags: Any
) -> None:
    paper.status, paper.headers, paper.tags = status, headers, tags

    answers = [reader.get("/a/").status for _ in range(2)]

    assert (answers, len(paper.asked), reader.keeps("/a/")) == ([int(status[:3])] * 2, 2, False)


@pytest.mark.parametrize(
    "path", ["/admin/", "/accounts/login/", "/-/health", "/static/a.css", "/media/i/a.jpg"]
)
def test_what_is_no_public_page_passes_as_it_came(reader: Reader, paper: Paper, path: str) -> None:
    reader.get(f"{path}?next=/a/", if_none_match='"x"')

    assert (paper.asked[0]["QUERY_STRING"], paper.asked[0]["HTTP_IF_NONE_MATCH"]) == ("next=/a/", '"x"')


def test_what_is_sent_passes(reader: Reader, paper: Paper) -> None:
    reader.get("/a/")
    reader.get("/a/", "POST")

    assert [environ["REQUEST_METHOD"] for environ in paper.asked] == ["GET", "POST"]


def test_a_purge_drops_what_carries_the_tag_and_nothing_else(reader: Reader, paper: Paper) -> None:
    reader.get("/a/")
    paper.tags = frozenset(("article:2", "front"))
    reader.get("/b/")

    reader.ring.append(["article:2", "article:99"])

    assert (reader.keeps("/a/"), reader.keeps("/b/")) == (True, False)
    reader.ring.append(["front"])
    assert not reader.keeps("/a/")


def test_what_was_purged_while_it_was_rendered_is_not_kept(reader: Reader, paper: Paper) -> None:
    paper.meanwhile = lambda: reader.ring.append(["article:1"])

    old = reader.get("/a/")

    assert (old.status, reader.keeps("/a/")) == (200, False)
    paper.meanwhile = lambda: reader.ring.append(["article:7"])
    reader.get("/a/")
    assert reader.keeps("/a/")


def test_a_ring_gone_round_drops_everything_renders_too(reader: Reader, paper: Paper) -> None:
    reader.get("/b/")

    def flood() -> None:
        for number in range(2000):
            reader.ring.append([f"x{number}" * 200])

    paper.meanwhile = flood
    reader.get("/a/")

    assert (reader.keeps("/a/"), reader.keeps("/b/")) == (False, False)


def test_nothing_is_kept_before_the_database_is_followed(paper: Paper) -> None:
    reader = Reader(paper)
    reader.ring.note_followed(0)

    reader.get("/a/")

    assert not reader.keeps("/a/")


def test_a_ring_taken_away_drops_everything(reader: Reader, paper: Paper) -> None:
    reader.get("/a/")
    reader.ring.path.unlink()

    reader.store.watch_ring()

    assert not reader.keeps("/a/")


def together(reader: Reader, paper: Paper, path: str, readers: int) -> list[Any]:
    """Readers that ask while the first one's page is being made; it is done when all of them have asked."""
    arrived, go = threading.Semaphore(0), threading.Event()
    answers: list[Any] = []

    def wait() -> None:
        arrived.release()
        go.wait(10)

    paper.meanwhile = wait

    def read() -> None:
        answers.append(reader.get(path))

    threads = [threading.Thread(target=read) for _ in range(readers)]
    threads[0].start()
    assert arrived.acquire(timeout=10)
    for thread in threads[1:]:
        thread.start()
    go.set()
    for thread in threads:
        thread.join(20)
    return answers


def test_however_many_ask_one_renders(reader: Reader, paper: Paper) -> None:
    answers = together(reader, paper, "/a/", 8)

    assert [answer.text for answer in answers] == [WORDS] * 8
    assert len(paper.asked) == 1


def test_an_expired_page_is_sent_while_one_renders_it_and_a_purged_one_never(
    reader: Reader, paper: Paper
) -> None:
    now = datetime.now(UTC)
    paper.until = now + timedelta(seconds=60)
    reader.get("/a/")
    paper.words, paper.until = WORDS + "new", now + timedelta(hours=2)

    with time_machine.travel(now + timedelta(seconds=61)):
        answers = together(reader, paper, "/a/", 6)
        assert len(paper.asked) == 2
        stale = [answer for answer in answers if not answer.text.endswith("new")]
        assert all(answer.headers["Warning"] == '110 - "Response is Stale"' for answer in stale)
        assert len(stale) < 6

        reader.ring.append(["article:1"])
        paper.words = WORDS + "newer"
        answers = together(reader, paper, "/a/", 6)
        assert {answer.text for answer in answers} == {WORDS + "newer"}


def test_long_after_its_hour_a_page_waits_for_its_render(reader: Reader, paper: Paper) -> None:
    now = datetime.now(UTC)
    paper.until = now + timedelta(seconds=60)
    reader.get("/a/")
    paper.words, paper.until = WORDS + "new", None

    with time_machine.travel(now + timedelta(hours=3)):
        answers = together(reader, paper, "/a/", 6)

    assert {answer.text for answer in answers} == {WORDS + "new"}


def test_what_cannot_be_rendered_is_sent_as_it_was_and_tried_again(reader: Reader, paper: Paper) -> None:
    now = datetime.now(UTC)
    paper.until = now + timedelta(seconds=60)
    reader.get("/a/")
    paper.status, paper.words = "503 Service Unavailable", "down"

    with time_machine.travel(now + timedelta(hours=3), tick=False) as clock:
        assert [reader.get("/a/").text for _ in range(3)] == [WORDS] * 3
        assert reader.get("/a/").headers["Cache-Status"].startswith("newsroom; hit; ttl=-")
        assert len(paper.asked) == 2  # once a second
        clock.shift(2)
        paper.status, paper.words, paper.until = "200 OK", WORDS + "again", None
        assert reader.get("/a/").text == WORDS + "again"
        assert reader.get("/b/").status == 200


def test_what_cannot_be_rendered_and_was_never_kept_says_so(reader: Reader, paper: Paper) -> None:
    paper.status, paper.words = "503 Service Unavailable", "down"

    assert (reader.get("/a/").status, reader.get("/a/").text) == (503, "down")


def test_the_budget_holds_and_the_longest_unread_goes_first(paper: Paper) -> None:
    reader = Reader(paper, budget=100_000)
    for number in range(5):
        reader.get(f"/{number}/")
    reader.get("/0/")
    number = 5
    while reader.keeps("/1/") and number < 100:
        reader.store.plain.pages.move_to_end((HOST, "/1/", ""), last=False)  # keeps() was a reading
        reader.get(f"/{number}/")
        number += 1

    assert reader.keeps("/0/")
    assert reader.store.plain.used <= reader.store.plain.budget


def test_a_flood_of_questions_drives_no_page_out(paper: Paper) -> None:
    reader = Reader(paper, budget=200_000)
    reader.get("/a/")

    for number in range(500):
        reader.get(f"/latest/?after={number}")

    assert reader.keeps("/a/")
    assert reader.store.asked.used <= reader.store.asked.budget
