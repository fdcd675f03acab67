"""The ad desk's pages: one form books, a clash gives everything back, the report tells what was counted."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ads.booking import book
from ads.models import Advertiser, Campaign, Creative, Flight, Slot
from ads.reporting import safe_cell
from tests.factories import make_dov

pytestmark = pytest.mark.django_db
BOOKING = "/admin/ads/campaign/booking/"


def picture(size=(728, 90)):
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "PNG")
    return SimpleUploadedFile("728x90-ad.png", out.getvalue(), "image/png")


def words(**changes):
    today = timezone.localdate()
    slots = Slot.objects.filter(code__in=("article-top", "article-bottom")).values_list("pk", flat=True)
    return {
        "advertiser": "Bookshop",
        "first_day": today,
        "last_day": today + timedelta(days=6),
        "slots": list(slots),
        "alt": "Books, new and old",
        "link": "https://books.example/",
        "price": "",
    } | changes


def test_one_form_books_above_and_below_the_story(client):
    client.force_login(make_dov())

    answer = client.post(BOOKING, words(picture=picture()), follow=True)

    campaign = Campaign.objects.get()
    assert answer.redirect_chain[-1][0] == f"/admin/ads/campaign/{campaign.pk}/report/"
    assert campaign.flights.filter(state=Flight.State.BOOKED).count() == 2
    assert sum(flight.price for flight in campaign.flights.all()) == 200
    creative = Creative.objects.get()
    assert "/cr/" in creative.url()
    assert "728x90" not in creative.url()


def test_a_clash_gives_everything_back_the_picture_too_and_names_free_days(client, order):
    book(order("article-top"), by=None)
    client.force_login(make_dov())

    answer = client.post(BOOKING, words(picture=picture(), price="55.50"))

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Already taken: Above the story" in text
    assert "Free for all these slots" in text
    for typed in ("Bookshop", "Books, new and old", "https://books.example/", "55.50"):
        assert typed in text
    kept = answer.context["form"]["kept_picture"].value()
    later = timezone.localdate() + timedelta(days=20)
    client.post(BOOKING, words(kept_picture=kept, first_day=later, last_day=later))
    assert Advertiser.objects.filter(name="Bookshop").exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"picture": ""}, "Choose the creative"),
        ({"picture": SimpleUploadedFile("x.svg", b"<svg/>")}, "JPEG, PNG"),
        ({"link": "javascript:alert(1)"}, "https://"),
        ({"alt": ""}, "required"),
        ({"slots": []}, "required"),
        ({"last_day": "2020-01-01", "first_day": "2020-01-01"}, "over"),
        ({"first_day": "9999-12-31", "last_day": "9999-12-31"}, "three years"),
        ({"slots": ["9" * 30, "x", "\x00"]}, "not"),
        ({"price": "NaN"}, "number"),
        ({"alt": "Books\x00"}, "Null characters"),
        ({"kept_picture": "forged", "picture": ""}, "Choose the creative"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_booked(client, changes, sentence):
    client.force_login(make_dov())

    answer = client.post(BOOKING, words(**{"picture": picture()} | changes))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Bookshop" in answer.content.decode()
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("name", ['<img src=x onerror="alert(1)">', "=cmd()", "{{7*7}}", "'\"><script>"])
def test_names_are_words_wherever_they_are_shown(client, order, name):
    campaign = book(order(advertiser=name, campaign=name, alt=name), by=None)
    client.force_login(make_dov())

    for path in ("", "calendar/", f"{campaign.pk}/report/", f"{campaign.pk}/change/", "booking/"):
        text = client.get(f"/admin/ads/campaign/{path}").content.decode()
        assert "<img src=x" not in text
        assert "<script>" not in text.replace("</script>", "")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_spreadsheet_is_given_no_formula(start):
    assert safe_cell(f"{start}cmd()") == f"'{start}cmd()"


def test_the_calendar_shows_what_is_free_and_a_click_fills_the_form(
    client, booked, django_assert_num_queries
):
    client.force_login(make_dov())

    text = client.get("/admin/ads/campaign/calendar/").content.decode()

    assert "Harbour Café" in text
    assert "Book Top of the front page from" in text
    form = client.get(BOOKING, {"slot": "front-top", "from": "2030-01-07"}).context["form"]
    assert str(form.initial["last_day"]) == "2030-01-13"
    for nonsense in ("x", "2025-02-31", "\x00", "0001-01-01", "9999-12-31"):
        assert client.get("/admin/ads/campaign/calendar/", {"from": nonsense}).status_code == 200
        assert client.get(BOOKING, {"from": nonsense}).status_code == 200


def test_a_button_pressed_twice_sells_once_and_leads_to_the_booking(client):
    client.force_login(make_dov())
    first = client.post(BOOKING, words(picture=picture()))

    second = client.post(BOOKING, words(picture=picture()))

    assert second.status_code == 302
    assert second["Location"] == first["Location"]
    assert Campaign.objects.count() == 1
    assert client.post(BOOKING, words(picture=picture(), advertiser="Another")).status_code == 422


def test_the_form_opens_on_the_next_free_week(client, booked):
    client.force_login(make_dov())

    form = client.get(BOOKING).context["form"]

    assert form.initial["first_day"] == timezone.localdate() + timedelta(days=7)
    assert form.initial["last_day"] == timezone.localdate() + timedelta(days=13)


def test_the_calendar_offers_the_free_days_of_a_week_that_is_partly_sold(client, order):
    monday = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    book(order("article-top", first_day=monday, last_day=monday + timedelta(days=2)), by=None)
    client.force_login(make_dov())

    text = client.get("/admin/ads/campaign/calendar/").content.decode()

    first, last = monday + timedelta(days=3), monday + timedelta(days=6)
    assert f"?slot=article-top&amp;from={first}&amp;to={last}" in text
    assert f"from={timezone.localdate() - timedelta(days=1)}" not in text  # yesterday is for sale to nobody
