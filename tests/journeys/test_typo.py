"""From draft to public and back to a typo: Ada submits, Ben publishes, sees it, edits it from its page, and no reader is told."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from articles.models import Article
from tests import factories
from tests.journeys.test_paste import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_work(new_visitor: Any, site: str) -> Any:
    """Somebody of the newsroom in a browser of their own, signed in, with the mark that signing in leaves."""

    def visit(person: Any, **how: Any) -> Any:
        page = new_visitor(**how)
        client = Client()
        client.force_login(person)
        session = client.cookies["sessionid"].value
        page.context.add_cookies(
            [{"name": "sessionid", "value": session, "url": site}, {"name": "cm", "value": "1", "url": site}]
        )
        return page

    return visit


def facts(page: Any) -> tuple[Any, ...]:
    """Every date that a story tells, to people and to machines."""
    address = Article.objects.get().get_absolute_url()
    story = page.request.get(address).text()
    feeds = [page.request.get(path).text() for path in ("/feed/", "/feed/atom/", "/feed/json/")]
    dated = r"<(?:pubDate|updated|published)>[^<]+|\"date_(?:published|modified)\": ?\"[^\"]+"
    return (
        re.findall(r'"date(?:Published|Modified)": ?"[^"]+"', story),
        re.findall(r'property="article:[a-z]+_time" content="[^"]+"', story),
        [re.findall(dated, feed) for feed in feeds],
        "Updated" in story,
    )


def test_a_story_goes_out_and_its_typo_is_mended_without_a_word(at_work: Any, new_visitor: Any) -> None:
    factories.make_section("Local")
    ada, ben = at_work(factories.make_ada()), at_work(factories.make_ben())

    ada.goto("/admin/articles/article/add/")
    until(ada, "window.CKEDITOR?.instances.id_body?.status === 'ready'")
    ada.get_by_label("Headline", exact=True).fill("Ferry leavs on time")
    ada.get_by_label("Section").select_option(label="Local")
    ada.evaluate("CKEDITOR.instances.id_body.setData('<p>It left at eight.</p>')")
    ada.locator("#publish-button").click()
    ada.get_by_role("button", name="Submit for review").click()
    ada.get_by_text("Submitted.").wait_for()

    ben.goto("/admin/articles/article/?state=submitted")
    ben.get_by_role("link", name="Ferry leavs on time", exact=True).click()
    until(ben, "window.CKEDITOR?.instances.id_body?.status === 'ready'")
    ben.locator("#publish-button").click()
    ben.get_by_role("button", name="Publish now").click()
    ben.get_by_role("link", name="View on site").first.click()
    ben.get_by_role("heading", level=1, name="Ferry leavs on time").wait_for()
    before = facts(ben)

    ben.get_by_role("complementary", name="For the newsroom").get_by_role("link", name="Edit").click()
    until(ben, "window.CKEDITOR?.instances.id_body?.status === 'ready'")
    ben.get_by_label("Headline", exact=True).fill("Ferry leaves on time")
    ben.locator("#publish-button").click()
    assert ben.get_by_role("radio", name=re.compile("^Typo")).is_checked()
    ben.get_by_role("button", name="Publish changes now").click()
    ben.get_by_text("Readers see it now.").wait_for()
    ben.get_by_role("link", name="View on site").first.click()
    ben.get_by_role("heading", level=1, name="Ferry leaves on time").wait_for()

    assert before[0]
    assert before[2][0]
    assert facts(ben) == before
    assert before[3] is False
    assert Article.objects.get().updated_at is None
    reader = new_visitor()
    reader.goto(Article.objects.get().get_absolute_url())
    assert reader.get_by_role("heading", level=1).inner_text() == "Ferry leaves on time"
    assert reader.get_by_text("Updated").count() == 0


def test_a_reader_without_the_mark_asks_for_nothing_more(new_visitor: Any, at_work: Any) -> None:
    article = factories.make_article()
    reader, ben = new_visitor(), at_work(factories.make_ben())
    asked: dict[str, list[str]] = {"reader": [], "ben": []}
    reader.on("request", lambda request: asked["reader"].append(request.url))
    ben.on("request", lambda request: asked["ben"].append(request.url))

    for page in (reader, ben):
        page.goto(article.get_absolute_url())
        page.wait_for_load_state("networkidle")

    bar = [url for url in asked["ben"] if "/-/bar/" in url or url.endswith("bar.js")]
    assert len(bar) == 2
    assert [
        url for url in asked["reader"] if "bar" in url.rpartition("/-/")[2] or "/comments/me/" in url
    ] == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_bar_fits_a_phone_is_reached_by_key_and_is_not_printed(at_work: Any, dark: bool) -> None:
    ben = factories.make_ben()
    article = factories.make_article(by=ben)
    page = at_work(ben, width=360, height=740, dark=dark)
    page.goto(article.get_absolute_url())
    bar = page.get_by_role("complementary", name="For the newsroom")
    bar.wait_for()

    edit = bar.get_by_role("link", name="Edit")
    page.keyboard.press("Tab")  # past “Skip to content”
    page.keyboard.press("Tab")

    assert edit.evaluate("link => link === document.activeElement")
    assert edit.bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.evaluate("getComputedStyle(document.querySelector('.bar')).position") == "fixed"
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.emulate_media(media="print")
    assert not bar.is_visible()


def test_without_scripts_the_desks_list_leads_to_the_story_and_back(at_work: Any) -> None:
    article = factories.make_article(headline="Ferry late")
    page = at_work(factories.make_ben(), scripts=False)

    page.goto(article.get_absolute_url())
    assert page.get_by_role("complementary", name="For the newsroom").count() == 0
    page.goto("/admin/articles/article/")
    page.get_by_role("link", name="Ferry late", exact=True).click()

    page.get_by_role("link", name="View on site").first.wait_for()
