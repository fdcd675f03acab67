"""The report: folded or not, each fact once, at the moment it is told, cut in each way."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from ads.changing import Change, change
from ads.counting import Fact, count, fold_tallies
from ads.models import Creative, Kind, Mark
from ads.reporting import report
from ads.tokens import mint, read
from tests.factories import make_dov

pytestmark = pytest.mark.django_db


def tell(flight, *kinds, mark=Mark.OK, creative=None):
    """One decision's facts."""
    creative = creative or flight.creatives.latest("pk")
    token = read(mint(flight=flight.pk, creative=creative.pk, slot=flight.slot_id, page=1))
    count([Fact.of(token, kind, mark, slot=flight.slot.code) for kind in kinds])


def figures(line):
    return (line.gross, line.seen, line.clicks, line.set_apart)


def test_a_view_is_in_the_report_at_once_and_folding_changes_nothing(booked):
    flight = booked.flights.order_by("pk").first()
    tell(flight, Kind.RENDERED, Kind.SEEN)
    tell(flight, Kind.RENDERED, Kind.SEEN, Kind.CLICKED)
    tell(flight, Kind.RENDERED, Kind.SEEN, mark=Mark.BOT)

    before = report(booked)
    fold_tallies()
    tell(flight, Kind.SEEN)  # one more in the ledger, beside what is folded
    after = report(booked)

    assert figures(before.total) == (3, 2, 1, 2)
    assert figures(after.total) == (3, 3, 1, 2)
    assert before.total.rate == 50


def test_the_same_figures_are_cut_by_hour_day_slot_and_creative(booked):
    top, bottom = booked.flights.order_by("slot__position")
    today = timezone.localtime().replace(hour=12, minute=20)
    with time_machine.travel(today - timedelta(days=1), tick=False):
        tell(top, Kind.SEEN)
    with time_machine.travel(today, tick=False):
        tell(top, Kind.SEEN, Kind.CLICKED)
        tell(bottom, Kind.SEEN)
        change(booked, as_it_is(booked, alt="Tea by the water"), by=None)
        tell(bottom, Kind.SEEN)
        told = report(booked)

    # the ledger's hour is the database's own clock, which no test moves: all of it is counted now
    assert sum(line.seen for line in told.days) == sum(line.seen for line in told.slots) == 4
    assert {(line.slot, line.seen, line.clicks) for line in told.slots} == {
        ("Above the story", 2, 1),
        ("Below the story", 2, 0),
    }
    assert {(line.creative, line.seen) for line in told.creatives} == {
        ("Coffee by the water", 3),
        ("Tea by the water", 1),
    }


def test_days_and_hours_are_the_sites(booked, settings):
    from ads.models import ViewTally

    settings.TIME_ZONE = "America/New_York"
    flight = booked.flights.order_by("pk").first()
    keys = {
        "flight": flight.pk,
        "creative": Creative.objects.get().pk,
        "slot": "article-top",
        "kind": Kind.SEEN,
    }
    with timezone.override("America/New_York"), time_machine.travel("2026-11-24T17:30:00+00:00", tick=False):
        for hour in (3, 4, 5, 17):  # in New York: 22 and 23 of the day before, midnight, noon
            moment = datetime.fromisoformat(f"2026-11-24T{hour:02}:00:00+00:00")
            ViewTally.objects.create(hour=moment, n=1, **keys)

        told = report(booked)

    assert [(f"{line.day}", line.seen) for line in told.days] == [("2026-11-23", 2), ("2026-11-24", 2)]
    assert [(line.hour.hour, line.seen) for line in told.today] == [(0, 1), (12, 1)]


def test_a_report_asks_three_questions_however_much_was_counted(booked, django_assert_num_queries):
    for flight in booked.flights.all():
        for _ in range(3):
            tell(flight, Kind.RENDERED, Kind.SEEN, Kind.CLICKED)

    with django_assert_num_queries(3):  # flights, facts, creatives
        report(booked)


def test_the_page_says_when_and_its_figures_are_a_page_of_their_own(client, booked):
    client.force_login(make_dov())
    assert (
        "Nothing was counted yet" in client.get(f"/admin/ads/campaign/{booked.pk}/report/").content.decode()
    )

    tell(booked.flights.order_by("pk").first(), Kind.RENDERED, Kind.SEEN, Kind.CLICKED)
    page = client.get(f"/admin/ads/campaign/{booked.pk}/report/")
    part = client.get(f"/admin/ads/campaign/{booked.pk}/report/figures/")

    for answer in (page, part):
        text = answer.content.decode()
        assert "<dd data-seen>1</dd>" in text
        assert "<dd data-clicks>1</dd>" in text
        assert "As of <time" in text
        assert "Today, by hour" in text
        assert "private, no-store" in answer["Cache-Control"]
    assert "<html" not in part.content.decode()


def test_a_spreadsheet_gets_the_days(client, booked):
    flight = booked.flights.order_by("pk").first()
    for mark, times in ((Mark.OK, 3), (Mark.BOT, 2)):
        for _ in range(times):
            tell(flight, Kind.RENDERED, Kind.SEEN, mark=mark)
    tell(flight, Kind.CLICKED)
    client.force_login(make_dov())

    table = client.get(f"/admin/ads/campaign/{booked.pk}/report/?as=csv").content.decode()

    assert table.startswith("day,slot,creative,shown,seen,clicks,clicks per 100 seen,set apart,as of")
    assert f"{timezone.localdate()},{flight.slot.name},Coffee by the water,5,3,1,33.33,4," in table


def as_it_is(campaign, **changes):
    flight = campaign.flights.first()
    creative = flight.creatives.latest("pk")
    values = {"first_day": flight.first_day, "last_day": flight.last_day, "price": Decimal(10)}
    values |= {"link": creative.link, "alt": creative.alt}
    return Change(**values | changes)
