"""Nothing moves under a reader's eyes: slow fonts and a late creative change no line's place."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from ads import decision
from ads.booking import Order, book, keep_picture
from ads.models import Slot
from newsroom import demo
from tests.factories import make_article, make_author, make_section

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 0.01
WATCH = """
Object.defineProperty(document, "visibilityState", {get: () => "visible"});
window.moved = [];
new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
  const what = entry.sources.map((s) => s.node?.parentElement?.className || s.node?.nodeName);
  window.moved.push([entry.value, what.join(" ")]);
})).observe({ type: "layout-shift", buffered: true });
"""
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
STORIES = sorted((Path(demo.__file__).parent / "stories").rglob("*.txt"))  # real lines, of every length


@pytest.fixture
def paper(site: str) -> Any:
    """Stories with long headlines, and one advertiser in every slot."""
    decision._held = None
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (728, 90), "teal").save(out, "PNG")
    today = timezone.localdate()
    order = Order(
        *("Harbour Café", tuple(Slot.objects.all()), today, today + timedelta(days=1)),
        *(keep_picture(out.getvalue()), "https://cafe.example/", "Coffee by the water", Decimal(10)),
    )
    book(order, by=None)
    section, author = make_section("Town"), make_author("Ada Lindqvist")
    words = (
        "<p>The ferry left on time, which surprised everybody who stood on the quay that morning.</p>" * 12
    )
    yield [
        make_article(headline=headline, standfirst=standfirst, section=section, authors=[author], body=words)
        for headline, standfirst in map(told, STORIES[:9])
    ]
    decision._held = None


def told(story: Path) -> tuple[str, str]:
    """The headline and the standfirst of one of the demo's stories."""
    lines = dict(line.partition(": ")[::2] for line in story.read_text().splitlines())
    return lines["headline"], lines.get("standfirst", "")


def holding_back_fonts(page: Page) -> list[Route]:
    """The fonts are asked for, and do not come until they are let go."""
    held: list[Route] = []
    page.route("**/*.woff2", lambda route: held.append(route))
    return held


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("which", ["front", "story"])
def test_nothing_moves_when_the_fonts_come_late(paper: Any, new_visitor: Any, which: str, width: int) -> None:
    page = new_visitor(width=width)
    page.add_init_script(WATCH)
    held = holding_back_fonts(page)
    page.goto("/" if which == "front" else paper[0].get_absolute_url(), wait_until="commit")
    expect(page.get_by_role("img", name="Coffee by the water").first).to_be_visible()
    page.evaluate(TWO_FRAMES)
    in_the_fallback = page.evaluate("[...document.fonts].filter((f) => f.status === 'loading').length")

    count = len(held)
    for route in held:
        route.continue_()
    page.evaluate("document.fonts.ready.then(() => true)")
    page.evaluate(TWO_FRAMES)

    moved = page.evaluate("window.moved")
    assert in_the_fallback == count >= 2
    assert page.evaluate("document.fonts.check('680 20px Newsreader')")
    assert sum(value for value, _ in moved) <= MOST, moved
