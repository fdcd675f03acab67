"""A preview: the real page with a booking's creatives, for who has the link, and nothing of it for anybody else."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from ads.booking import book
from ads.changing import cancel, move
from ads.models import Flight, PageDelta, ViewDelta
from ads.previewing import NoPreviewError, PreviewOverError, preview_of, word_for
from tests.factories import make_article, make_cleo, make_dov, make_section, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(order):
    """A booking of every slot that begins in a month."""
    first = timezone.localdate() + timedelta(days=30)
    codes = ("article-top", "article-bottom", "front-top", "section-top")
    return book(order(*codes, first_day=first, last_day=first + timedelta(days=6)), by=None)


def seen_at(client, campaign, path):
    return client.get(f"/-/preview/{word_for(campaign)}{path}")


def test_a_story_the_front_and_a_section_show_the_booking_before_its_days(client, later):
    story = make_article(section=make_section("Town"), headline="Ferry late")
    pages = {story.get_absolute_url(): 2, "/": 1, "/town/": 1}

    for path, slots in pages.items():
        public = client.get(path)
        answer = seen_at(client, later, path)
        text = answer.content.decode()

        assert answer.status_code == 200
        assert text.count('alt="Coffee by the water"') == slots
        assert "Ferry late" in text
        assert "Preview for Harbour Café" in text
        assert 'href="https://cafe.example/?a=1&amp;a=2#menu"' in text
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "Cache-Tag" not in answer
        assert not hasattr(answer, "kept_until")
        assert not answer.cookies
        again = client.get(path)
        assert again.content == public.content
        assert "Coffee by the water" not in again.content.decode()
        assert again["Cache-Control"] == "public, no-cache"


def test_nothing_of_a_preview_is_fetched_or_counted(client, later):
    story = make_article()

    text = seen_at(client, later, story.get_absolute_url()).content.decode()

    assert "data-slot" not in text  # what the script looks for: it asks for nothing and tells nothing
    assert "/-/go/" not in text
    assert not ViewDelta.objects.exists()
    assert not PageDelta.objects.exists()


def test_a_link_ends_with_its_days_and_with_the_booking(client, later):
    make_article()
    word = word_for(later)
    assert client.get(f"/-/preview/{word}/").status_code == 200

    with time_machine.travel(timezone.now() + timedelta(days=15)):
        answer = client.get(f"/-/preview/{word}/")
        assert answer.status_code == 410
        assert "run out" in answer.content.decode()
        assert client.get(f"/-/preview/{word_for(later)}/").status_code == 200  # a new one
    cancel(later, by=make_dov())
    answer = client.get(f"/-/preview/{word}/")
    assert (answer.status_code, answer["Cache-Control"]) == (410, "private, no-store")
    assert "cancelled" in answer.content.decode()
    assert "Harbour Café" not in answer.content.decode()


def test_a_cancelled_flight_is_left_out_and_the_other_is_shown(client, later):
    story = make_article()
    for flight in later.flights.exclude(slot__code="article-bottom"):
        move(flight, Flight.State.ENDED, by=None)

    text = seen_at(client, later, story.get_absolute_url()).content.decode()

    assert text.count('alt="Coffee by the water"') == 1
    assert text.index("This slot is not part of the booking.") < text.index('alt="Coffee by the water"')


@pytest.mark.parametrize("state", [Flight.State.HELD, Flight.State.PAUSED])
def test_what_is_held_or_paused_can_be_looked_at(client, later, state):
    make_article()
    Flight.objects.update(state=state, held_until=timezone.localdate())

    assert "Coffee by the water" in seen_at(client, later, "/").content.decode()


@pytest.mark.parametrize(
    "word", ["x", "1:1", "WzEsIDFd:forged", "%00", "a" * 5000, "W10:W10", "..", "é", "preview"]
)
def test_a_word_of_somebody_elses_shows_nothing(client, later, word):
    assert client.get(f"/-/preview/{word}/").status_code in (400, 404)
    with pytest.raises(NoPreviewError):
        preview_of(word)


def test_a_word_for_a_booking_that_is_gone_is_over(later):
    word = word_for(later)
    for flight in later.flights.all():
        flight.days.all().delete()
        flight.delete()
    later.delete()

    with pytest.raises(PreviewOverError):
        preview_of(word)


@pytest.mark.parametrize(
    "path",
    ["/admin/", "/accounts/login/", "/accounts/logout/", "/comments/me/", "/-/health", "/nothing/", "/2025/12/11/none/",
     "/latest/", "//evil.example/", "/admin/ads/campaign/", "/-/preview/x/"],
)  # fmt: skip
def test_only_pages_with_slots_are_shown_and_others_are_offered(client, later, path):
    story = make_article(headline="Ferry late")
    client.force_login(make_dov())

    answer = seen_at(client, later, path)

    assert answer.status_code == 404
    text = answer.content.decode()
    assert "This page is not there any more" in text
    assert f'href="/-/preview/{word_for(later)}{story.get_absolute_url()}"' in text


def test_a_sensitive_story_says_why_nothing_stands_there(client, later, order):
    story = make_article(tags=[make_tag("War", is_sensitive=True)])
    quiet = make_article(ads_off=True)

    text = seen_at(client, later, story.get_absolute_url()).content.decode()
    off = seen_at(client, later, quiet.get_absolute_url()).content.decode()

    assert "marked as sensitive" in text
    assert 'alt="Coffee by the water"' not in text
    assert "This page carries no advertisements." in off
    later.flights.update(allow_sensitive=True)
    assert "Coffee by the water" in seen_at(client, later, story.get_absolute_url()).content.decode()


def test_a_preview_asks_what_the_page_asks_and_three_more(client, later, django_assert_num_queries):
    story = make_article()
    address = f"/-/preview/{word_for(later)}{story.get_absolute_url()}"
    client.get(address)

    with django_assert_num_queries(10):  # the story's seven; booking, creatives, other pages
        client.get(address)


def test_the_bookings_page_has_links_to_the_newest_pages(client, later):
    story = make_article(section=make_section("Town"), headline="Ferry late")
    make_article(headline="No posters here", ads_off=True)
    client.force_login(make_dov())

    text = client.get(f"/admin/ads/campaign/{later.pk}/report/").content.decode()

    for path in (story.get_absolute_url(), "/", "/town/"):
        assert f'href="/-/preview/{word_for(later)}{path}"' in text
    assert "No posters here" not in text
    cancel(later, by=None)
    assert "/-/preview/" not in client.get(f"/admin/ads/campaign/{later.pk}/report/").content.decode()


def test_a_preview_is_only_read(client, later):
    assert client.post(f"/-/preview/{word_for(later)}/").status_code in (403, 405)
    assert client.head(f"/-/preview/{word_for(later)}/").status_code == 200


def test_somebody_signed_in_sees_the_same(client, later):
    make_article()
    anonymous = seen_at(client, later, "/").content
    client.force_login(make_cleo())

    assert seen_at(client, later, "/").content == anonymous
