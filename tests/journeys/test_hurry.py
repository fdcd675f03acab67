"""An editor in a hurry: a line that drops and a session that ends at the wrong moment, a button pressed twice."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import expect

from articles.models import Article
from tests import factories
from tests.journeys.test_paste import until

pytestmark = pytest.mark.django_db(transaction=True)
READY = "window.CKEDITOR?.instances.id_body?.status === 'ready'"


@pytest.fixture
def ben(new_visitor: Any, site: str) -> Any:
    """The editor's browser, with a story that waits for its last word."""
    section = factories.make_section("Local")
    person = factories.make_ben()
    article = factories.make_draft(by=person, section=section, headline="The bridge is open")
    page = new_visitor()
    sign_in(page, person, site)
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    until(page, READY)
    return page


def sign_in(page: Any, person: Any, site: str) -> None:
    """With another session and another form token than before, as the sign-in page gives them."""
    client = Client()
    client.force_login(person)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


def publish(page: Any) -> None:
    if not page.get_by_role("button", name="Publish now").is_visible():
        page.locator("#publish-button").click()
    page.get_by_role("button", name="Publish now").click()


@pytest.mark.parametrize("press", ["save", "publish"])
def test_a_line_that_drops_loses_no_word(ben: Any, press: str) -> None:
    ben.context.set_offline(True)
    ben.get_by_label("Headline", exact=True).fill("The bridge is open again")

    if press == "publish":
        publish(ben)
    else:
        ben.get_by_role("button", name="Save draft").first.click()

    expect(ben.get_by_text("No connection: kept in this browser")).to_be_visible()
    expect(ben.get_by_label("Headline", exact=True)).to_have_value("The bridge is open again")

    ben.context.set_offline(False)
    publish(ben)

    expect(ben.get_by_text("Readers see it now.")).to_be_visible()
    assert Article.objects.get().headline == "The bridge is open again"


@pytest.mark.parametrize("press", ["save", "publish"])
def test_a_session_that_ended_loses_no_word(ben: Any, site: str, press: str) -> None:
    ben.get_by_label("Headline", exact=True).fill("The bridge is open again")
    ben.context.clear_cookies()

    if press == "publish":
        publish(ben)
    else:
        ben.get_by_role("button", name="Save draft").first.click()

    expect(ben.get_by_text("Not saved: sign in again in another tab, then save here")).to_be_visible()

    sign_in(ben, factories.make_ben(), site)
    other = ben.context.new_page()
    other.goto("/admin/")  # another form token comes with it
    publish(ben)

    expect(ben.get_by_text("Readers see it now.")).to_be_visible()
    assert Article.objects.get().headline == "The bridge is open again"


def test_a_double_click_publishes_once(ben: Any) -> None:
    ben.locator("#publish-button").click()
    ben.get_by_role("button", name="Publish now").dblclick()

    expect(ben.get_by_text("Readers see it now.")).to_be_visible()
    assert Article.objects.get().revisions.count() == 2
