"""Account pages, policies, previews, comments and errors, on a dark phone, where both width and contrast are least: what axe finds is mended, not listed."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template import loader
from django.utils import timezone
from playwright.sync_api import Page

from ads.booking import Order, book, keep_picture
from ads.models import Slot
from ads.previewing import word_for
from articles.models import Article
from comments.models import Comment, Rescue
from newsroom.site.models import SiteSettings
from newsroom.site.snapshot import touch_paper
from tests.factories import make_article, make_esi, make_section
from tests.journeys.test_comments import known, sign_in
from tests.newsroom.test_access import paper_with_rows  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = [
    pytest.param(360, True, id="phone-dark"),
]


@pytest.fixture
def booked(site: str, paper_with_rows: None) -> Any:  # noqa: F811
    """A booking of every slot that begins in a month."""
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (728, 90), "teal").save(out, "PNG")
    first = timezone.localdate() + timedelta(days=30)
    order = Order(
        *("Harbour Café", tuple(Slot.objects.all()), first, first + timedelta(days=6)),
        *(keep_picture(out.getvalue()), "https://cafe.example/", "Coffee by the water", Decimal(10)),
    )
    return book(order, by=None)


def faults(page: Page, path: str, width: int) -> dict[str, str]:
    """What axe finds, and whether the page runs out of the screen."""
    found = {}
    results = Axe().run(page)
    if results.violations_count:
        found[path] = results.generate_report()
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        found[f"{path} (width)"] = f"{wide} > {width}"
    return found


def broken_pages(page: Page) -> list[str]:
    """The two that stand when nothing else does, as they are sent."""
    facts = {
        "action": "/comments/on/1/post/",
        "typed": [("body", "Body", "Hear, hear.")],
        "kept": [],
        "files": True,
    }
    sent = {
        "/500": loader.render_to_string("500.html"),
        "/503": loader.render_to_string("503.html"),
        "/503-typed": loader.render_to_string("503.html", facts),
        "/sorry": loader.render_to_string(
            "comments/sorry.html", {"action": "/", "body": "Hear, hear.", "name": "Wanda", "email": ""}
        ),
    }
    page.route(
        lambda address: urlsplit(address).path in sent,
        lambda route: route.fulfill(
            body=sent[urlsplit(route.request.url).path], content_type="text/html; charset=utf-8"
        ),
    )
    return list(sent)


def gone() -> str:
    """A story that was withdrawn."""
    story = make_article(headline="Gone")
    Article.objects.filter(pk=story.pk).update(withdraw_at=timezone.now())
    return story.get_absolute_url()


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_every_page_of_a_stranger(booked: Any, new_visitor: Any, width: int, dark: bool) -> None:
    SiteSettings.objects.update(comment_policy="Be kind.\n\nBe brief.", ad_policy="No nonsense.")
    touch_paper()
    comment = Comment.objects.get()
    story = Article.objects.get(pk=comment.thread.article_id)
    page = new_visitor(width=width, dark=dark)
    preview = f"/-/preview/{word_for(booked)}"
    pages = [
        *("/accounts/login/", "/accounts/signup/", "/accounts/login/code/", "/accounts/password/reset/"),
        *("/accounts/inactive/", "/accounts/join/x/", "/accounts/let-in/x/", "/setup/"),
        *("/policies/comments/", "/policies/advertising/", "/search/?q=%00", "/-/fill", gone(), "/nobody/"),
        *(f"{preview}/", f"{preview}{story.get_absolute_url()}", f"{preview}/local/", f"{preview}/latest/"),
        *(f"/comments/on/{story.pk}/", f"/comments/{comment.pk}/", f"/comments/{comment.pk}/reply/"),
        *(f"/comments/{comment.pk}/replies/", f"/comments/{comment.pk}/report/", "/comments/rescued/"),
        *broken_pages(page),
    ]
    found: dict[str, str] = {}

    for path in pages:
        page.goto(path)
        assert page.locator("h1").count() == 1, path
        found |= faults(page, path, width)
    page.goto(f"/comments/on/{make_article(section=make_section('Abroad')).pk}/")  # no guests there
    page.locator("textarea[name=body]").fill("Hear, hear.")
    page.locator("input[name=name]").fill("Wanda")
    page.locator("input[name=email]").fill("wanda@example.org")
    page.locator("textarea[name=body]").evaluate("(box) => box.form.submit()")
    page.wait_for_url("**/comments/rescued/")
    assert Rescue.objects.exists()
    found |= faults(page, "the code", width)

    assert found == {}


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_every_page_of_who_is_signed_in(booked: Any, new_visitor: Any, width: int, dark: bool) -> None:
    esi = known(make_esi())
    page = new_visitor(width=width, dark=dark)
    page.goto("/accounts/login/")
    sign_in(page, esi)
    page.wait_for_url("**/")
    pages = [
        *("/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/", "/accounts/sessions/"),
        *("/accounts/email/", "/accounts/password/change/", "/accounts/logout/", "/accounts/reauthenticate/"),
        *("/accounts/2fa/webauthn/add/", "/admin/"),  # the last is not for readers
    ]
    found: dict[str, str] = {}

    for path in pages:
        page.goto(path)
        assert page.locator("h1").count() == 1, path
        found |= faults(page, path, width)

    assert found == {}
