"""Slots keep their place: nothing on the page moves when a creative comes, or when none does."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ads import decision
from ads.booking import Order, book, keep_picture
from ads.models import Slot
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)
# what moved inside a slot; a headline set anew in the paper's own type is another matter
MOVED = """() => new Promise((told) => {
  let moved = 0;
  const inSlot = (source) => source.node?.nodeType === 1 && source.node.closest(".slot");
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
    if (entry.sources.some(inSlot)) moved += entry.value;
  })).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => told(moved)));
})"""


@pytest.fixture
def booked(site: str) -> Any:
    """One advertiser above and below stories, today."""
    decision._held = None
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (728, 90), "teal").save(out, "PNG")
    today = timezone.localdate()
    slots = tuple(Slot.objects.filter(code__in=("article-top", "article-bottom")))
    order = Order(
        *("Harbour Café", slots, today, today + timedelta(days=1), keep_picture(out.getvalue())),
        *("https://cafe.example/", "Coffee by the water", Decimal(10)),
    )
    yield book(order, by=None)
    decision._held = None


def heights(page: Page) -> list[float]:
    return page.locator(".slot").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().height)")


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_moves_when_a_creative_comes(booked: Any, new_visitor: Any, width: int) -> None:
    story = make_article(body="<p>The ferry left on time.</p>" * 30)
    page = new_visitor(width=width)
    page.add_init_script("Object.defineProperty(document, 'visibilityState', {get: () => 'visible'})")
    page.goto(story.get_absolute_url(), wait_until="domcontentloaded")
    before = heights(page)

    creative = page.get_by_role("img", name="Coffee by the water").first
    expect(creative).to_be_visible()
    page.wait_for_function("[...document.querySelectorAll('.slot img')].length === 2")

    assert (heights(page), len(before)) == (before, 2)
    assert page.evaluate(MOVED) == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if width == 360:
        assert before[0] <= 100


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_slot_with_nothing_in_it_is_not_seen_and_keeps_its_place(
    site: str, new_visitor: Any, scripts: bool
) -> None:
    decision._held = None
    page = new_visitor(scripts=scripts)
    page.goto(make_article().get_absolute_url(), wait_until="networkidle")

    top = page.locator("[data-slot=article-top]")

    expect(top.get_by_text("Advertisement")).to_be_hidden()
    assert top.evaluate("(one) => one.getBoundingClientRect().height") > 90
