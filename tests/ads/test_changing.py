"""Changing, pausing and cancelling: the calendar is right after each, and a refusal changes nothing."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from ads.booking import CannotBookError, book
from ads.changing import CannotMoveError, Change, cancel, change, move
from ads.decision import snapshot
from ads.models import AuditEntry, Creative, Flight, Slot, SlotDay
from newsroom.kit.images import Stored
from tests.ads.test_desk import picture
from tests.factories import make_dov

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def today():
    return timezone.localdate()


def wanted(campaign, **changes):
    """What the form says when nothing in it is touched, but for these."""
    flight = campaign.flights.first()
    creative = flight.creatives.latest("pk")
    values = {"first_day": flight.first_day, "last_day": flight.last_day, "price": Decimal("100.01")}
    values |= {"link": creative.link, "alt": creative.alt}
    return Change(**values | changes)


def calendar(campaign):
    """The taken days of each slot, by code."""
    rows = SlotDay.objects.filter(flight__campaign=campaign).values_list("slot__code", "day")
    found = {}
    for code, day in rows.order_by("day"):
        found.setdefault(code, []).append(day)
    return found


def days(first, last):
    return [first + n * DAY for n in range((last - first).days + 1)]


@pytest.mark.parametrize(("starts", "ends"), [(0, 13), (0, 2), (3, 9), (-2, 1), (20, 26)])
def test_other_days_are_taken_and_the_old_ones_free(order, starts, ends):
    first = today() + 5 * DAY
    campaign = book(order(first_day=first, last_day=first + 6 * DAY), by=None)

    change(
        campaign, wanted(campaign, first_day=first + starts * DAY, last_day=first + ends * DAY), by=make_dov()
    )

    span = days(first + starts * DAY, first + ends * DAY)
    assert calendar(campaign) == {"article-top": span, "article-bottom": span}
    assert {(f.first_day, f.last_day) for f in campaign.flights.all()} == {(span[0], span[-1])}
    assert sum(f.price for f in campaign.flights.all()) == Decimal("100.01")
    assert AuditEntry.objects.filter(verb="changed", actor=make_dov()).count() == 1
    campaign.refresh_from_db()
    assert campaign.name == f"Harbour Café, {span[0]:%d %b %Y}"


def test_a_clash_changes_nothing_and_names_the_day(order):
    campaign = book(order(), by=None)
    after = today() + 8 * DAY
    book(order("article-bottom", advertiser="Other", first_day=after, last_day=after), by=None)
    before = calendar(campaign)

    with pytest.raises(CannotBookError, match="Below the story") as refused:
        change(campaign, wanted(campaign, last_day=today() + 9 * DAY, alt="Tea"), by=None)

    assert [day for _, day in refused.value.taken] == [after]
    assert calendar(campaign) == before
    assert Creative.objects.filter(alt="Tea").count() == 0
    assert not AuditEntry.objects.filter(verb="changed").exists()


def test_a_shared_slot_is_extended_beside_its_other_half(order):
    Slot.objects.filter(code="article-top").update(shares=2)
    ours = book(order("article-top"), by=None)
    book(order("article-top", advertiser="Other", last_day=today() + 20 * DAY), by=None)

    change(ours, wanted(ours, last_day=today() + 10 * DAY), by=None)

    assert calendar(ours)["article-top"] == days(today(), today() + 10 * DAY)


def test_the_first_day_stays_once_it_has_come(order):
    campaign = book(order(), by=None)
    with time_machine.travel(timezone.now() + 2 * DAY):
        with pytest.raises(CannotBookError, match="first day stays"):
            change(campaign, wanted(campaign, first_day=today()), by=None)
        change(campaign, wanted(campaign, last_day=today() + DAY), by=None)

        assert calendar(campaign)["article-top"] == days(today() - 2 * DAY, today() + DAY)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"last_day": -3}, "before the first"),
        ({"first_day": -9, "last_day": -8}, "over"),
        ({"last_day": 500}, "year"),
    ],
)
def test_days_that_make_no_sense_are_refused(order, changes, sentence):
    campaign = book(order(), by=None)
    moved = {name: today() + n * DAY for name, n in changes.items()}

    with pytest.raises(CannotBookError, match=sentence):
        change(campaign, wanted(campaign, **moved), by=None)


def test_what_is_over_or_cancelled_is_not_changed(order):
    campaign = book(order(), by=None)
    same = wanted(campaign)
    with (
        time_machine.travel(timezone.now() + 9 * DAY),
        pytest.raises(CannotBookError, match="left to change"),
    ):
        change(campaign, same, by=None)
    cancel(campaign, by=None)
    with pytest.raises(CannotBookError, match="left to change"):
        change(campaign, same, by=None)


def test_another_picture_is_a_new_creative_and_the_same_words_are_none(booked):
    change(booked, wanted(booked), by=None)
    assert Creative.objects.count() == 1

    other = Stored("ba9876543210", 728, 90, [320, 728], ["avif", "webp", "jpg"])
    change(booked, wanted(booked, picture=other), by=make_dov())

    new = Creative.objects.get(picture_hash="ba9876543210")
    assert new.is_approved
    assert {f.creatives.get() for f in booked.flights.all()} == {new}
    assert {c.shown.creative for group in snapshot(fresh=True).candidates.values() for c in group} == {new.pk}


def test_a_change_leaves_an_ended_flight_alone(booked):
    top, bottom = booked.flights.order_by("slot__position")
    move(top, Flight.State.ENDED, by=None)

    change(booked, wanted(booked, last_day=today() + 9 * DAY), by=None)

    assert list(calendar(booked)) == ["article-bottom"]
    top.refresh_from_db()
    assert top.last_day == today() + 6 * DAY


def test_a_cancelled_booking_frees_its_days_and_keeps_those_that_were(order):
    campaign = book(order(), by=None)
    with time_machine.travel(timezone.now() + 2 * DAY):
        assert cancel(campaign, by=make_dov()) == 10

        assert calendar(campaign)["article-top"] == days(today() - 2 * DAY, today() - DAY)
        assert {f.state for f in campaign.flights.all()} == {Flight.State.ENDED}
        with pytest.raises(CannotMoveError, match="left to cancel"):
            cancel(campaign, by=None)
        assert book(order(first_day=today(), last_day=today() + DAY, advertiser="Next"), by=None)


@pytest.mark.parametrize("state", [Flight.State.BOOKED, Flight.State.PAUSED, Flight.State.ENDED])
def test_an_ended_flight_stays_ended_its_days_may_be_somebody_elses(booked, state):
    flight = booked.flights.first()
    move(flight, Flight.State.ENDED, by=None)

    with pytest.raises(CannotMoveError, match="ended"):
        move(flight, state, by=None)


def test_a_pause_keeps_the_days_and_a_hold_is_not_paused(order):
    flight = book(order("front-top", held_until=today() + DAY), by=None).flights.get()
    with pytest.raises(CannotMoveError, match="held"):
        move(flight, Flight.State.PAUSED, by=None)

    move(flight, Flight.State.BOOKED, by=None)
    move(flight, Flight.State.PAUSED, by=None)

    assert flight.days.count() == 7
    flight.refresh_from_db()
    assert (flight.standing, flight.is_open) == ("Paused", True)


def test_the_form_extends_and_comes_back_with_everything_on_a_clash(client, booked, order):
    after = today() + 8 * DAY
    book(order(advertiser="Other", first_day=after, last_day=after), by=None)
    client.force_login(make_dov())
    address = f"/admin/ads/campaign/{booked.pk}/booking/"
    typed = {
        "first_day": today(),
        "last_day": after,
        "price": "77.70",
        "alt": "Tea by the water",
        "link": "https://tea.example/",
    }
    assert client.get(address).context["form"].initial["alt"] == "Coffee by the water"

    answer = client.post(address, typed | {"picture": picture()})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Already taken" in text
    assert "Nothing is changed yet" in text
    for word in ("77.70", "Tea by the water", "https://tea.example/"):
        assert word in text
    kept = answer.context["form"]["kept_picture"].value()
    assert answer.context["kept_url"] in text

    answer = client.post(
        address, typed | {"last_day": today() + 7 * DAY, "kept_picture": kept, "price": ""}, follow=True
    )
    assert "Changed." in answer.content.decode()
    assert calendar(booked)["article-bottom"] == days(today(), today() + 7 * DAY)
    assert sum(f.price for f in booked.flights.all()) == Decimal("228.57")  # the week prices, by the day
    assert Creative.objects.latest("pk").alt == "Tea by the water"
    assert Creative.objects.latest("pk").picture_hash != Creative.objects.earliest("pk").picture_hash


def test_a_cancellation_asks_first(client, booked):
    client.force_login(make_dov())
    address = f"/admin/ads/campaign/{booked.pk}/cancellation/"

    text = client.get(address).content.decode()
    assert "over all slots: <strong>14</strong>" in text
    assert SlotDay.objects.count() == 14

    answer = client.post(address, follow=True)
    assert "free again, over all slots: 14." in answer.content.decode()
    assert not SlotDay.objects.exists()
    assert "left to cancel" in client.post(address, follow=True).content.decode()
    assert (
        "left to change"
        in client.get(f"/admin/ads/campaign/{booked.pk}/booking/", follow=True).content.decode()
    )


def test_a_flight_is_paused_taken_up_again_and_ended(client, booked):
    flight = booked.flights.first()
    client.force_login(make_dov())
    address = f"/admin/ads/campaign/flights/{flight.pk}/state/"

    for state in ("paused", "booked", "ended"):
        client.post(address, {"state": state})
        flight.refresh_from_db()
        assert flight.state == state
    assert not flight.days.filter(day__gte=today()).exists()
    answer = client.post(address, {"state": "booked"}, follow=True)
    assert "this flight is ended" in answer.content.decode()
    assert client.post(address, {"state": "nonsense"}).status_code == 404
    assert client.get(address).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_changes_pauses_and_orders_at_once_wait_for_one_another(order):
    campaign = book(order(), by=None)
    flights, together, failures = list(campaign.flights.all()), threading.Barrier(9), []
    deeds = [
        *(lambda n=n: change(campaign, wanted(campaign, last_day=today() + n * DAY), by=None) for n in (7, 8, 9)),
        *(lambda f=f: move(f, Flight.State.PAUSED, by=None) for f in flights * 2),
        *(lambda n=n: book(order("front-top", first_day=today() + n * DAY, last_day=today() + n * DAY), by=None)
          for n in (1, 2)),
    ]  # fmt: skip

    def do(deed):
        together.wait()
        try:
            deed()
        except CannotMoveError:  # paused by the other already
            pass
        except Exception as error:  # noqa: BLE001 -- a deadlock is what is looked for
            failures.append(error)
        finally:
            connection.close()

    doers = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
    for doer in doers:
        doer.start()
    for doer in doers:
        doer.join()

    assert failures == []
    assert {flight.state for flight in campaign.flights.all()} == {Flight.State.PAUSED}
    spans = {(flight.first_day, flight.last_day) for flight in campaign.flights.all()}
    assert len(spans) == 1
    assert calendar(campaign)["article-top"] == days(*spans.pop())
