"""Tokens: ours are read, everybody else's are not."""

import base64

import pytest

from ads.models import Kind, Mark
from ads.tokens import (
    DAY,
    BadTokenError,
    mint,
    read,
    read_facts,
    sign_facts,
)
from ads.validity import is_machine, mark

NOW = 1_800_000_000
PERSON = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1"


def made(**changes):
    return mint(**{"flight": 7, "creative": 8, "slot": 9, "page": 2**40, "now": NOW} | changes)


def test_a_token_says_what_it_was_made_with_in_71_characters():
    token = read(made())

    assert (token.flight, token.creative, token.slot, token.page, token.at) == (7, 8, 9, 2**40, NOW)
    assert len(made()) == 71


def test_one_changed_bit_anywhere_is_noticed():
    text = made()
    raw = base64.urlsafe_b64decode(text + "=")
    for place in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises(BadTokenError):
            read(base64.urlsafe_b64encode(bytes(changed)).decode().rstrip("="))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda t: t + "=", lambda t: t[:-1], lambda t: t + "A", lambda t: "", lambda t: "é" * 71, lambda t: "A" * 71,
        lambda t: t[:-1] + chr(ord(t[-1]) + 1), lambda t: " " + t, lambda t: t[:30] + "\n" + t[30:], lambda t: t * 2,
    ],
)  # fmt: skip
def test_another_spelling_is_no_token(spoil):
    with pytest.raises(BadTokenError):
        read(spoil(made()))


def test_another_sites_token_is_not_ours(settings):
    text = made()
    settings.SECRET_KEY = "another"

    with pytest.raises(BadTokenError):
        read(text)


def test_each_kind_counts_once_a_token():
    token = read(made())

    assert len({token.nonce_for(kind) for kind in Kind}) == 3
    assert read(made()).nonce != token.nonce


@pytest.mark.parametrize(
    ("kind", "age", "expected"),
    [
        (Kind.RENDERED, 0, Mark.OK), (Kind.RENDERED, 601, Mark.LATE), (Kind.SEEN, 3_599, Mark.OK),
        (Kind.SEEN, 3_601, Mark.LATE), (Kind.CLICKED, DAY, Mark.OK), (Kind.CLICKED, DAY + 1, Mark.LATE),
        (Kind.RENDERED, -120, Mark.LATE),
    ],
)  # fmt: skip
def test_a_fact_counts_for_so_long(kind, age, expected):
    assert mark(read(made()), kind, agent=PERSON, now=NOW + age) == expected


def test_machines_and_ourselves_are_set_apart():
    token = read(made())

    assert mark(token, Kind.SEEN, agent="Googlebot/2.1", now=NOW) == Mark.BOT
    assert mark(token, Kind.SEEN, agent="", now=NOW) == Mark.BOT
    assert mark(token, Kind.SEEN, agent=PERSON, staff=True, now=NOW) == Mark.INTERNAL
    assert not is_machine(PERSON)


def test_facts_have_no_time_in_them_and_are_ours_alone():
    facts = {"section": "harbour", "sensitive": True, "page": 4}

    assert sign_facts(facts) == sign_facts(facts)
    assert read_facts(sign_facts(facts)) == facts
    for other in ("", "x", sign_facts(facts) + "x", "a:b", sign_facts(facts).upper()):
        assert read_facts(other) is None
