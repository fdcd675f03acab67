"""Copies of the demo, for measuring: whole rows, addresses of their own, and never into a real paper."""

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from comments.models import Comment, Thread
from newsroom.demo.keeping import keep
from newsroom.demo.seed import seed
from tests.factories import make_article, make_author, make_tag

pytestmark = pytest.mark.django_db


def quiet(_line: str) -> None:
    """Nobody watches."""


def a_demo() -> Article:
    return keep(make_article(authors=[make_author("Ada"), make_author("Ben")], tags=[make_tag("Ferries")]))


def test_copies_are_whole_stories_with_addresses_of_their_own(client) -> None:
    story = a_demo()

    seed(articles=12, comments=0, say=quiet)

    copies = Article.objects.exclude(pk=story.pk).order_by("-published_at")
    assert copies.count() == 12
    assert len({copy.get_absolute_url() for copy in copies}) == 12
    page = client.get(copies[3].get_absolute_url())
    assert page.status_code == 200
    assert [b.author.name for b in copies[3].bylines.all()] == ["Ada", "Ben"]
    assert copies[3].head.snapshot == story.head.snapshot.with_changes(slug=copies[3].slug)


def test_seeded_comments_read_as_threads(client) -> None:
    a_demo()

    seed(articles=3, comments=41, say=quiet)

    newest = Article.objects.order_by("-published_at").first()
    assert newest is not None
    assert Comment.objects.count() == 41
    assert sorted(Thread.objects.values_list("published_count", flat=True)) == [10, 11, 20]
    assert client.get(f"/comments/on/{newest.pk}/").content.count(b'class="comment__body') >= 20
    for comment in Comment.objects.exclude(parent=None):
        assert comment.path.startswith(comment.parent.path)
        assert comment.thread_id == comment.parent.thread_id


def test_a_papers_own_database_is_left_alone() -> None:
    make_article()

    with pytest.raises(CommandError, match="demo edition"):
        call_command("seed", "--articles", "5")

    assert Article.objects.count() == 1
