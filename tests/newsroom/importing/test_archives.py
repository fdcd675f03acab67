"""Two real archives come in whole; these tests need the files beside the project, and say so where they are absent."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Count

from articles.models import Article, Byline, Image
from comments.models import Comment, Status
from newsroom.importers.run import import_wordpress

SHARED = Path(os.environ.get("NEWSROOM_SHARED", settings.BASE_DIR.parent / "shared")) / "data"
ARCHIVE = SHARED / "archive-18f" / "18f.wordpress.xml"
THEME_TEST = SHARED / "wordpress-theme-test" / "themeunittestdata.wordpress.xml"
pytestmark = pytest.mark.django_db


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

    again = import_wordpress(ARCHIVE, media=ARCHIVE.parent / "media", better=(), workers=0)

    assert again.adds_up
    assert sum(kind.imported for kind in again.sums.values()) == 0


@pytest.mark.skipif(
    not THEME_TEST.exists(), reason=f"no file at {THEME_TEST} (NEWSROOM_SHARED names its place)"
)
def test_the_odd_posts_of_a_theme_test_come_in_whole():
    report = import_wordpress(THEME_TEST, workers=0)

    assert report.adds_up
    assert (report["posts"].seen, report["posts"].imported) == (58, 58)
    assert report["comments"].seen == 33
    assert report["others"].skipped == {"page": 21, "nav menu item": 70}
    locked = Article.objects.filter(published_at=None)
    assert any("Password Protected" in article.head.stored["headline"] for article in locked)
    assert Comment.objects.filter(status=Status.PENDING).exists()
    assert Comment.objects.exclude(parent=None).exists()
    assert sum(kind.imported for kind in import_wordpress(THEME_TEST, workers=0).sums.values()) == 0
