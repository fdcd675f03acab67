"""The one switch: who turns it, that it holds everywhere, and its record."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from comments import pausing
from comments.events import openness_changed
from comments.models import Comment, Pause, PauseEntry
from tests.comments.people import write
from tests.comments.test_views import sign_in
from tests.comments.test_views_writing import SHOWN, send
from tests.factories import make_admin, make_article, make_ben, make_cleo, make_esi

pytestmark = pytest.mark.django_db
PAUSE = "/admin/comments/comment/pause/"


def test_a_moderator_pauses_and_lets_go_on_and_both_are_on_record(client: Client) -> None:
    cleo = make_cleo()
    sign_in(client, cleo)

    page = client.post(PAUSE, {"turn": "pause", "sentence": " Back  at\nnoon. "}, follow=True)
    paused = Pause.objects.get()
    assert (paused.sentence, paused.by) == ("Back at noon.", cleo)
    assert "Back at noon." in page.text
    client.post(PAUSE, {"turn": "resume"})

    assert Pause.objects.count() == 0
    lines = PauseEntry.objects.order_by("pk").values_list("by", "is_pause", "sentence")
    assert list(lines) == [(cleo.pk, True, "Back at noon."), (cleo.pk, False, "")]
    assert client.get(PAUSE).text.count("<li>Cleo Marchetti") == 2


@pytest.mark.parametrize("fields", [{}, {"turn": ""}, {"turn": "nonsense"}, {"pause": "1"}])
def test_a_form_that_says_neither_turns_nothing(client: Client, fields: dict[str, str]) -> None:
    sign_in(client, make_cleo())
    pausing.pause(by=None)

    client.post(PAUSE, fields)

    assert (Pause.objects.count(), PauseEntry.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("who", "may"), [(make_esi, 0), (make_ben, 0), (make_cleo, 1), (make_admin, 1), (None, 0)]
)
def test_who_may_pause(client: Client, who: Any, may: int) -> None:
    if who:
        sign_in(client, who())

    client.post(PAUSE, {"turn": "pause"})

    assert Pause.objects.count() == may


def test_an_editor_sees_the_pause_and_no_switch(client: Client) -> None:
    pausing.pause(by=make_cleo())
    sign_in(client, make_ben())

    page = client.get("/admin/comments/comment/").text

    assert "Comments are paused everywhere" in page
    assert "Let readers comment again" not in page
    assert PAUSE not in page


def test_the_second_one_to_turn_it_is_told_who_was_first(client: Client) -> None:
    pausing.pause(by=make_admin(), sentence="First words.")
    sign_in(client, make_cleo())

    page = client.post(PAUSE, {"turn": "pause", "sentence": "Other words."}, follow=True)

    assert "paused comments before you did" in page.text
    assert Pause.objects.get().sentence == "First words."
    assert PauseEntry.objects.count() == 1


def test_it_holds_for_a_page_opened_before_and_each_page_says_so() -> None:
    article = make_article()
    root = write(article, "Root.")
    reader = Client()
    reader.force_login(make_esi(), backend="django.contrib.auth.backends.ModelBackend")
    paths = [article.get_absolute_url(), f"/comments/on/{article.pk}/", f"/comments/{root.pk}/reply/"]
    before = [reader.get(path) for path in paths]
    pausing.pause(by=None, sentence="Back at noon.")

    answers = [send(reader, article), send(Client(), article, name="Wanda", email="wanda@example.org")]
    after = [reader.get(path) for path in paths]

    assert [(a.status_code, "Back at noon." in a.text, SHOWN in a.text) for a in answers] == [
        (403, True, True)
    ] * 2
    assert Comment.objects.count() == 1
    assert ["data-comment-form" in page.text for page in (*before, *after)] == [True] * 3 + [False] * 3
    assert all("Back at noon." in page.text for page in after)
    assert all("comments" in page["Cache-Tag"].split() for page in (*before, *after))


def test_it_is_announced_inside_the_change() -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("receiver")

    openness_changed.connect(fail)
    try:
        with pytest.raises(RuntimeError, match="receiver"):
            pausing.pause(by=None)
    finally:
        openness_changed.disconnect(fail)

    assert (Pause.objects.count(), PauseEntry.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_many_who_pause_at_once_are_one_pause() -> None:
    gate, refused = threading.Barrier(4), []

    def turn() -> None:
        gate.wait()
        try:
            pausing.pause(by=None)
        except pausing.CannotPauseError as error:
            refused.append(str(error))
        finally:
            connection.close()

    hands = [threading.Thread(target=turn) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    assert (len(refused), Pause.objects.count(), PauseEntry.objects.count()) == (3, 1, 1)
