"""Exports that are damaged, or made to hurt: each item is cleaned or left out with a line, and the others come in."""

import subprocess
import sys
import zlib

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Article
from comments.models import Comment
from newsroom.importers import posts
from newsroom.importers.run import import_wordpress
from tests.newsroom.importing.wxr import comment, export, item

UNITS = (
    *("<b>", "<strong><em>", "<a ", "<a href=", '<a href="http://x">', "<!--", "<pre ", "<pre><script ", "<p>[embed]"),
    *("[caption ", "[caption]<img ", "[gallery ", "[embed ", "[youtube ", "[archives ", "<iframe "),
    *("<img ", "<", "&lt;", "<style>"),
)  # fmt: skip
# The texts are read in a process that may use so much of the processor and is ended by the system then: read in time
# that grows with their length they need a few seconds, read again from each mark on they need hours.
READS = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (90, 90))
import django
django.setup()
from comments.importing import text_of
from comments.rendering import render
from newsroom.importers import posts
from newsroom.importers.markup import to_html
from newsroom.kit.html import clean_body
from newsroom.kit.text import excerpt
for unit in sys.argv[1:]:
    text = unit * (100_000 // len(unit))
    html = to_html(text, gallery=lambda ids: "", note=lambda line: None)
    html = posts._FIGURE_LINK.sub("", posts._HREF.sub("", posts._IMG.sub("", html)))
    clean_body(posts._EMPTY.sub("", html))
    excerpt(text, 190)
    render(text_of(text[:65_000])[:5_000])
print("read")
"""


def run(path):
    report = import_wordpress(path, workers=0, better=())
    assert report.adds_up, list(report.table())
    return report


def test_texts_made_to_hurt_are_read_once_not_for_hours():
    done = subprocess.run(
        [sys.executable, "-c", READS, *UNITS],
        cwd=settings.BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "newsroom.settings", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, "read\n"), done.stderr[-500:]


@pytest.mark.django_db
def test_what_is_never_closed_ends_with_the_text(tmp_path):
    file = export(
        tmp_path,
        item(1, body="<p>One.</p><!-- never closed <p>Two.</p>"),
        item(2, body="<p>One.</p><pre>Two."),
        item(3, body="One. [caption id='a' Two."),
    )

    run(file)

    bodies = dict(Article.objects.values_list("slug", "body"))
    assert bodies["story-1"] == "<p>One.</p>"
    assert bodies["story-2"].replace("\n", "") == "<p>One.</p><pre>Two.</pre>"
    assert "Two." in bodies["story-3"]


@pytest.mark.django_db
@pytest.mark.parametrize("unit", ["<figure>", "<table><tr>", "<b>"])
def test_a_text_that_nests_without_end_is_left_out_with_a_line(tmp_path, unit):
    report = run(export(tmp_path, item(1, "Deep", body=unit * 100_000), item(2, body="<b>Open" * 50)))

    assert (report["posts"].imported, report["posts"].failed) == (1, 1)
    assert any("“Deep” was not taken over: thousands of its tags" in line for line in report.lines)


@pytest.mark.django_db
def test_comments_of_two_stories_with_one_number_both_come_in_with_their_replies(tmp_path):
    first = [comment(1, "First here"), comment(2, "Reply here", parent=1)]
    second = [comment(1, "First there"), comment(3, "Reply there", parent=1)]
    file = export(tmp_path, item(1, comments=first), item(2, comments=second))

    report = run(file)

    above = {c.body_raw: c.parent and c.parent.body_raw for c in Comment.objects.select_related("parent")}
    assert above == {
        "First here": None,
        "Reply here": "First here",
        "First there": None,
        "Reply there": "First there",
    }
    assert (report["posts"].imported, report["comments"].imported) == (2, 4)
    assert run(file)["comments"].already == 4
    assert Comment.objects.count() == 4


@pytest.mark.django_db
def test_one_post_that_breaks_everything_stops_no_other(tmp_path, monkeypatch):
    real = posts.clean_body

    def break_at(html):
        if "poison" in html:
            raise RecursionError("too deep")
        return real(html)

    monkeypatch.setattr(posts, "clean_body", break_at)
    report = run(
        export(tmp_path, item(1), item(2, "Bad", body="poison", comments=[comment(1, "x")]), item(3))
    )

    assert (report["posts"].imported, report["posts"].failed) == (2, 1)
    assert any("“Bad” was not taken over" in line for line in report.lines)
    assert Article.objects.count() == 2
    assert not Comment.objects.exists()


@pytest.mark.django_db
def test_a_second_import_of_one_site_waits_for_no_first(tmp_path):
    file = export(tmp_path, item(1))
    other = connection.copy()
    key = zlib.crc32(b"import:old.example")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [key])
        with pytest.raises(CommandError, match="is running already. Nothing was written"):
            call_command("import_wordpress", str(file))
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
    finally:
        other.close()

    assert not Article.objects.exists()
    assert run(file)["posts"].imported == 1
