"""An export comes in whole: each post as it was, and nothing of it twice."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Article, AuditEntry, Author, Image, Redirect, Section, Tag
from comments.models import Comment, Status
from newsroom.importers import posts
from newsroom.importers.models import ImportedItem
from newsroom.importers.run import import_wordpress
from newsroom.importers.wordpress import BrokenFileError
from tests.newsroom.importing.wxr import author, category, comment, export, item

pytestmark = pytest.mark.django_db


def run(path, **options):
    report = import_wordpress(path, workers=0, better=(), **options)
    assert report.adds_up, list(report.table())
    return report


def picture(path, colour="teal", size=(700, 400)):
    from PIL import Image as Pixels

    path.parent.mkdir(parents=True, exist_ok=True)
    Pixels.new("RGB", size, colour).save(path)


def everything():
    models = (Article, AuditEntry, Author, Image, Redirect, Section, Tag, Comment, ImportedItem)
    return {model.__name__: model.objects.count() for model in models}


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_a_post_comes_in_as_it_was(tmp_path, scheme, version):
    terms = (
        ("author", "cap-ben", "Ben"),
        ("author", "ada", "Ada"),
        ("author", "cap-guest", "Gil Guest"),
        ("category", "ships", "Ships"),
        ("post_tag", "ferries", "Ferries"),
    )
    file = export(
        tmp_path,
        author("ada", "Ada Lindqvist"),
        author("ben", "Ben Okafor"),
        category("local", "Local"),
        category("ships", "Ships", "local"),
        item(
            7, "Ferry &amp; tide", terms=terms, excerpt="On time.", meta=[("_yoast_wpseo_metadesc", "Told.")]
        ),
        scheme=scheme,
        version=version,
    )

    run(file)

    story = Article.objects.published().get()
    assert story.get_absolute_url() == "/2020/01/02/story-7/"
    assert (story.headline, story.standfirst, story.seo_description) == ("Ferry & tide", "On time.", "Told.")
    assert story.published_at == datetime(2020, 1, 2, 12, tzinfo=UTC)
    assert [line.author.name for line in story.bylines.all()] == ["Ben Okafor", "Ada Lindqvist", "Gil Guest"]
    assert (story.section.slug, story.section.parent.slug) == ("ships", "local")
    assert [tag.slug for tag in story.tags.all()] == ["ferries"]
    assert set(Author.objects.values_list("email", flat=True)) == {""}


def test_a_second_run_adds_nothing(tmp_path):
    picture(tmp_path / "media" / "a.jpg")
    file = export(
        tmp_path,
        item(2, post_type="attachment", status="inherit", attachment_url="https://old.example/a.jpg"),
        item(
            1,
            body='<img src="https://old.example/a.jpg">',
            terms=[("category", "x", "X"), ("post_tag", "y", "Y")],
            link="https://old.example/?p=1",
            meta=[("redirect_from", "/was/"), ("_wp_old_slug", "older")],
            comments=[comment(1, "One"), comment(2, "Two", parent=1)],
        ),
    )
    run(file, media=tmp_path / "media")
    before = everything()

    again = run(file, media=tmp_path / "media")

    assert everything() == before
    assert all(kind.imported == 0 for kind in again.sums.values())


def test_an_id_that_is_another_post_now_is_another_story(tmp_path):
    run(export(tmp_path, item(1, "Ferry"), item(2, "Tide")))
    set_up_anew = export(
        tmp_path,
        item(1, "Harbour", post_name="harbour", post_date_gmt="2024-05-06 08:00:00"),
        item(2, "Tide, again", post_name="tide-again"),  # renamed since: of the same hour, so the same post
    )

    report = run(set_up_anew)
    before = everything()
    again = run(set_up_anew)

    assert (report["posts"].imported, report["posts"].already) == (1, 1)
    assert set(Article.objects.values_list("headline", flat=True)) == {"Ferry", "Tide", "Harbour"}
    assert (again["posts"].already, everything()) == (2, before)


def test_a_dry_run_writes_nothing_and_tells_the_same(tmp_path):
    picture(tmp_path / "media" / "a.jpg")
    file = export(
        tmp_path,
        item(2, post_type="attachment", status="inherit", attachment_url="https://old.example/a.jpg"),
        item(1, body='<img src="https://old.example/a.jpg">', comments=[comment(1, "One")]),
    )
    before = everything()

    dry = run(file, media=tmp_path / "media", dry_run=True)

    assert everything() == before
    assert not default_storage.exists("i")
    assert list(dry.table()) == list(run(file, media=tmp_path / "media").table())


def test_it_goes_on_where_it_stopped(tmp_path, monkeypatch):
    file = export(tmp_path, item(1), item(2), item(3))
    real = posts.save_draft
    calls = []

    def stop_at_the_second(*args, **kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr(posts, "save_draft", stop_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        run(file)
    monkeypatch.undo()
    assert Article.objects.count() == 1

    report = run(file)

    assert (report["posts"].already, report["posts"].imported) == (1, 2)
    assert Article.objects.published().count() == 3


def test_pictures_carry_their_words_and_bodies_show_the_librarys(tmp_path):
    picture(tmp_path / "media" / "wp-content/uploads/2020/a.jpg")
    address = "https://old.example/wp-content/uploads/2020/a.jpg"
    file = export(
        tmp_path,
        item(
            2,
            "a",
            post_type="attachment",
            status="inherit",
            attachment_url=address,
            excerpt="The ferry.",
            meta=[
                ("_wp_attachment_image_alt", "A ferry"),
                ("_wp_attachment_metadata", 'a:1:{s:10:"image_meta";a:1:{s:6:"credit";s:3:"Gil";}}'),
            ],
        ),
        item(
            1,
            body=f'<figure><img class="wp-image-2" src="{address.replace(".jpg", "-300x200.jpg")}"><figcaption>Here</figcaption></figure>'
            '<p><img src="https://elsewhere.example/x.jpg"></p>[caption id="x"]<img src="'
            + address
            + '"> Said[/caption]',
            meta=[("_thumbnail_id", "2")],
        ),
        item(3, meta=[("_thumbnail_id", "2"), ("hide_featured_image", "1")]),
    )

    report = run(file, media=tmp_path / "media")

    image = Image.objects.get()
    assert (image.alt, image.caption, image.credit) == ("A ferry", "The ferry.", "Gil")
    story = Article.objects.get(slug="story-1")
    assert story.lead_image == image
    assert story.body.count(image.content_hash) > 2
    assert "elsewhere.example" not in story.body
    assert "Said" in story.body
    assert any("https://elsewhere.example/x.jpg" in line for line in report.lines)
    assert (report["picture uses"].imported, report["picture uses"].skipped.total()) == (2, 1)
    assert Article.objects.get(slug="story-3").lead_image is None


def test_a_path_out_of_the_media_directory_leads_nowhere(tmp_path):
    picture(tmp_path / "secret.jpg")
    (tmp_path / "media").mkdir()
    file = export(
        tmp_path,
        item(2, post_type="attachment", status="inherit", attachment_url="https://old.example/../secret.jpg"),
    )

    report = run(file, media=tmp_path / "media")

    assert report["pictures"].skipped == {"no file in the media directory": 1}


def test_links_between_posts_and_old_addresses_lead_to_the_new_place(client, tmp_path):
    file = export(
        tmp_path,
        item(1, body='<p><a href="https://old.example/old/two/#part">x</a> <a href="/?p=2">y</a></p>'),
        item(
            2,
            link="https://old.example/old/two/",
            post_name="two",
            meta=[("redirect_from", "/very/old/"), ("_wp_old_slug", "zwei")],
        ),
    )

    run(file)

    body = Article.objects.get(slug="story-1").body
    assert 'href="/2020/01/02/two/#h-part"' in body or 'href="/2020/01/02/two/#part"' in body
    assert 'href="/2020/01/02/two/"' in body
    for old in ("/old/two/", "/very/old/", "/old/zwei/"):
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, "/2020/01/02/two/")


def test_what_was_not_public_is_not_public(client, tmp_path):
    later = f"{timezone.now() + timedelta(days=900):%Y-%m-%d %H:%M:%S}"
    file = export(
        tmp_path,
        item(1, "Secret", status="private"),
        item(2, "Locked", post_password="enter"),
        item(3, "Half", status="draft", post_date_gmt="0000-00-00 00:00:00"),
        item(4, "Asked", status="pending"),
        item(5, "Later", status="future", post_date_gmt=later),
        item(6, "Binned", status="trash"),
        item(7, "A page", post_type="page"),
    )

    report = run(file)

    assert Article.objects.published().count() == 0
    assert Article.objects.filter(published_at=None).count() == 4
    assert Article.objects.get(headline="Later").is_scheduled
    assert client.get("/2020/01/02/story-2/").status_code == 404
    assert report["posts"].imported == 5
    assert report["posts"].skipped == {"in the bin": 1}
    assert report["others"].skipped == {"page": 1}


def test_comments_keep_parents_dates_and_standing(tmp_path):
    spoken = [
        comment(2, "Reply", parent=1),
        comment(1, "First <script>alert(1)</script>"),
        comment(3, "Waits", approved="0"),
        comment(4, "Buy", approved="spam"),
        comment(5, "Rude", approved="trash"),
        comment(6, "Ping", kind="pingback"),
    ]
    file = export(
        tmp_path, item(1, comments=spoken), item(2, post_type="page", comments=[comment(9, "Page")])
    )

    report = run(file)

    by_text = {row.body_raw.split()[0]: row for row in Comment.objects.all()}
    assert {text: row.status for text, row in by_text.items()} == {
        "First": Status.APPROVED,
        "Reply": Status.APPROVED,
        "Waits": Status.PENDING,
        "Buy": Status.SPAM,
        "Rude": Status.REJECTED,
    }
    assert by_text["Reply"].parent_id == by_text["First"].pk
    assert by_text["First"].created_at == datetime(2020, 1, 1, 10, tzinfo=UTC)
    assert "alert" not in by_text["First"].body_html
    assert report["comments"].skipped == {"pingback": 1, "they stand under no post": 1}


def test_bodies_are_cleaned_item_by_item(tmp_path):
    file = export(
        tmp_path,
        item(
            1,
            body='<p onclick="x()">Fine <script>alert(1)</script><a href="javascript:x()">l</a></p><svg onload=x()></svg>',
        ),
        item(2, title="No date", post_date_gmt="0000-00-00 00:00:00"),
        item(3, title="Vast", body="x" * (2**21 + 1)),
        item(4, title="x" * 500),
        item(5, title=""),
    )

    report = run(file)

    body = Article.objects.get(slug="story-1").body
    assert not any(bad in body for bad in ("onclick", "script", "alert", "svg"))
    assert (report["posts"].imported, report["posts"].failed) == (3, 2)
    assert any("“No date” was not taken over" in line for line in report.lines)
    assert any("“Vast” was not taken over" in line for line in report.lines)


def test_sections_keep_clear_of_other_pages_and_of_a_third_level(tmp_path):
    file = export(
        tmp_path,
        category("search", "Search"),
        category("a", "A"),
        category("b", "B", "a"),
        category("c", "C", "b"),
        item(1, terms=[("category", "search", "Search")]),
        item(2, terms=[("category", "c", "C"), ("category", "a", "A")]),
        item(3),
        item(4, terms=[("category", "uncategorized", "Uncategorized")]),
    )

    run(file)

    stands = {article.slug: article.section for article in Article.objects.select_related("section__parent")}
    assert stands["story-1"].slug == "search-section"
    assert (stands["story-2"].slug, stands["story-2"].parent.slug) == ("c", "a")
    assert {stands["story-3"].slug, stands["story-4"].slug} == {"news"}


BOMB = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (BOMB, "document type"),
        (OUTSIDE, "document type"),
        ("<html><body/></html>", "begins with <html>"),
        ("`<?xml version='1.0'?><rss/>", "not well-formed"),
        ("", "not well-formed"),
        ("<rss><channel/></rss>", "no items"),
        ("<rss>" + "<a>" * 99 + "</a>" * 99 + "</rss>", "nests deeper"),
    ],
)
def test_a_broken_or_hostile_file_is_refused_whole(tmp_path, text, why):
    file = tmp_path / "export.xml"
    file.write_text(text)

    with pytest.raises(BrokenFileError, match=why):
        import_wordpress(file)


def test_a_file_that_was_cut_off_writes_nothing(tmp_path):
    file = export(tmp_path, item(1), item(2))
    file.write_text(file.read_text()[:-40])
    before = everything()

    with pytest.raises(CommandError, match="cut off"):
        call_command("import_wordpress", str(file))

    assert everything() == before


def test_the_command_shows_progress_and_sums(tmp_path):
    out, err = io.StringIO(), io.StringIO()
    file = export(tmp_path, item(1))

    call_command("import_wordpress", str(file), stdout=out, stderr=err)

    assert "Stories 1/1" in err.getvalue()
    assert "posts                 1         1        0        0       0" in out.getvalue()


def test_pictures_are_encoded_by_several_processes(tmp_path):
    parts = []
    for number, colour in enumerate(("teal", "navy", "olive"), start=2):
        picture(tmp_path / "media" / f"{colour}.jpg", colour, (400, 300))
        address = f"https://old.example/{colour}.jpg"
        parts.append(item(number, post_type="attachment", status="inherit", attachment_url=address))
    seen = []

    report = import_wordpress(
        export(tmp_path, *parts),
        media=tmp_path / "media",
        better=(),
        workers=2,
        progress=lambda what, done, total: seen.append((what, done, total)),
    )

    assert report["pictures"].imported == 3
    assert seen == [("Pictures", 1, 3), ("Pictures", 2, 3), ("Pictures", 3, 3)]
    assert all(default_storage.exists(image.path()) for image in Image.objects.all())
