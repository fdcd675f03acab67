"""Booking: one form, one transaction, no day sold twice."""

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ads.booking import CannotBookError, approve, book, free_spans, proposed_price
from ads.changing import move, release_lapsed_holds
from ads.models import Advertiser, AuditEntry, Campaign, Creative, Flight, Slot, SlotDay, Version
from tests.factories import make_dov


@pytest.mark.django_db
def test_one_booking_makes_everything(order):
    dov = make_dov()

    campaign = book(order(), by=dov)

    assert campaign.advertiser.name == "Harbour Café"
    assert [flight.slot.code for flight in campaign.flights.order_by("slot__position")] == [
        "article-top",
        "article-bottom",
    ]
    assert sum(flight.price for flight in campaign.flights.all()) == Decimal("100.01")
    assert SlotDay.objects.count() == 14
    creative = Creative.objects.get()
    assert creative.is_approved
    assert creative.approved_by == dov
    assert {entry.verb for entry in AuditEntry.objects.all()} == {"approved", "booked"}


@pytest.mark.django_db
def test_an_advertiser_is_found_whatever_the_case(order):
    book(order("article-top"), by=None)
    book(order("front-top", advertiser=" harbour café "), by=None)

    assert Advertiser.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"slots": ()}, "slot"),
        ({"last_day": timezone.localdate() - timedelta(days=1), "first_day": timezone.localdate()}, "before"),
        (
            {
                "first_day": timezone.localdate() - timedelta(days=9),
                "last_day": timezone.localdate() - timedelta(days=2),
            },
            "over",
        ),
        ({"last_day": timezone.localdate() + timedelta(days=400)}, "year"),
        ({"first_day": date(9999, 12, 31), "last_day": date(9999, 12, 31)}, "three years"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(order, changes, sentence):
    with pytest.raises(CannotBookError, match=sentence):
        book(order(**changes), by=None)

    assert not Campaign.objects.exists()


@pytest.mark.django_db
def test_a_taken_day_is_named_and_free_weeks_are_offered(order):
    book(order("article-top"), by=None)
    today = timezone.localdate()

    with pytest.raises(CannotBookError, match="Above the story") as refused:
        book(
            order(
                "article-top",
                advertiser="Other",
                first_day=today + timedelta(days=6),
                last_day=today + timedelta(days=8),
            ),
            by=None,
        )

    assert [day for _, day in refused.value.taken] == [today + timedelta(days=6)]
    assert not Advertiser.objects.filter(name="Other").exists()
    slots = list(Slot.objects.filter(code="article-top"))
    assert free_spans(slots, today, 7)[0] == (today + timedelta(days=7), today + timedelta(days=13))


@pytest.mark.django_db(transaction=True)
def test_of_many_bookings_of_a_day_one_wins(order):
    outcomes, together = [], threading.Barrier(8)
    orders = [order("article-top", advertiser=f"Shop {n}") for n in range(8)]

    def buy(wanted):
        together.wait()
        try:
            book(wanted, by=None)
            outcomes.append("sold")
        except CannotBookError:
            outcomes.append("told")
        finally:
            connection.close()

    buyers = [threading.Thread(target=buy, args=(each,)) for each in orders]
    for buyer in buyers:
        buyer.start()
    for buyer in buyers:
        buyer.join()

    assert sorted(outcomes) == ["sold"] + ["told"] * 7
    assert Campaign.objects.count() == 1
    assert Advertiser.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_orders_of_a_new_advertiser_each_is_sold_and_the_advertiser_made_once(order):
    today, together, failures = timezone.localdate(), threading.Barrier(8), []
    orders = [
        order("article-top", first_day=today + timedelta(days=n), last_day=today + timedelta(days=n))
        for n in range(8)
    ]

    def buy(wanted):
        together.wait()
        try:
            book(wanted, by=None)
        except (CannotBookError, IntegrityError) as error:
            failures.append(error)
        finally:
            connection.close()

    buyers = [threading.Thread(target=buy, args=(each,)) for each in orders]
    for buyer in buyers:
        buyer.start()
    for buyer in buyers:
        buyer.join()

    assert failures == []
    assert (Campaign.objects.count(), Advertiser.objects.count(), SlotDay.objects.count()) == (8, 1, 8)


@pytest.mark.django_db(transaction=True)
def test_a_button_pressed_many_times_books_once_and_is_told_so_each_time(order):
    Slot.objects.update(shares=2)  # the days are free twice, and are still sold once
    dov, wanted, together, made = make_dov(), order(), threading.Barrier(16), []

    def press():
        together.wait()
        try:
            made.append(book(wanted, by=dov).pk)
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _ in range(16)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()

    assert (len(made), len(set(made)), Campaign.objects.count()) == (16, 1, 1)
    assert SlotDay.objects.count() == 14
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert book(wanted, by=dov).pk != made[0]  # the second share, on purpose


@pytest.mark.django_db
def test_the_database_itself_refuses_a_day_sold_twice(booked):
    taken = SlotDay.objects.first()

    with pytest.raises(IntegrityError, match="a_slot_day_is_sold_once"), transaction.atomic():
        SlotDay.objects.create(slot=taken.slot, day=taken.day, share=taken.share, flight=taken.flight)


@pytest.mark.django_db
def test_a_changed_creative_is_not_what_was_approved(booked):
    creative = Creative.objects.get()
    creative.link = "https://elsewhere.example/"
    creative.save()
    assert not creative.is_approved

    approve(creative, by=make_dov())
    assert creative.is_approved


@pytest.mark.django_db
def test_a_lapsed_hold_frees_its_days(order):
    today = timezone.localdate()
    book(order("front-top", held_until=today + timedelta(days=2)), by=None)
    assert Flight.objects.get().state == Flight.State.HELD

    assert release_lapsed_holds() == 0
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert release_lapsed_holds() == 1

        assert Flight.objects.get().state == Flight.State.ENDED
        assert not SlotDay.objects.filter(day__gte=timezone.localdate()).exists()


@pytest.mark.django_db
def test_every_change_raises_the_version(booked):
    before = Version.objects.get().number

    move(booked.flights.first(), Flight.State.PAUSED, by=None)

    assert Version.objects.get().number > before


@pytest.mark.django_db
def test_the_price_follows_the_days():
    slots = list(Slot.objects.filter(code__in=("article-top", "article-bottom")))
    today = timezone.localdate()

    assert proposed_price(slots, today, today + timedelta(days=6)) == Decimal("200.00")
    assert proposed_price(slots, today, today) == Decimal("28.57")
