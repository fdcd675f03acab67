"""Forms that are too large, have too many fields or arrive damaged: a page that says so, with the text that was typed."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings as running

from articles.models import Article
from comments.models import Comment
from newsroom.chrome.unreadable import MOST, MOST_RETURNED
from tests.factories import make_article, make_ben, make_esi

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin"}
FORM = "application/x-www-form-urlencoded"
NEW = "/admin/articles/article/add/"


def part(name: str, value: str) -> str:
    return f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'


def shown(answer: Any) -> str:
    """What stands in the page's boxes."""
    return answer.text.partition("What you typed is not lost")[2]


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_comment_of_six_megabytes_comes_back(client: Any, signed_in: bool) -> None:
    story, text = make_article(), "Well said. " * 560_000
    if signed_in:
        client.force_login(make_esi())
    body = urlencode({"name": "Wanda", "body": text})
    assert MOST < len(body) < MOST_RETURNED

    answer = client.post(f"/comments/on/{story.pk}/post/", body, content_type=FORM, headers=OURS)

    assert (answer.status_code, text in shown(answer), "Wanda" in shown(answer)) == (413, True, True)
    assert "Too large to be taken" in answer.text
    assert "no-store" in answer["Cache-Control"]
    assert not Comment.objects.exists()


def test_what_is_beyond_reading_is_told_and_not_read(client: Any) -> None:
    story = make_article()

    answer = client.post(
        f"/comments/on/{story.pk}/post/", b"body=" + b"a" * MOST_RETURNED, content_type=FORM, headers=OURS
    )

    assert (answer.status_code, "nothing was stored" in answer.text, shown(answer)) == (413, True, "")


def test_a_comment_with_too_many_fields_comes_back(client: Any) -> None:
    story = make_article()
    body = "body=Hear,+%E2%80%9Chear%E2%80%9D%21%3Cb%3E&password=secret&" + "&".join(
        f"x{n}=" for n in range(1_500)
    )

    answer = client.post(f"/comments/on/{story.pk}/post/", body, content_type=FORM, headers=OURS)

    assert (answer.status_code, "more fields" in answer.text) == (400, True)
    assert "Hear, “hear”!&lt;b&gt;" in shown(answer)
    assert "secret" not in answer.text


def test_a_story_that_arrives_damaged_comes_back(client: Any) -> None:
    client.force_login(make_ben())
    body = part("headline", "Ferry late") + part("body", "<p>Two\r\nlines.</p>")
    body += f'--x\r\nContent-Disposition: form-data; name="slug"\r\nX-Odd: {"a" * 2_000}\r\n\r\n!\r\n--x--'

    answer = client.post(NEW, body, content_type="multipart/form-data; boundary=x")

    assert (answer.status_code, "arrived damaged" in answer.text) == (400, True)
    assert ">Ferry late</textarea>" in shown(answer)
    assert "&lt;p&gt;Two\r\nlines.&lt;/p&gt;</textarea>" in shown(answer)
    assert not Article.objects.exists()


def test_a_form_without_a_boundary_says_so(client: Any) -> None:
    answer = client.post(
        f"/comments/on/{make_article().pk}/post/",
        b"body=Hear",
        content_type="multipart/form-data",
        headers=OURS,
    )

    assert (answer.status_code, "The form arrived damaged" in answer.text) == (400, True)


def test_a_story_of_a_million_letters_is_kept(client: Any) -> None:
    client.force_login(make_ben())
    text = "<p>" + "Ferry 🛳 " * 124_000 + "</p>"

    answer = client.post(NEW, {"headline": "Long", "body": text, "do": "save"})

    assert answer.status_code == 302
    assert len(Article.objects.get().head.stored["body"]) > 990_000


def test_more_than_a_million_is_told_with_the_text_in_the_form(client: Any) -> None:
    client.force_login(make_ben())
    text = "<p>" + "Ferry late. " * 500_000 + "</p>"  # more than a reader may send at once

    answer = client.post(NEW, {"headline": "Too long", "body": text, "do": "save"})

    assert (answer.status_code, answer.text.count("Ferry late. ")) == (400, 500_000)
    assert "The text has 6000007 characters with its markup; one story holds 1000000." in answer.text
    assert not Article.objects.exists()


def test_a_script_is_told_in_its_own_way(client: Any) -> None:
    client.force_login(make_ben())
    body = "&".join(f"x{n}=" for n in range(1_500))

    answer = client.post(NEW, body, content_type=FORM, headers={"Accept": "application/json"})

    assert (answer.status_code, "more fields" in answer.json()["error"]) == (400, True)


def test_the_desk_may_send_what_the_longest_story_needs() -> None:
    assert running.DATA_UPLOAD_MAX_MEMORY_SIZE > 4 * 1_000_000 + MOST  # four bytes a letter, and the rest
