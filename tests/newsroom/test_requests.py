"""Who sent a request, and what the log says of it."""

import io
import json
import logging
import secrets
import sys
from typing import Any

import pytest
from django.test import Client

from newsroom.kit.logs import JsonLine, WithRequest
from newsroom.kit.requests import request_id, visitor_address


@pytest.mark.parametrize(
    ("forwarded_for", "proxies", "address"),
    [
        ("", 0, "10.0.0.9"),
        ("203.0.113.7", 0, "10.0.0.9"),  # no proxy of ours: anybody can write that
        ("203.0.113.7", 1, "203.0.113.7"),
        ("1.2.3.4, 203.0.113.7", 1, "203.0.113.7"),  # the first one is the visitor's own invention
        ("1.2.3.4, 203.0.113.7, 198.51.100.2", 2, "203.0.113.7"),
        ("203.0.113.7", 2, "10.0.0.9"),  # came round one of the two
        ("", 1, "10.0.0.9"),
        ("unknown", 1, "10.0.0.9"),
        ("[2001:db8::7]", 1, "2001:db8::7"),
        ("2001:DB8:0::7", 1, "2001:db8::7"),
        ("'; DROP TABLE x", 1, "10.0.0.9"),
    ],
)
def test_only_our_own_proxies_are_believed(forwarded_for: str, proxies: int, address: str) -> None:
    assert visitor_address("10.0.0.9", forwarded_for, proxies) == address


@pytest.mark.parametrize(
    ("proxies", "sent", "kept"),
    [(1, "edge-7f3a9c10", True), (0, "edge-7f3a9c10", False), (1, "short", False), (1, "a b\nc" * 4, False)],
)
def test_a_request_keeps_the_name_its_proxy_gave_it(
    client: Any, settings: Any, proxies: int, sent: str, kept: bool
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    answer = client.get("/-/health", headers={"X-Request-ID": sent})

    assert (answer["X-Request-ID"] == sent) is kept
    assert len(answer["X-Request-ID"]) >= 8


def test_a_line_for_machines_has_fields_and_the_request(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        logging.getLogger("articles.publishing").info("Published. article=%s by=%s", 12, "Ben\n{forged}")
    record = caplog.records[0]
    mark = request_id.set("abcd1234")
    WithRequest().filter(record)
    request_id.reset(mark)

    lines = JsonLine().format(record).splitlines()

    assert len(lines) == 1
    told = json.loads(lines[0])
    assert (told["request"], told["article"], told["by"]) == ("abcd1234", 12, "Ben\n{forged}")
    assert told["message"].startswith("Published. article=12")


def test_a_line_for_machines_holds_the_traceback() -> None:
    try:
        raise LookupError("gone")
    except LookupError:
        record = logging.LogRecord(
            "a", logging.ERROR, "a.py", 1, "A task failed. id=%s", (7,), sys.exc_info()
        )

    told = json.loads(JsonLine().format(record))

    assert told["id"] == 7
    assert "LookupError: gone" in told["traceback"]


def test_each_request_is_told_with_its_name(client: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="newsroom.kit.requests"):
        answer = client.get("/-/health?q=secret")

    told = [r for r in caplog.records if r.name == "newsroom.kit.requests"]
    assert [r.getMessage().split(" ms=")[0] for r in told] == [
        "Answered. method=GET path=/-/health status=200"
    ]
    assert answer["X-Request-ID"]


@pytest.mark.django_db
def test_a_page_for_all_readers_carries_no_name_of_one_request(client: Any) -> None:
    assert "X-Request-ID" not in client.get("/")
    assert "X-Request-ID" in client.get("/nothing-here/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/comments/on/1/post/", "/-/seen", "/accounts/login/", "/admin/articles/image/upload/"]
)
def test_more_than_a_picture_is_refused_before_it_is_read(client: Any, path: str) -> None:
    class Endless:
        """Nobody may read of it."""

        def read(self, *_: int) -> bytes:
            raise AssertionError("It was read.")

        readline = read

    answer = client.generic(
        "POST",
        path,
        content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": Endless(), "CONTENT_LENGTH": str(10 * 2**30)},
    )

    assert answer.status_code == 413
    assert "Too large to be taken" in answer.text
    assert "script-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_length_beyond_all_numbers_is_refused(client: Any) -> None:
    assert client.generic("POST", "/", CONTENT_LENGTH="9" * 5000).status_code == 413


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/accounts/join/{}/",
        "/accounts/let-in/{}/",
        "/comments/rescued/{}/code/",
        "/comments/rescued/{}/new-code/",
        "/setup/{}/",
    ],
)
def test_no_refusal_puts_a_link_that_opens_something_into_the_log(path: str) -> None:
    token = secrets.token_urlsafe(24)
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.addFilter(WithRequest())
    handler.setFormatter(JsonLine())
    logging.getLogger("django").addHandler(handler)
    try:
        refused = Client(enforce_csrf_checks=True).post(path.format(token))
    finally:
        logging.getLogger("django").removeHandler(handler)

    assert refused.status_code in (403, 404, 410)
    assert path.format("…") in lines.getvalue()
    assert token not in lines.getvalue()
