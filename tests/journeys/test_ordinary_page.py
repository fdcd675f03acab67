"""The page everything is built around: typed through the admin, sold through the booking form, read from top to bottom."""

import re
from typing import Any

import pytest
from django.test import Client

from ads import decision
from articles.models import Article, Image
from tests import factories
from tests.ads.test_desk import BOOKING, words
from tests.ads.test_desk import picture as poster
from tests.journeys.test_paste import until
from tests.journeys.test_writing import ben_at, picture  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db(transaction=True)

# what the page is made of, from top to bottom: a name, where it stands, and what is read there
TABLE = (
    ("today", ".masthead__date", r"^\w{3}, \w{3} \d{1,2}, \d{4}$"),
    ("watch live", ".watch-live", r"^Watch Live\s+on air$"),
    ("ad above", "[data-slot=article-top]", r"^Advertisement$"),
    ("headline", "h1", r"^Ferry leaves on time$"),
    ("standfirst", ".standfirst", r"^Nobody knows why\.$"),
    ("byline", ".story .byline", r"^By\s+Ben Okafor\s+Gus Guest\s+Columnist$"),
    ("time", ".dateline time", r"^just now$|^\d+ minutes? ago$"),
    ("lead picture", "figure.lead", r"^The ferry at eight\.$"),
    ("body", ".story .body", r"^It left at eight\.\s+“On time,” they said\.$"),
    ("comments", "#comments", r"^Comments\s+No comments yet\."),
    ("ad below", "[data-slot=article-bottom]", r"^Advertisement$"),
)
FACTS = """(table) => table.map(([name, selector]) => {
  const found = document.querySelector(selector);
  return [name, found?.innerText.trim() ?? null, Math.round(found?.getBoundingClientRect().top ?? -1)];
})"""
IN_DOCUMENT_ORDER = """(table) => table.map(([name, selector]) => [name, document.querySelector(selector)])
  .sort(([, a], [, b]) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1)).map(([name]) => name)"""


@pytest.fixture
def advertised() -> None:
    """Dov sells both slots of each story to one advertiser, with one form; every process looks again."""
    dov = Client()
    dov.force_login(factories.make_dov())
    assert dov.post(BOOKING, words(picture=poster())).status_code == 302
    decision._held, decision._checked_at = None, 0.0
    yield
    decision._held = None


def type_it(page: Any) -> None:
    """As Ben does: a second name with a role, a caption without a credit."""
    page.goto("/admin/articles/article/add/")
    until(page, "window.CKEDITOR?.instances.id_body?.status === 'ready'")
    page.get_by_label("Headline", exact=True).fill("Ferry leaves on time")
    page.get_by_label("Standfirst").fill("Nobody knows why.")
    page.locator("[name=lead_file]").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": picture()}
    )
    page.get_by_label("Alt text: what the picture shows").fill("A teal ferry")
    page.locator("[name=lead_caption]").fill("The ferry at eight.")
    page.locator(".byline-name").last.click()
    page.keyboard.type("Gus Guest")
    page.keyboard.press("Enter")
    page.keyboard.type("Columnist")
    page.get_by_label("Section").select_option(label="Local")
    page.frame_locator(".cke_wysiwyg_frame").locator("body").click()
    page.keyboard.type("It left at eight.")
    page.keyboard.press("Enter")
    page.keyboard.type('"On time," they said.')
    page.locator("#publish-button").click()
    page.locator(".panel .checks").get_by_text("The lead picture has no credit.").wait_for()
    page.get_by_role("button", name="Publish now").click()
    page.get_by_text("Readers see it now.").wait_for()


def test_a_page_typed_through_the_admin_reads_from_top_to_bottom_as_the_product_says(
    ben_at: Any,  # noqa: F811
    new_visitor: Any,
    advertised: None,
) -> None:
    factories.make_section("Local")
    factories.make_stream()

    type_it(ben_at())

    story = Article.objects.get()
    assert Image.objects.get().credit == ""
    for how in ({"width": 1280}, {"width": 768}, {"width": 360, "dark": True}):
        reader = new_visitor(**how)
        reader.goto(story.get_absolute_url())
        for slot in ("article-top", "article-bottom"):
            reader.locator(f"[data-slot={slot}] a[href^='/-/go/'] img[alt='Books, new and old']").wait_for()
        read = reader.evaluate(FACTS, TABLE)
        tops = [top for _name, _text, top in read[2:]]  # the masthead's two stand in one row

        for (name, _selector, pattern), (_name, text, _top) in zip(TABLE, read, strict=True):
            assert re.search(pattern, text or "", re.IGNORECASE), (name, text)
        assert reader.evaluate(IN_DOCUMENT_ORDER, TABLE) == [name for name, *_ in TABLE]
        assert all(later >= earlier - 4 for earlier, later in zip(tops, tops[1:], strict=False)), read
        assert reader.evaluate("document.documentElement.scrollWidth") == how["width"]
