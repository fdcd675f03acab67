"""A prepared question answers what the plain queryset does: rows, joins, annotations, unions, in every thread."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from articles.models import Article, Section
from articles.reading import LATEST, around, byline_of, cards, story_at
from newsroom.kit.paging import keyset_page
from newsroom.kit.prepared import Prepared
from tests.factories import make_article, make_author, make_image, make_section, make_tag

pytestmark = pytest.mark.django_db


def as_told(row: Article) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if name != "_state"}


def joined(row: Article) -> list[Any]:
    return [
        vars(row.section)["name"],
        row.lead_image and row.lead_image.content_hash,
        row.get_deferred_fields(),
    ]


def test_rows_joins_annotations_and_deferred_columns_are_the_querysets_own(
    django_assert_num_queries: Any,
) -> None:
    stories = [make_article(authors=[make_author("Ada")], lead_image=make_image()), make_article()]
    question = Prepared(lambda now: cards(now).order_by("pk"))
    now = timezone.now()
    question(now=now - timedelta(days=9))  # written with other values first

    with django_assert_num_queries(1):
        found = question(now=now)

    plain = list(cards(now).order_by("pk"))
    assert [row.pk for row in found] == [story.pk for story in stories]
    assert [row.names_told for row in found] == [["Ada"], []]
    for row, same in zip(found, plain, strict=True):
        assert as_told(row).keys() == as_told(same).keys()
        assert joined(row) == joined(same)
        assert row == same
        assert not row._state.adding


def test_values_are_filled_in_where_they_belong() -> None:
    town, sport = make_section("Town"), make_section("Sport")
    question = Prepared(lambda name, first: Section.objects.filter(name=name, pk__gte=first))
    assert question(name="Town", first=0) == [town]
    assert question(name="Sport", first=0) == [sport]
    assert question(name="Sport", first=sport.pk + 1) == []
    assert question(name="'; DROP TABLE articles_section; --", first=0) == []


def test_a_value_that_is_lost_on_the_way_is_an_error() -> None:
    question = Prepared(lambda name, unused: Section.objects.filter(name=name))

    with pytest.raises(LookupError, match="unused"):
        question(name="Town", unused=3)


def test_pages_of_a_listing_are_those_of_the_plain_list() -> None:
    now = timezone.now()
    stories = [make_article(at=now - timedelta(minutes=n // 2)) for n in range(65)]

    cursor, seen = "", []
    while True:
        page = LATEST.page(cursor, now=now)
        same = keyset_page(cards(now), by="published_at", size=30, cursor=cursor)
        assert (list(page.rows), page.newer, page.older) == (list(same.rows), same.newer, same.older)
        seen += page.rows
        cursor = page.older
        if not cursor:
            break
    back = LATEST.page(page.newer, now=now)
    assert back.rows == seen[30:60]
    assert len(set(seen)) == len(stories)
    assert LATEST.page("garbage", now=now).rows == seen[:30]


def test_a_storys_questions_ask_once_each(django_assert_num_queries: Any) -> None:
    ada, tag = make_author("Ada"), make_tag("Ferries")
    older, story, newer = (
        make_article(at=timezone.now() - timedelta(hours=3 - n), authors=[(ada, "Editor")], tags=[tag])
        for n in range(3)
    )

    for _ in range(2):
        with django_assert_num_queries(3):
            found = story_at(story.address_date, story.slug, timezone.now())
            assert found is not None
            line = byline_of(found)
            beside = around(found, tags=[tag.pk], author=ada.pk, now=timezone.now())

    assert [(b.author.name, b.role) for b in line] == [("Ada", "Editor")]
    assert found.topics_told == [{"id": tag.pk, "name": "Ferries", "slug": "ferries", "is_sensitive": False}]
    assert (beside.older, beside.newer) == (older, newer)
    assert set(beside.more) == {older, newer}


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_over_its_own_connection() -> None:
    make_article()
    now = timezone.now()
    LATEST.page(now=now)

    def ask(_: int) -> int:
        try:
            return len(LATEST.page(now=now).rows)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(8))) == [1] * 8
