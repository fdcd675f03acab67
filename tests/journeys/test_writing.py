"""An editor writes a story with a picture and two bylines, publishes it in three presses, and looks at it."""

import io
import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from articles.models import Article
from tests import factories
from tests.journeys.test_paste import until

pytestmark = pytest.mark.django_db(transaction=True)


def picture() -> bytes:
    from PIL import Image as Pixels

    out = io.BytesIO()
    Pixels.new("RGB", (800, 500), "teal").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def ben_at(new_visitor: Any, site: str) -> Any:
    """Ben, signed in, in a browser of this width."""

    def visit(**how: Any) -> Any:
        page = new_visitor(**how)
        client = Client()
        client.force_login(factories.make_ben())
        page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}]
        )
        return page

    return visit


def test_a_story_is_written_and_published_in_three_presses(ben_at: Any) -> None:
    factories.make_section("Local")
    page, strangers, wrong = ben_at(), [], []
    page.on(
        "request", lambda request: strangers.append(request.url) if "localhost" not in request.url else None
    )
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto("/admin/articles/article/")

    page.get_by_role("link", name="New story").click()
    until(page, "window.CKEDITOR?.instances.id_body?.status === 'ready'")
    page.get_by_label("Headline", exact=True).fill("Ferry leaves on time")
    page.get_by_label("Standfirst").fill("Nobody knows why.")
    page.locator("[name=lead_file]").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": picture()}
    )
    page.get_by_label("Alt text: what the picture shows").fill("A teal ferry")
    page.get_by_label("Credit").fill("Ada")
    page.locator(".byline-name").last.click()
    page.keyboard.type("Gus Guest")
    page.keyboard.press("Enter")
    page.keyboard.type("Columnist")
    page.get_by_label("Section").select_option(label="Local")
    page.get_by_label("Topics").fill("Ferries")
    page.keyboard.press("Enter")
    body_top = page.locator(".cke_contents").bounding_box()["y"]
    page.evaluate("CKEDITOR.instances.id_body.setData('<p>It left at eight.</p>')")
    page.locator("#publish-button").click()
    page.get_by_role("button", name="Publish now").click()
    page.get_by_text("Readers see it now.").wait_for()

    article = Article.objects.get()
    names = [(byline.author.name, byline.role) for byline in article.bylines.select_related("author")]
    assert names == [("Ben Okafor", ""), ("Gus Guest", "Columnist")]
    assert (article.headline, article.body.strip()) == ("Ferry leaves on time", "<p>It left at eight.</p>")
    assert (article.lead_image.alt, article.lead_image.credit) == ("A teal ferry", "Ada")
    assert [tag.name for tag in article.tags.all()] == ["Ferries"]
    assert body_top < 900
    assert wrong == []
    assert [url for url in strangers if not re.match(r"(data|blob|about):|http://127\.0\.0\.1", url)] == []
    page.get_by_role("link", name="View on site").first.click()
    page.get_by_role("heading", level=1, name="Ferry leaves on time").wait_for()


def test_typing_is_kept_by_itself_and_offered_on_return(ben_at: Any) -> None:
    page = ben_at()
    page.goto("/admin/articles/article/add/")
    page.get_by_label("Headline", exact=True).fill("Half a thought")
    page.get_by_text(re.compile("^Kept ")).wait_for()

    page.goto(page.url)
    page.get_by_role("link", name="Bring it back").click()

    assert page.get_by_label("Headline", exact=True).input_value() == "Half a thought"
    assert Article.objects.get().head is None


def test_the_page_works_without_scripts(ben_at: Any) -> None:
    factories.make_section("Local")
    page = ben_at(scripts=False)
    page.goto("/admin/articles/article/add/")

    page.locator("[name=headline]").fill("Ferry leaves on time")
    page.locator("[name=body]").fill("<p>It left at eight.</p>")
    page.locator("[name=section]").select_option(label="Local")
    page.locator("#publish-button").click()
    page.get_by_role("button", name="Publish now").click()
    page.get_by_text("Readers see it now.").wait_for()

    assert Article.objects.get().headline == "Ferry leaves on time"


def test_on_a_phone_the_bar_stays_in_sight_with_large_targets(ben_at: Any) -> None:
    page = ben_at(width=390, height=844)
    page.goto("/admin/articles/article/add/")

    box = page.locator("#publish-button").bounding_box()
    bar = page.locator(".desk-page-bar").bounding_box()

    assert (bar["y"] + bar["height"], bar["height"]) == (844, 56)
    assert box["height"] >= 44
    assert bar["y"] <= box["y"]
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_phone_has_links_lists_saving_and_its_hour_at_hand(ben_at: Any) -> None:
    page = ben_at(width=360, height=740, dark=True)
    page.goto("/admin/articles/article/add/")
    until(page, "window.CKEDITOR?.instances.id_body?.status === 'ready'")

    page.get_by_label("Headline", exact=True).fill("Half a thought")
    page.get_by_label("More").click()
    page.locator(".panel.more").get_by_role("button", name="Save draft").click()
    page.locator("[data-saved]").get_by_text(re.compile(r"^Saved \d\d:\d\d$")).wait_for()

    for tool in ("bold", "italic", "link", "bulletedlist", "numberedlist", "blockquote"):
        box = page.locator(f".cke_button__{tool}").bounding_box()
        assert box["x"] + box["width"] <= 360, tool
        assert box["height"] >= 44, tool
    assert page.locator("[data-saved]").evaluate("(said) => said.scrollWidth <= said.clientWidth")
    assert Article.objects.get().head.stored["headline"] == "Half a thought"
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_words_typed_after_the_session_ended_come_back_with_every_name(ben_at: Any) -> None:
    page = ben_at()
    page.goto("/admin/articles/article/add/")
    until(page, "window.CKEDITOR?.instances.id_body?.status === 'ready'")
    signed_in = page.context.cookies()
    page.context.clear_cookies(name="sessionid")

    page.get_by_label("Headline", exact=True).fill("Half a thought")
    page.locator(".byline-name").last.click()
    page.keyboard.type("Gus Guest")
    page.keyboard.press("Enter")
    page.keyboard.type("Columnist")
    page.evaluate("CKEDITOR.instances.id_body.setData('<p>Words that must survive.</p>')")
    page.get_by_text("Not saved: sign in again in another tab, then save here").wait_for()
    browser = page.context
    page.close()  # the browser is shut, or crashes
    browser.add_cookies(signed_in)
    page = browser.new_page()
    page.goto("/admin/articles/article/add/")
    page.get_by_role("button", name="Bring it back").click()
    page.wait_for_url("**/change/?bring-back=*")
    until(page, "window.CKEDITOR?.instances.id_body?.status === 'ready'")

    names = page.locator(".byline-row")
    assert page.get_by_label("Headline", exact=True).input_value() == "Half a thought"
    assert [
        (
            names.nth(i).locator(".byline-name").input_value(),
            names.nth(i).locator(".byline-role").input_value(),
        )
        for i in range(2)
    ] == [("Ben Okafor", ""), ("Gus Guest", "Columnist")]
    assert page.evaluate("CKEDITOR.instances.id_body.getData().trim()") == "<p>Words that must survive.</p>"
    assert Article.objects.get().head is None


def test_two_tabs_lose_nothing_and_the_second_save_clears_the_warning(ben_at: Any) -> None:
    story = factories.make_article(headline="Ferry late", standfirst="Nobody knows why.")
    first = ben_at()
    second = first.context.new_page()
    for tab in (first, second):
        tab.goto(f"/admin/articles/article/{story.pk}/change/")
        until(tab, "window.CKEDITOR?.instances.id_body?.status === 'ready'")

    first.get_by_label("Standfirst").fill("The fog knows why.")
    first.get_by_role("button", name="Save draft").first.click()
    first.locator(".bar-state").get_by_text("Live + changes").wait_for()
    second.get_by_label("Headline", exact=True).fill("Ferry very late")
    second.get_by_role("button", name="Save draft").first.click()
    theirs = second.locator(".theirs")
    theirs.wait_for()
    compared = theirs.inner_text()
    kept = second.get_by_label("Headline", exact=True).input_value()
    second.get_by_role("button", name="Save draft").first.click()
    theirs.wait_for(state="detached")

    assert "The fog knows why." in compared
    assert kept == "Ferry very late"
    drafts = story.revisions.order_by("-number").values_list("stored__headline", "stored__standfirst")[:2]
    assert list(drafts) == [("Ferry very late", "Nobody knows why."), ("Ferry late", "The fog knows why.")]


def test_a_double_press_publishes_once_and_says_so(ben_at: Any) -> None:
    factories.make_section("Local")
    page = ben_at()
    page.goto("/admin/articles/article/add/")
    until(page, "window.CKEDITOR?.instances.id_body?.status === 'ready'")
    page.get_by_label("Headline", exact=True).fill("Ferry leaves on time")
    page.get_by_label("Section").select_option(label="Local")
    page.evaluate("CKEDITOR.instances.id_body.setData('<p>It left at eight.</p>')")

    page.locator("#publish-button").click()
    page.get_by_role("button", name="Publish now").dblclick()
    page.get_by_text("Readers see it now.").wait_for()

    assert sorted(Article.objects.get().audit.values_list("verb", flat=True)) == ["published", "saved"]


@pytest.mark.parametrize("dark", [False, True])
def test_a_link_is_made_in_a_dialog_that_can_be_read(ben_at: Any, dark: bool) -> None:
    page = ben_at(dark=dark)
    page.goto("/admin/articles/article/add/")
    until(page, "window.CKEDITOR?.instances.id_body?.status === 'ready'")
    page.frame_locator(".cke_wysiwyg_frame").locator("body").click()

    page.locator(".cke_button__link").click()
    dialog = page.locator(".cke_dialog:visible")
    dialog.get_by_label("URL", exact=False).last.fill("example.org/minutes")
    found = Axe().run(page, context=".cke_dialog_footer", options={"runOnly": ["color-contrast"]})
    dialog.get_by_role("button", name="OK").click()
    until(page, "CKEDITOR.instances.id_body.getData().includes('<a')")

    assert [rule["id"] for rule in found.response["violations"]] == []
    assert [rule["id"] for rule in found.response["passes"]] == ["color-contrast"]
    assert '<a href="https://example.org/minutes">' in page.evaluate("CKEDITOR.instances.id_body.getData()")


@pytest.mark.parametrize("dark", [False, True])
def test_the_storys_desk_pages_are_accessible(ben_at: Any, dark: bool) -> None:
    story = factories.make_article(
        headline="Ferry late", lead_image=factories.make_image(alt=""), tags=[factories.make_tag("Ferries")]
    )
    page, found = ben_at(dark=dark), {}

    for end in (
        "",
        "add/",
        f"{story.pk}/change/",
        f"{story.pk}/change/#publish",
        "?state=withdrawn",
        "image",
    ):
        page.goto(f"/admin/articles/article/{end}" if end != "image" else "/admin/articles/image/")
        if end.endswith("#publish"):
            page.reload()
            page.locator("#publish-button").click()
        results = Axe().run(page)
        if results.violations_count:
            found[end] = [
                (r["id"], [n["html"][:90] for n in r["nodes"]]) for r in results.response["violations"]
            ]

    assert found == {}
