"""The demo edition: the same words each time, every state shown, and gone without a trace of it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from ads.models import Advertiser, Campaign, Creative, Flight, Slot
from articles.models import Article, Author, Correction, Image, LiveStream, Section, State, Tag
from articles.publishing import publish
from articles.revisions import save_draft, start
from comments.importing import OldComment, import_comments
from comments.models import Comment, Status
from newsroom.accounts.models import User
from newsroom.demo import build as building
from newsroom.demo.cast import ADA, ADMIN, CAST, FINN, PASSWORD
from newsroom.demo.models import DemoItem
from newsroom.demo.remove import remove
from newsroom.demo.stories import read_stories
from newsroom.demo.words import PICTURES
from newsroom.kit.images import Stored
from newsroom.site.models import NavItem, SiteSettings
from tests.factories import make_article, make_snapshot

NOW = datetime(2026, 3, 12, 15, 0, tzinfo=UTC)


@pytest.fixture
def fast_printing(monkeypatch, tmp_path, settings):
    """One small file for each picture: what is drawn is shown by test_demo_pictures.py."""
    settings.MEDIA_ROOT = tmp_path

    def print_pictures(names):
        return {
            name: Stored(f"{number:012x}", 1600, 1067, [320, 960], ["jpg"])
            for number, name in enumerate(names, 1)
        }

    monkeypatch.setattr(building, "print_pictures", print_pictures)
    monkeypatch.setattr(building, "print_posters", print_pictures)


@pytest.fixture
def demo(db, fast_printing):
    return building.build(NOW)


@pytest.fixture(autouse=True)
def on_that_day():
    with time_machine.travel(NOW, tick=True):
        yield


def words():
    return list(
        Article.objects.order_by("pk").values_list("headline", "slug", "standfirst", "body", "published_at")
    )


def test_forty_stories_in_six_sections_over_some_weeks(demo):
    live = Article.objects.published(NOW)

    assert demo.stories == Article.objects.count() == 40
    assert live.values("top_section").distinct().count() == 6
    assert live.filter(published_at__lt=NOW - timedelta(days=20)).exists()
    assert not live.filter(published_at__gt=NOW).exists()


def test_two_builds_tell_the_same(demo):
    first = words()
    comments = list(Comment.objects.order_by("pk").values_list("body_raw", "created_at"))

    remove()
    building.build(NOW)

    assert words() == first
    assert list(Comment.objects.order_by("pk").values_list("body_raw", "created_at")) == comments


@pytest.mark.parametrize("state", list(State))
def test_a_story_stands_in_each_state(demo, state):
    assert Article.objects.filter(state=state).exists()


def test_a_scheduled_story_a_correction_and_unpublished_changes(demo):
    scheduled = Article.objects.get(published_at__gt=NOW)
    corrected = Correction.objects.get().article
    changed = [a for a in Article.objects.published(NOW) if a.has_unpublished_changes]

    assert scheduled.headline == "What to watch for when the gate closes again"
    assert "2.40" in corrected.body
    assert "4.20" not in corrected.body
    assert [a.headline for a in changed] == ["The Laughing Haddock will close his eye at eleven"]


def test_the_opinion_piece_has_a_role_and_a_caption_without_a_credit(demo):
    piece = Article.objects.get(slug="a-local-paper-should-be-late-on-purpose")
    byline = piece.bylines.get()

    assert (byline.author.name, byline.role) == ("Ben Okafor", "Editor")
    assert piece.lead_caption
    assert piece.lead_image.alt
    assert piece.lead_image.credit == ""


def test_bodies_show_pictures_of_the_library(demo):
    shown = Article.objects.get(slug__startswith="the-kelp-is-coming-back")

    assert "/media/i/" in shown.body
    assert "[[" not in shown.body


def test_one_long_thread_with_replies_held_and_rejected_ones(demo):
    thread = Comment.objects.filter(thread__article__slug__startswith="after-nine-winters")

    assert thread.count() >= 120
    assert max(thread.values_list("depth", flat=True)) == 3
    assert thread.filter(status=Status.PENDING).count() == 5
    assert thread.filter(status=Status.REJECTED).count() == 2
    assert thread.first().thread.published_count == thread.live().count()


def test_the_cast_can_sign_in(demo, client):
    for person in CAST:
        user = User.objects.get(email=person.email)
        assert user.check_password(PASSWORD)
        assert EmailAddress.objects.get(user=user).verified
        assert list(user.groups.values_list("name", flat=True)) == ([person.role] if person.role else [])

    assert User.objects.get(email=ADMIN.email).is_superuser
    assert not User.objects.get(email=FINN.email).is_staff


def test_the_paper_is_dressed_and_on_the_air(demo):
    paper = SiteSettings.objects.get()

    assert (paper.name, paper.is_demo, paper.is_set_up) == ("The Harbour Post", True, True)
    assert NavItem.objects.count() == 6
    assert LiveStream.objects.on_air(NOW).count() == 1


def test_one_advertiser_stands_above_and_below_and_the_house_in_every_slot(demo):
    flights = Flight.objects.filter(state="booked")

    assert set(flights.values_list("slot__code", flat=True)) == {"article-top", "article-bottom"}
    assert flights.values("campaign__advertiser").distinct().count() == 1
    assert all(creative.is_approved for creative in Creative.objects.all())
    assert not Slot.objects.filter(house_creative=None).exists()


def test_remove_takes_all_of_it(demo):
    removed = remove()

    for model in (
        Advertiser,
        Campaign,
        Creative,
        Flight,
        Article,
        Author,
        Comment,
        Image,
        LiveStream,
        NavItem,
        Section,
        Tag,
        User,
        DemoItem,
    ):
        assert model.objects.count() == 0, model
    assert removed.gone["story"] == 40
    assert removed.stayed == 0
    assert not SiteSettings.objects.get().is_demo


def test_remove_leaves_what_real_people_made(demo):
    real = User.objects.create_user("real@example.com", name="Real Person")
    section = Section.objects.get(slug="harbour")
    author = Author.objects.create(name="Real Person", slug="real-person", user=real)
    mine = make_article(by=real, section=section, authors=(author,), headline="A real story")
    draft = start(by=real)
    save_draft(draft, make_snapshot(section=Section.objects.get(slug="music").pk), by=real, base=None)
    import_comments(mine, [OldComment(key="real:1", body="Hear, hear.", at=NOW, author=real)])
    theirs = Article.objects.published(NOW).exclude(pk=mine.pk).first()
    import_comments(theirs, [OldComment(key="real:2", body="Lovely.", at=NOW, author=real)])

    removed = remove()

    assert list(Article.objects.order_by("pk")) == [mine, draft]
    assert Comment.objects.get().body_raw == "Hear, hear."
    assert User.objects.get() == real
    assert Author.objects.get() == author
    assert set(Section.objects.values_list("slug", flat=True)) == {"news", "harbour", "culture", "music"}
    assert removed.readers_comments == 1
    assert removed.stayed == 4
    publish(draft, draft.head, by=real)


def test_it_is_refused_beside_stories_of_ones_own(db, fast_printing):
    make_article()

    with pytest.raises(CommandError, match="without any"):
        call_command("demo")

    assert not DemoItem.objects.exists()
    assert Article.objects.count() == 1


def test_twice_is_once(demo):
    assert call_command("demo") == "The demo edition is here already."
    assert Article.objects.count() == 40


def test_removing_nothing_says_so(db):
    assert call_command("demo", "--remove") == "There is no demo edition here."


def test_an_account_that_was_there_keeps_its_password(db, fast_printing):
    User.objects.create_user(ADA.email, "a password of her own", name="Ada")

    building.build(NOW)
    remove()

    assert User.objects.get().check_password("a password of her own")


def test_every_story_names_pictures_that_are_drawn():
    stories = read_stories()

    asked = {story.picture for story in stories if story.picture}
    asked |= {picture.name for story in stories for picture in story.pictures()}

    assert asked <= set(PICTURES)
    assert len({story.key for story in stories}) == len(stories) == 40
