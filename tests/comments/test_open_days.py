"""A story takes comments for as many days as the paper's settings say, and its kept page knows when that ends."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from articles.models import Article
from comments.posting import CannotPostError, Writing, post, user_key
from comments.reading import thread_page
from newsroom.site.models import SiteSettings
from newsroom.site.snapshot import touch_paper
from tests.factories import make_article, make_esi

pytestmark = pytest.mark.django_db


def open_for(days: int) -> None:
    SiteSettings.objects.update_or_create(pk=1, defaults={"comments_open_days": days})
    touch_paper()


def write(article: Article) -> None:
    esi = make_esi()
    post(article, Writing(f"At {timezone.now()}.", user_key(esi), esi))


def test_an_old_story_takes_no_comments_and_says_so_with_the_text_kept(client: Any) -> None:
    open_for(14)
    story = make_article(at=timezone.now() - timedelta(days=13))
    write(story)
    client.force_login(make_esi())

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        page = client.get(story.get_absolute_url())
        answer = client.post(
            f"/comments/on/{story.pk}/post/",
            {"body": "Am I late?"},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        with pytest.raises(CannotPostError, match="too old"):
            write(story)

    assert b"Comments on this story are closed." in page.content
    assert b"<textarea" not in page.content
    assert answer.status_code >= 400
    assert b"Am I late?" in answer.content


def test_none_is_for_ever() -> None:
    open_for(0)
    story = make_article(at=timezone.now() - timedelta(days=900))

    write(story)

    assert thread_page(story).is_open


def test_a_kept_page_ends_when_its_form_does(client: Any) -> None:
    open_for(2)
    young, old = (make_article(at=timezone.now() - timedelta(days=2, hours=-hours)) for hours in (0.001, -1))

    until = client.get(young.get_absolute_url()).kept_until

    assert young.published_at is not None
    assert until == young.published_at + timedelta(days=2)
    assert thread_page(old).changes_at is None
