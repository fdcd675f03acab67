"""The writing page: what it keeps, what it refuses, and that nothing typed is ever lost."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Author, Tag, WorkingCopy
from articles.revisions import save_draft
from tests import factories

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/article/add/"


def at(article: Article, end: str = "change") -> str:
    return f"/admin/articles/article/{article.pk}/{end}/"


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "headline": "Ferry late",
        "standfirst": "Nobody knows why.",
        "body": "<p>It was late.</p>",
        "section": factories.make_section("Local").pk,
        "topics": "",
        "byline_name": ["Ben Okafor", ""],
        "byline_role": ["", ""],
        "byline_author": ["", ""],
        "comments": "open",
        "sitting": str(uuid.uuid4()),
        "do": "save",
    } | changes


@pytest.fixture
def ben(client: Client) -> Client:
    client.force_login(factories.make_ben())
    return client


@pytest.fixture
def ada() -> Client:
    client = Client()
    client.force_login(factories.make_ada())
    return client


def test_a_new_story_opens_with_the_writers_byline_and_last_section(ada: Client) -> None:
    section = factories.make_section("Harbour")
    factories.make_draft(by=factories.make_ada(), section=section)

    page = ada.get(ADD).content.decode()

    assert 'name="byline_name" value="Ada Lindqvist"' in page
    assert re.search(rf'<option value="{section.pk}" selected>', page)


def test_a_story_is_saved_with_a_guest_and_topics_made_in_place(ben: Client) -> None:
    ben.post(
        ADD,
        typed(
            topics="Ferries, harbour, ferries",
            byline_name=["Ben Okafor", "Gus Guest"],
            byline_role=["", "Columnist"],
            byline_author=["", ""],
        ),
    )

    snapshot = Article.objects.get().head.snapshot
    assert [(Author.objects.get(pk=c.author).name, c.role) for c in snapshot.bylines] == [
        ("Ben Okafor", ""),
        ("Gus Guest", "Columnist"),
    ]
    assert [Tag.objects.get(pk=pk).name for pk in snapshot.tags] == ["ferries", "harbour"]
    assert Article.objects.get().published_at is None


def test_publishing_stays_on_the_page_with_the_link(ben: Client) -> None:
    answer = ben.post(ADD, typed(do="publish", when="now"), follow=True)

    article = Article.objects.get()
    assert answer.redirect_chain == [(f"{at(article)}?done=published", 302)]
    assert f'href="{article.get_absolute_url()}">View on site' in answer.content.decode()
    assert "Copy link" in answer.content.decode()


def test_a_second_press_of_publish_finds_the_story_published(ben: Client) -> None:
    form = typed(do="publish", when="now")
    ben.post(ADD, form)

    answer = ben.post(ADD, form, follow=True)

    assert "Readers see it now." in answer.content.decode()
    assert sorted(Article.objects.get().audit.values_list("verb", flat=True)) == ["published", "saved"]


def test_a_later_hour_schedules_in_the_papers_zone(ben: Client) -> None:
    hour = timezone.localtime() + timedelta(days=1)

    ben.post(ADD, typed(do="publish", when="later", at=f"{hour:%Y-%m-%dT%H:%M}"))

    assert Article.objects.get().published_at == hour.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"headline": ""}, "The headline is missing."),
        ({"section": ""}, "Choose a section"),
        ({"body": "<p>The mayor, TK, said</p>"}, "is left in the text, once."),
        ({"when": "later"}, "Choose the day and the hour"),
        ({"change": "correction"}, "A correction needs a note"),
        ({"headline": "x" * 201}, "Mend what is marked"),
        ({"byline_name": ["Gus", "gus"]}, "names somebody twice"),
    ],
)
def test_what_is_refused_comes_back_with_every_word(
    ben: Client, changes: dict[str, Any], sentence: str
) -> None:
    answer = ben.post(ADD, typed(do="publish", when="now", standfirst="A standfirst to keep") | changes)

    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert "A standfirst to keep" in answer.content.decode()
    assert not Article.objects.exclude(published_at=None).exists()


def test_a_reporter_submits_and_cannot_publish(ada: Client) -> None:
    refused = ada.post(ADD, typed(do="publish", when="now"))
    article = Article.objects.get()
    ada.post(at(article), typed(do="submit", base=article.head_id))

    article.refresh_from_db()
    assert refused.status_code == 400
    assert "Only an editor can do this" in refused.content.decode()
    assert (article.state, article.published_at) == ("submitted", None)


def test_a_reporter_opens_no_story_of_somebody_else(ada: Client) -> None:
    theirs = factories.make_draft(by=factories.make_ben())
    named = factories.make_draft(authors=[factories.make_author("Ada Lindqvist", user=factories.make_ada())])

    assert ada.get(at(theirs)).status_code == 403
    assert ada.get(at(named)).status_code == 200


def test_a_stale_form_comes_back_beside_the_others_version_and_can_be_saved(ben: Client) -> None:
    article = factories.make_draft(headline="First")
    old = article.head_id
    save_draft(
        article, article.head.snapshot.with_changes(headline="Theirs"), by=factories.make_admin(), base=old
    )

    stale = ben.post(at(article), typed(headline="Mine", base=old))
    page = stale.content.decode()
    article.refresh_from_db()
    again = ben.post(at(article), typed(headline="Mine", base=article.head_id))

    assert stale.status_code == 409
    assert article.head.snapshot.headline == "Theirs"
    assert "<pre>Theirs</pre>" in page
    assert "<pre>Mine</pre>" in page
    assert f'name="base" value="{article.head_id}"' in page
    assert again.status_code == 302
    article.refresh_from_db()
    assert article.head.snapshot.headline == "Mine"


def test_the_same_sitting_never_conflicts_with_itself(ben: Client) -> None:
    form = typed()

    ben.post(ADD, form)
    ben.post(ADD, form)

    assert Article.objects.count() == 1
    assert Article.objects.get().head.number == 1


def test_typing_is_kept_without_a_revision_and_offered_on_return(ben: Client) -> None:
    answer = ben.post("/admin/articles/article/add/keep/", typed(headline="Half a thought"))

    article = Article.objects.get()
    copy = WorkingCopy.objects.get()
    assert answer.json()["article"] == article.pk
    assert article.head is None
    assert f"?bring-back={copy.pk}" in ben.get(at(article)).content.decode()
    assert "Half a thought" in ben.get(f"{at(article)}?bring-back={copy.pk}").content.decode()


def test_looking_at_the_checks_keeps_nothing(ben: Client) -> None:
    answer = ben.post("/admin/articles/article/add/keep/", typed(headline="", looking="1"))

    assert "The headline is missing." in answer.json()["checks"]
    assert not Article.objects.exists()


def test_what_was_saved_is_not_offered_again(ben: Client) -> None:
    form = typed()
    ben.post("/admin/articles/article/add/keep/", form)
    article = Article.objects.get()

    ben.post(at(article), form)

    assert "bring-back" not in ben.get(at(article)).content.decode()


def test_a_save_in_place_answers_with_the_new_base(ben: Client) -> None:
    answer = ben.post(ADD, typed(), headers={"accept": "application/json"}).json()

    article = Article.objects.get()
    assert (answer["base"], answer["url"]) == (article.head_id, at(article))


def test_a_live_change_says_what_it_is(ben: Client) -> None:
    article = factories.make_article(by=factories.make_ben())
    change = typed(headline="Mended", base=article.head_id, do="publish", when="now")

    ben.post(at(article), change | {"change": "correction", "correction": "It was the other ferry."})

    article.refresh_from_db()
    assert article.headline == "Mended"
    assert article.corrections.get().text == "It was the other ferry."


def test_a_withdrawal_wants_its_reason_and_its_tick(ben: Client) -> None:
    article = factories.make_article()

    ben.post(at(article, "withdrawal"), {"reason": "Wrong ferry"})
    article.refresh_from_db()
    still_live = article.is_live()
    ben.post(at(article, "withdrawal"), {"reason": "Wrong ferry", "sure": "1"})
    article.refresh_from_db()

    assert still_live
    assert not article.is_live()


def test_the_body_is_cleaned_at_save(ben: Client) -> None:
    ben.post(ADD, typed(body="<p onclick='x()'>Kept</p><script>alert(1)</script>"))

    assert Article.objects.get().head.snapshot.body == "<p>Kept</p>"


def test_a_preview_is_the_draft_for_nobody_else(ben: Client) -> None:
    article = factories.make_article(headline="Live words")
    save_draft(
        article, article.head.snapshot.with_changes(headline="Draft words"), by=None, base=article.head_id
    )

    page = ben.get(at(article, "preview/page"))

    assert "Draft words" in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Cache-Control"].startswith("private, no-store")
    assert page["X-Frame-Options"] == "SAMEORIGIN"


def test_only_the_editors_pages_relax_the_policy(ben: Client) -> None:
    def policy(path: str) -> dict[str, str]:
        parts = ben.get(path)["Content-Security-Policy"].split("; ")
        return dict(part.split(" ", 1) for part in parts)

    assert policy(ADD)["style-src"] == "'self' 'unsafe-inline'"
    assert policy(ADD)["script-src"] == "'self'"
    assert policy("/admin/articles/article/")["style-src"] == "'self'"


def test_the_editor_is_safe_as_set(settings: Any) -> None:
    config = settings.CKEDITOR_CONFIGS["default"]
    off = set(config["removePlugins"].split(","))

    assert not {"pastefromword", "pastefromgdocs", "pastetools"} & off
    assert {"iframe", "exportpdf", "codesnippetgeshi", "preview", "wsc", "scayt", "image", "embed"} <= off
    assert config["disallowedContent"] == "script style iframe object embed; *[on*]; *{*}"
    assert not {"fullPage", "allowedContent", "filebrowserUploadUrl"} & set(config)
    assert "ckeditor_uploader" not in settings.INSTALLED_APPS


@pytest.mark.parametrize("name_count", [1, 3])
def test_the_page_asks_a_steady_number_of_questions(
    ben: Client, name_count: int, django_assert_num_queries: Any
) -> None:
    names = [factories.make_author() for _ in range(name_count)]
    tags = [factories.make_tag() for _ in range(name_count)]
    article = factories.make_article(authors=names, tags=tags, lead_image=factories.make_image())
    ben.get(at(article))

    with django_assert_num_queries(12):
        ben.get(at(article))


@pytest.mark.parametrize("story_count", [1, 3])
def test_the_list_asks_a_steady_number_of_questions(
    ben: Client, story_count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(story_count):
        factories.make_article(authors=[factories.make_author()], lead_image=factories.make_image())
    ben.get("/admin/articles/article/")

    with django_assert_num_queries(9):
        ben.get("/admin/articles/article/")


@pytest.mark.parametrize(
    ("state", "headlines"),
    [
        ("", ["Draft", "Live", "Soon", "Gone", "Changed"]),
        ("draft", ["Draft"]),
        ("live", ["Live", "Changed"]),
        ("scheduled", ["Soon"]),
        ("withdrawn", ["Gone"]),
        ("unpublished-changes", ["Changed"]),
    ],
)
def test_the_list_is_narrowed_by_state(ben: Client, state: str, headlines: list[str]) -> None:
    now = timezone.now()
    factories.make_draft(headline="Draft")
    factories.make_article(headline="Live")
    factories.make_article(headline="Soon", at=now + timedelta(hours=2))
    factories.make_article(headline="Gone", withdraw_at=now - timedelta(minutes=1))
    changed = factories.make_article(headline="Changed")
    save_draft(changed, changed.head.snapshot.with_changes(standfirst="More"), by=None, base=changed.head_id)

    page = ben.get("/admin/articles/article/", {"state": state}).content.decode()

    assert sorted(re.findall(r'class="story-headline"[^>]*>([^<]+)<', page)) == sorted(headlines)


def test_reporters_list_their_own(ada: Client) -> None:
    factories.make_draft(headline="Somebody's")
    factories.make_draft(by=factories.make_ada(), headline="Mine")

    page = ada.get("/admin/articles/article/").content.decode()

    assert re.findall(r'class="story-headline"[^>]*>([^<]+)<', page) == ["Mine"]


@pytest.mark.parametrize(
    "address",
    [
        "/admin/articles/article/?section=²",
        f"{ADD}?bring-back=²",
        "{story}?bring-back=²",
        f"/admin/comments/comment/{'9' * 5000}/change/",
    ],
)
def test_what_looks_like_a_number_and_is_none_is_no_error(ben: Client, address: str) -> None:
    story = factories.make_draft()

    assert ben.get(address.replace("{story}", at(story))).status_code in (200, 302)


def test_a_lead_picture_of_no_number_is_none(ben: Client) -> None:
    answer = ben.post(ADD, typed(lead_image="²"))

    assert answer.status_code != 500


@pytest.mark.parametrize("piece", ["<a>", "<a href='", "<img ", '<img alt="', "<a><a>x</a"])
def test_text_made_to_hold_up_the_checks_is_checked_at_once(ben: Client, piece: str) -> None:
    body = piece * (900_000 // len(piece))  # what reads it again from each of its links is busy for hours

    answer = ben.post("/admin/articles/article/add/keep/", typed(body=body, looking="1"))

    assert answer.status_code == 200


def test_the_checks_see_links_and_pictures_as_they_are_written(ben: Client) -> None:
    body = "<a href='#'></a><A HREF=\"https://a.example/?a>b\">there</A><a>no <b>way</b></a><img src='x'><img alt='a > b' src=x>"

    checks = ben.post("/admin/articles/article/add/keep/", typed(body=body, looking="1")).json()["checks"]

    assert "2 links lead nowhere or cannot be seen." in checks
    assert "1 picture in the text without a description." in checks
