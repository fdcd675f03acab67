"""The right code in many tabs at once, and two texts of one address: one comment each, one account."""

import threading

import pytest
from django.db import connection
from django.test import Client

from comments import codes
from comments.models import Comment, Rescue
from newsroom.accounts.models import User
from tests.comments.by_code import begin, wrong
from tests.factories import make_article


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("wrong_too", [False, True])
def test_the_code_entered_in_many_tabs_at_once_posts_once(wrong_too: bool) -> None:
    article = make_article()
    held = begin(Client(), article)
    code, bad = codes.code_of(held), wrong(held)
    found: list[object] = []
    gate = threading.Barrier(6)

    def tab(n: int) -> None:
        try:
            gate.wait()
            typed = bad if wrong_too and n == 0 else code
            found.append(codes.finish(held.token, typed, where=codes.Whereabouts()).comment)
        except (codes.PostedAlreadyError, codes.WrongCodeError) as error:
            found.append(type(error))
        finally:
            connection.close()

    tabs = [threading.Thread(target=tab, args=(n,)) for n in range(6)]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join()

    assert len(found) == 6
    assert [item for item in found if isinstance(item, Comment)] == [Comment.objects.get()]
    assert User.objects.filter(email="wanda@example.org").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_texts_of_one_address_at_once_make_one_account() -> None:
    article = make_article()
    texts = [begin(Client(), article, body=f"Number {i}.") for i in range(2)]
    gate = threading.Barrier(2)
    found: list[Comment | None] = []

    def finish(held: Rescue) -> None:
        try:
            gate.wait()
            found.append(codes.finish(held.token, codes.code_of(held), where=codes.Whereabouts()).comment)
        finally:
            connection.close()

    both = [threading.Thread(target=finish, args=(held,)) for held in texts]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert {comment.pk for comment in found if comment} == set(Comment.objects.values_list("pk", flat=True))
    assert len(found) == 2
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_guesser_with_many_connections_has_five_tries_all_the_same() -> None:
    held = begin(Client(), make_article())
    bad, tries = wrong(held), 10
    gate, sentences = threading.Barrier(tries), []

    def guess() -> None:
        gate.wait()
        try:
            codes.finish(held.token, bad, where=codes.Whereabouts())
        except codes.WrongCodeError as error:
            sentences.append(str(error))
        finally:
            connection.close()

    guesses = [threading.Thread(target=guess) for _ in range(tries)]
    for one in guesses:
        one.start()
    for one in guesses:
        one.join()

    held.refresh_from_db()
    assert held.tries == codes.TRIES
    assert sentences.count("Too many wrong codes. Please ask for a new one.") == tries - codes.TRIES
