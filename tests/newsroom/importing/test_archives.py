"""Real archives come in whole; these tests need the files beside the project, and say so where they are absent."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from articles.models import Article, Byline, Image, Redirect
from comments.models import Comment, Status
from newsroom.importers import wordpress
from newsroom.importers.addresses import Addresses
from newsroom.importers.models import ImportedItem
from newsroom.importers.run import import_wordpress
from newsroom.kit.text import plain

SHARED = Path(os.environ.get("NEWSROOM_SHARED", settings.BASE_DIR.parent / "shared")) / "data"
ARCHIVE = SHARED / "archive-18f" / "18f.wordpress.xml"
THEME_TEST = SHARED / "wordpress-theme-test" / "themeunittestdata.wordpress.xml"
BLOCKS = THEME_TEST.with_name("64-block-test-data.xml")
PREVIEW = THEME_TEST.with_name("theme-preview.xml")
pytestmark = pytest.mark.django_db


def posts_of(path):
    """Each post of a file, and the story it became."""
    became = dict(ImportedItem.objects.filter(kind="post").values_list("key", "target"))
    stories = Article.objects.prefetch_related("bylines__author").in_bulk(became.values())
    posts = [item for item in wordpress.items(path) if item.type == "post"]
    return [(post, stories[became[post.id]]) for post in posts]


def assert_bylines_in_order(path):
    for post, story in posts_of(path):
        named = list(dict.fromkeys(plain(term.name) for term in post.terms if term.kind == "author"))
        told = [line.author.name for line in story.bylines.all()]
        assert told == named or not named, post.link


def assert_old_addresses_lead_here(client, path, every=1):
    addresses, count = Addresses(wordpress.check(path).address), 0
    for post, story in posts_of(path):
        for old in addresses.old_paths(post) if story.is_live(timezone.now()) else ():
            count += 1
            lead = Redirect.objects.filter(path=old).values_list("article", flat=True).first()
            is_its_own = old.rstrip("/") == story.get_absolute_url().rstrip("/")
            assert is_its_own or lead is not None, old
            if count % every == 0:
                answer = client.get(old, follow=True)
                assert answer.status_code == 200, old
                landed = answer.request[
                    "PATH_INFO"
                ]  # `/search/` was a post there, and is the paper's own page here
                assert landed in (story.get_absolute_url(), old) or lead != story.pk
    return count


def assert_nothing_hidden_is_read(client, path):
    hidden = [
        (post, story)
        for post, story in posts_of(path)
        if post.password or post.status in ("private", "draft")
    ]
    shown = {story.pk for story in Article.objects.published()}
    assert not shown & {story.pk for _, story in hidden}
    feed = client.get("/feed/").text + client.get("/latest/").text + client.get("/sitemap.xml").text
    for post, story in hidden:
        assert story.published_at is None
        assert f">{plain(post.title)}<" not in feed
    return len(hidden)


def assert_a_second_run_adds_nothing(path, **options):
    before = [model.objects.count() for model in (Article, Byline, Image, Redirect, Comment, ImportedItem)]
    again = import_wordpress(path, workers=0, **options)
    assert again.adds_up
    assert sum(kind.imported + kind.failed for kind in again.sums.values()) == 0
    assert before == [
        model.objects.count() for model in (Article, Byline, Image, Redirect, Comment, ImportedItem)
    ]


@pytest.mark.skipif(not ARCHIVE.exists(), reason=f"no archive at {ARCHIVE} (NEWSROOM_SHARED names its place)")
def test_eleven_years_of_posts_come_in_whole(client):
    report = import_wordpress(ARCHIVE, media=ARCHIVE.parent / "media", better=(), workers=0)

    assert report.adds_up
    assert (report["posts"].seen, report["posts"].imported) == (509, 509)
    assert (report["pictures"].seen, report["pictures"].imported) == (667, 369)
    assert report["authors"].imported == 273
    assert Article.objects.published().count() == 509
    by_count = Byline.objects.values("article").annotate(n=Count("pk"))
    assert by_count.filter(n__gte=2).count() == 232
    assert by_count.filter(n__gte=3).count() == 99
    assert Image.objects.exclude(alt="").exists()
    assert not Article.objects.filter(body__contains="https://18f.gsa.gov/assets/blog").filter(
        body__contains='<img src="https'
    )
    assert (
        client.get(Article.objects.published().latest("published_at").get_absolute_url()).status_code == 200
    )
    assert all(kind.failed == 0 for kind in report.sums.values())
    assert_bylines_in_order(ARCHIVE)
    assert assert_old_addresses_lead_here(client, ARCHIVE, every=20) > 509
    assert_a_second_run_adds_nothing(ARCHIVE, media=ARCHIVE.parent / "media", better=())


@pytest.mark.skipif(
    not THEME_TEST.exists(), reason=f"no file at {THEME_TEST} (NEWSROOM_SHARED names its place)"
)
def test_the_odd_posts_of_a_theme_test_come_in_whole(client):
    report = import_wordpress(THEME_TEST, workers=0)

    assert report.adds_up
    assert (report["posts"].seen, report["posts"].imported) == (58, 58)
    assert report["comments"].seen == 33
    assert report["others"].skipped == {"page": 21, "nav menu item": 70}
    locked = Article.objects.filter(published_at=None)
    assert any("Password Protected" in article.head.stored["headline"] for article in locked)
    assert Comment.objects.filter(status=Status.PENDING).exists()
    assert Comment.objects.exclude(parent=None).exists()
    assert all(kind.failed == 0 for kind in report.sums.values())
    assert_bylines_in_order(THEME_TEST)
    assert assert_old_addresses_lead_here(client, THEME_TEST) > 50
    assert assert_nothing_hidden_is_read(client, THEME_TEST) == 2
    assert_a_second_run_adds_nothing(THEME_TEST)


@pytest.mark.skipif(not BLOCKS.exists(), reason=f"no file at {BLOCKS} (NEWSROOM_SHARED names its place)")
@pytest.mark.parametrize(("path", "posts", "comments"), [(BLOCKS, 61, 2), (PREVIEW, 7, 2)])
def test_a_post_of_each_kind_of_block_comes_in(client, path, posts, comments):
    report = import_wordpress(path, workers=0)

    assert report.adds_up
    assert (report["posts"].seen, report["posts"].imported) == (posts, posts), report.lines
    assert report["comments"].seen == comments
    assert Article.objects.published().count() == posts
    for _, story in posts_of(path):
        assert client.get(story.get_absolute_url()).status_code == 200
    assert_bylines_in_order(path)
    assert_old_addresses_lead_here(client, path)
    assert_a_second_run_adds_nothing(path)


@pytest.mark.skipif(not BLOCKS.exists(), reason=f"no file at {BLOCKS} (NEWSROOM_SHARED names its place)")
def test_two_sites_of_one_name_come_in_whole():
    """The two files are of one host; post 163 is “Font size scale” in one and “Search” in the other."""
    import_wordpress(THEME_TEST, workers=0)

    second = import_wordpress(BLOCKS, workers=0)

    assert (second["posts"].imported, second["posts"].already) == (61, 0)
    assert Article.objects.filter(headline="Search").exists()
    assert_a_second_run_adds_nothing(BLOCKS)
    assert_a_second_run_adds_nothing(THEME_TEST)
