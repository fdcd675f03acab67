"""Fill, seen and go: one answer a page, each fact counted once, a click that leads where it was approved."""

import json
import re
import threading

import pytest
from django.db import connection
from django.db.models import Sum
from django.template import Context, Template

from ads.booking import book
from ads.changing import move
from ads.counting import fold_tallies
from ads.decision import snapshot
from ads.models import Flight, Kind, Mark, Nonce, PageTally, Slot, ViewDelta, ViewTally
from ads.tokens import mint, read, sign_facts
from tests.ads.conftest import PERSON
from tests.factories import make_ben

FACTS = {"section": "harbour", "topics": [], "sensitive": False, "page": 77}


def fill(client, *codes, facts=FACTS, **more):
    slots = dict.fromkeys(codes or ("article-top", "article-bottom"), sign_facts(facts))
    return client.post(
        "/-/fill",
        json.dumps({"slots": slots} | more),
        content_type="text/plain",
        headers={"User-Agent": PERSON},
    )


def tell(client, **told):
    return client.post("/-/seen", json.dumps(told), content_type="text/plain", headers={"User-Agent": PERSON})


def totals():
    fold_tallies()
    found = ViewTally.objects.values_list("kind", "mark").annotate(total=Sum("n"))
    return {(Kind(kind), Mark(mark)): total for kind, mark, total in found}


@pytest.mark.django_db
def test_one_request_fills_every_slot_of_the_page(client, booked):
    answer = fill(client)

    slots = answer.json()["slots"]
    assert {slot["alt"] for slot in slots.values()} == {"Coffee by the water"}
    assert answer["Cache-Control"] == "private, no-store"
    assert not answer.cookies
    assert "Vary" not in answer.headers or "Cookie" not in answer["Vary"]


@pytest.mark.django_db
def test_a_fill_asks_the_database_nothing_while_the_view_is_fresh(client, booked, django_assert_num_queries):
    snapshot()

    with django_assert_num_queries(0):
        fill(client)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"slots": 1}', b'{"slots": {"article-top": 1}}', b'{"slots": {"article-top": "forged:x"}}',
     b"\xff\xfe", b'{"slots": {"x": {}}, "preview": {}}', b"[" * 3000, b'{"slots":{"a":"' + b"x" * 5000 + b'"}}',
     b'{"slots": {}, "preview": "\\ud800:a:b", "seen": ["\\ud800"], "view": "\\ud800"}', b'{"slots": {"\\ud800": "\\ud800:b"}}',
     b'{"slots": NaN, "rendered": {"a": 1}, "view": ' + b"9" * 3000 + b"}"],
)  # fmt: skip
def test_nonsense_is_answered_with_nothing_to_show(client, booked, body):
    for address in ("/-/fill", "/-/seen"):
        answer = client.post(address, body, content_type="text/plain")

        assert answer.status_code in (200, 204)
        if answer.status_code == 200:
            assert not any(answer.json()["slots"].values())
    assert not ViewDelta.objects.exists()


@pytest.mark.django_db
def test_a_sensitive_page_shows_only_who_agreed(client, order):
    book(order("article-top"), by=None)
    book(order("article-bottom", advertiser="Undertaker", allow_sensitive=True), by=None)

    slots = fill(client, facts=FACTS | {"sensitive": True}).json()["slots"]

    assert slots["article-top"] is None
    assert slots["article-bottom"] is not None


@pytest.mark.django_db
def test_a_page_that_says_nothing_of_its_mood_counts_as_sensitive(client, booked):
    assert fill(client, facts={"page": 1}).json()["slots"] == {"article-top": None, "article-bottom": None}


@pytest.mark.django_db
@pytest.mark.parametrize("state", [Flight.State.PAUSED, Flight.State.ENDED, Flight.State.HELD])
def test_only_booked_flights_are_shown(client, order, state):
    campaign = book(order("article-top"), by=None)
    flight = campaign.flights.get()
    if state == Flight.State.HELD:
        Flight.objects.update(state=state, held_until=flight.last_day)
    else:
        move(flight, state, by=None)
    snapshot(fresh=True)

    assert fill(client, "article-top").json()["slots"] == {"article-top": None}


@pytest.mark.django_db
def test_what_was_seen_is_counted_once_however_often_it_is_told(client, booked, django_assert_num_queries):
    answer = fill(client).json()
    tokens = [slot["token"] for slot in answer["slots"].values()]
    told = {"rendered": tokens, "seen": tokens, "view": answer["view"]}

    with django_assert_num_queries(1):
        assert tell(client, **told).status_code == 204
    tell(client, **told)
    tell(client, rendered=tokens * 2)

    assert totals() == {(Kind.RENDERED, Mark.OK): 2, (Kind.SEEN, Mark.OK): 2}
    assert [(page.page, page.n) for page in PageTally.objects.all()] == [(77, 1)]


@pytest.mark.django_db(transaction=True)
def test_one_token_told_from_many_sides_at_once_counts_once(booked):
    from ads.counting import Fact, count

    flight = booked.flights.first()
    token = read(mint(flight=flight.pk, creative=flight.creatives.get().pk, slot=flight.slot_id, page=1))
    others = [read(mint(flight=flight.pk, creative=1, slot=flight.slot_id, page=1)) for _ in range(20)]
    together = threading.Barrier(8)

    def tell_it(turn):
        facts = [Fact.of(t, Kind.SEEN, Mark.OK, slot="article-top") for t in (token, *others)]
        together.wait()
        count(facts if turn % 2 else facts[::-1])  # in either order: no deadlock
        connection.close()

    tellers = [threading.Thread(target=tell_it, args=(turn,)) for turn in range(8)]
    for teller in tellers:
        teller.start()
    for teller in tellers:
        teller.join()

    assert totals() == {(Kind.SEEN, Mark.OK): 21}
    assert Nonce.objects.count() == 21


@pytest.mark.django_db
def test_a_click_leads_to_the_approved_address_untouched(client, booked):
    token = fill(client).json()["slots"]["article-top"]["token"]

    answer = client.get(f"/-/go/{token}", {"next": "https://evil.example/"}, headers={"User-Agent": PERSON})

    assert answer.status_code == 302
    assert answer["Location"] == "https://cafe.example/?a=1&a=2#menu"
    assert answer["X-Robots-Tag"] == "noindex"
    client.get(f"/-/go/{token}", headers={"User-Agent": PERSON})
    assert totals() == {(Kind.CLICKED, Mark.OK): 1}


@pytest.mark.django_db
def test_looking_ahead_is_no_click(client, booked):
    token = fill(client).json()["slots"]["article-top"]["token"]

    client.head(f"/-/go/{token}", headers={"User-Agent": PERSON})
    client.get(f"/-/go/{token}", headers={"User-Agent": PERSON, "Sec-Purpose": "prefetch"})

    assert totals() == {}


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "A" * 71, "h", "../../etc", "%00"])
def test_a_bad_token_leads_nowhere(client, booked, token):
    assert client.get(f"/-/go/{token}").status_code == 404


@pytest.mark.django_db
def test_ourselves_and_machines_are_set_apart(client, booked):
    token = fill(client).json()["slots"]["article-top"]["token"]
    client.post(
        "/-/seen",
        json.dumps({"seen": [token]}),
        content_type="text/plain",
        headers={"User-Agent": "Googlebot"},
    )
    client.force_login(make_ben())
    token = fill(client).json()["slots"]["article-top"]["token"]
    tell(client, seen=[token])

    assert totals() == {(Kind.SEEN, Mark.BOT): 1, (Kind.SEEN, Mark.INTERNAL): 1}


@pytest.mark.django_db
def test_a_house_creative_stands_in_the_page_itself_and_its_clicks_count(client, order, booked):
    creative = booked.flights.first().creatives.get()
    Slot.objects.filter(code="front-top").update(house_creative=creative)
    snapshot(fresh=True)

    html = Template('{% load ads %}{% ad_slot "front-top" page=3 %}').render(Context())

    address = re.search(r'href="(/-/go/h/\d+)"', html)[1]
    assert "Coffee by the water" in html
    assert client.get(address, headers={"User-Agent": PERSON})["Location"].startswith("https://cafe.example/")
    assert totals() == {(Kind.CLICKED, Mark.OK): 1}
    assert client.get("/-/go/h/999999").status_code == 404


@pytest.mark.django_db
def test_a_slots_markup_is_the_same_for_all_and_gone_where_ads_are_off(django_assert_num_queries):
    template = '{% load ads %}{% ad_slot "article-top" section="a" topics=t sensitive=True page=5 %}'
    snapshot()

    with django_assert_num_queries(0):
        one = Template(template).render(Context({"t": ["b", "a"]}))
        two = Template(template).render(Context({"t": ["a", "b"]}))

    assert one == two
    assert 'data-slot="article-top"' in one
    assert Template('{% load ads %}{% ad_slot "article-top" off=True %}').render(Context()).strip() == ""


@pytest.mark.django_db
def test_folding_loses_nothing_and_forgets_expired_nonces(client, booked):
    from django.utils import timezone

    token = fill(client).json()["slots"]["article-top"]["token"]
    tell(client, seen=[token])
    Nonce.objects.update(expires_at=timezone.now())

    assert fold_tallies() == 1
    assert fold_tallies() == 0
    assert not Nonce.objects.exists()
    assert ViewTally.objects.get().n == 1
