"""Every page, in both themes: what axe finds is mended, not listed."""

from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from articles.models import LiveStream
from tests.factories import make_article, make_author, make_section, make_tag

PAGES = [
    "/",
    "/town/",
    "/latest/",
    "/authors/",
    "/live/",
    "/corrections/",
    "/search/?q=ferry",
    "/search/?q=zz",
    "/nothing/",
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_page_is_accessible(new_visitor: Any, dark: bool) -> None:
    pages = [*PAGES, *stories()]
    visitor = new_visitor(dark=dark)
    found = {}

    for path in pages:
        visitor.goto(path)
        results = Axe().run(visitor)
        if results.violations_count:
            found[path] = results.generate_report()

    assert found == {}


def stories() -> list[str]:
    """A story with everything, and the pages it stands on."""
    author, tag = make_author("Ada Lowe", job_title="Reporter"), make_tag("Ferries")
    story = make_article(section=make_section("Town"), authors=[author], tags=[tag])
    now = timezone.now()
    LiveStream.objects.create(title="Council", video="x", starts_at=now - timedelta(hours=1))
    day = story.address_date
    archive = [f"/{day:%Y}/", f"/{day:%Y/%m}/", f"/{day:%Y/%m/%d}/"]
    return [story.get_absolute_url(), author.get_absolute_url(), tag.get_absolute_url(), *archive]
