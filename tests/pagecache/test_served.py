"""Kept pages as readers get them: from several workers, over HTTP."""

from articles.publishing import publish
from articles.revisions import save_draft
from tests.factories import make_article
from tests.pagecache.site import Site


def correct(story, headline, **changes):
    """Publish the story with another headline."""
    story.refresh_from_db()
    told = story.head.snapshot.with_changes(headline=headline, **changes)
    revision = save_draft(story, told, by=None, base=story.head_id)
    return publish(story, revision, by=None, change="update")


def test_a_story_is_kept_by_each_worker_until_it_is_published_again(site: Site) -> None:
    story = make_article(headline="Ferry late", slug="ferry")
    path = story.get_absolute_url()
    site.warm(path)

    correct(story, "Ferry on time")

    answers = [site.get(path) for _ in range(12)]
    assert all("Ferry on time" in answer.text for answer in answers)
    assert site.warm(path).is_kept
