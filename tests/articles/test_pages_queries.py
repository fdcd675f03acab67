"""How many questions each public page asks the database: the same for one story and for many."""

from typing import Any

import pytest

from ads.decision import snapshot
from comments.posting import Writing, post, user_key
from newsroom.site.models import NavItem
from newsroom.site.snapshot import paper
from tests.factories import make_article, make_author, make_image, make_section, make_tag, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _bookings_are_known(monkeypatch: Any) -> None:
    """A process looks at the bookings every two seconds; a busy machine takes longer than that for one test."""
    monkeypatch.setattr("ads.decision.CHECK_SECONDS", 3600.0)


def fill(count: int) -> Any:
    """`count` stories of one author in one section, and another beside; the last one made."""
    author, tag, section = make_author(slug="ada"), make_tag("Ferries"), make_section("Town")
    NavItem.objects.create(label="Town", path="/town/")
    paper()  # known to the process, as the bookings are
    snapshot(fresh=True)
    for _ in range(count):
        story = make_article(
            section=section, tags=[tag], authors=[author, make_author()], lead_image=make_image()
        )
    return story


@pytest.mark.parametrize("story_count", [1, 3])
@pytest.mark.parametrize(("comment_count", "query_count"), [(0, 6), (1, 8), (3, 8)])
def test_article_asks_eight_questions_at_most(
    client: Any, django_assert_num_queries: Any, story_count: int, comment_count: int, query_count: int
) -> None:
    story = fill(story_count)
    for number in range(comment_count):
        writer = make_user()
        post(story, Writing(f"The ferry, part {number}.", user_key(writer), writer))

    with django_assert_num_queries(query_count):  # paper, story, byline, around, streams; the thread's three
        response = client.get(story.get_absolute_url())

    assert response.status_code == 200


@pytest.mark.parametrize("story_count", [1, 3])
@pytest.mark.parametrize(
    ("path", "query_count"),
    [
        ("/", 4),
        ("/town/", 5),
        ("/latest/", 4),
        ("/authors/", 4),
        ("/authors/ada/", 5),
        ("/topics/ferries/", 5),
        ("/search/?q=ferry", 3),
        ("/corrections/", 3),
        ("/live/", 3),
        ("/feed/", 4),
        ("/feed/json/", 4),
    ],
)
def test_lists_ask_the_same_however_long(
    client: Any, django_assert_num_queries: Any, path: str, query_count: int, story_count: int
) -> None:
    fill(story_count)

    with django_assert_num_queries(query_count):
        response = client.get(path)

    assert response.status_code == 200
