"""A comment is taken once, whole, and under the right one."""

import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from comments import moderation, pausing, posting
from comments.events import comment_posted
from comments.models import Comment, Decision, GuestSection, Origin, Revision, Sanction, Status, ThreadDelta
from tests.comments.people import write
from tests.factories import make_article, make_cleo, make_esi, make_finn

pytestmark = pytest.mark.django_db


def test_post_publishes_what_a_signed_in_reader_writes() -> None:
    esi = make_esi()
    comment = write(make_article(), "Well *said*.", by=esi, ip="203.0.113.9", agent="Test")

    stored = Comment.objects.get()
    assert (stored.status, stored.shown, stored.author, stored.body_html) == (
        1,
        True,
        esi,
        "<p>Well <em>said</em>.</p>",
    )
    assert (stored.pk, stored.root_id, stored.parent_id, stored.depth) == (comment.pk, comment.pk, None, 0)
    assert Revision.objects.get().raw == "Well *said*."
    assert Origin.objects.get().ip == "203.0.113.9"
    assert list(ThreadDelta.objects.values_list("field", "n")) == [(1, 1)]


def test_post_sends_the_same_text_to_the_first_comment() -> None:
    article = make_article()

    assert write(article, "Twice  pressed.").pk == write(article, "Twice pressed.").pk
    assert Comment.objects.count() == ThreadDelta.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_post_is_exact_when_many_send_the_same_at_once() -> None:
    article, esi = make_article(), make_esi()
    start = threading.Barrier(16)
    found: list[int] = []

    def send() -> None:
        start.wait()
        found.extend(write(article, f"Number {i}.", by=esi, author_key=bytes([i]) * 16).pk for i in range(10))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(16)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert (len(found), len(set(found)), Comment.objects.count()) == (160, 10, 10)
    assert ThreadDelta.objects.count() == 10


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("", "Please write something first."),
        ("\u200b\x00 ", "Please write something first."),
        ("\u3164\u3164\u2800", "Please write something first."),
        ("\u200d\u200d\u200d", "Please write something first."),
        ("> > >\n> >", "Please write something first."),
        ("x" * 70_000, "A comment has at most 5000 characters; this one has 70000."),
        ("a\n" * 100 + "a", "A comment has at most 100 lines."),
    ],
)
def test_post_refuses_what_is_no_comment(body: str, sentence: str) -> None:
    article = make_article()

    with pytest.raises(posting.InvalidCommentError, match=sentence):
        write(article, body)


def test_post_refuses_where_comments_are_closed_or_paused_or_the_writer_restrained() -> None:
    article, finn = make_article(), make_finn()
    with pytest.raises(posting.CannotPostError, match="closed"):
        write(make_article(comments="closed"))
    with pytest.raises(posting.CannotPostError, match="closed"):
        write(make_article(comments="off"))

    Sanction.objects.create(user=finn, kind="ban", reason="Insults")
    with pytest.raises(posting.CannotPostError, match="cannot comment"):
        write(article, by=finn)

    pausing.pause(by=None, sentence="Back at noon.")
    with pytest.raises(posting.CannotPostError, match="Back at noon."):
        write(article)
    pausing.resume(by=None)
    assert write(article).is_live


@pytest.mark.parametrize(
    ("facts", "story", "reasons"),
    [
        ({}, {"comments": "held"}, ["held"]),
        ({}, {"is_sensitive": True}, ["sensitive"]),
        ({"trap": "x"}, {}, ["trap"]),
        ({"body": "http://a.example http://b.example http://c.example"}, {}, ["links"]),
        ({"trap": "x"}, {"comments": "held", "is_sensitive": True}, ["held", "sensitive", "trap"]),
    ],
)
def test_post_holds_with_every_reason(
    facts: dict[str, Any], story: dict[str, Any], reasons: list[str]
) -> None:
    comment = write(make_article(**story), **facts)

    assert (comment.status, comment.shown, comment.hold_reasons) == (Status.PENDING, False, reasons)
    assert list(Decision.objects.values_list("rule", flat=True)) == reasons


def test_post_holds_then_refuses_a_flood() -> None:
    article = make_article()

    statuses = [write(article, f"Number {i}.").status for i in range(5)]

    assert statuses == [1, 1, 1, 0, 0]
    [write(article, f"Again {i}.") for i in range(4)]
    with pytest.raises(posting.TooFastError):
        write(article, "One more.")


def test_post_takes_guests_where_the_section_is_open_to_them() -> None:
    article = make_article()
    guest = {"author": None, "author_key": b"g" * 16, "guest_name": "Wanda\u202e"}
    with pytest.raises(posting.SignInFirstError):
        write(article, **guest)

    GuestSection.objects.create(section=article.section)
    comment = write(article, **guest)

    assert (comment.status, comment.author_name, comment.hold_reasons) == (0, "Wanda", ["guest"])
    for name in (" ", "\u3164\u3164", "\u202e\u200b"):
        with pytest.raises(posting.InvalidCommentError, match="name"):
            write(article, "Another.", **guest | {"guest_name": name})


def test_post_nests_to_a_depth_and_keeps_the_true_parent() -> None:
    article = make_article()
    line = [write(article, "Root.", author_key=b"0" * 16)]
    for i in range(6):
        line.append(write(article, f"Reply {i}.", parent=line[-1], author_key=bytes([i]) * 16))

    assert [c.depth for c in line] == [0, 1, 2, 3, 4, 4, 4]
    assert [c.parent_id for c in line[1:]] == [c.pk for c in line[:-1]]
    assert [c.pk for c in sorted(line, key=lambda c: c.path)] == [c.pk for c in line]


def test_post_answers_the_nearest_live_one_when_the_parent_is_gone() -> None:
    article, cleo = make_article(), make_cleo()
    root = write(article, "Root.")
    gone = write(article, "Gone.", parent=root)
    moderation.hide(moderation.Seen(gone.pk, 1, 1), by=cleo, reason="Rude")

    reply = write(article, "To the gone one.", parent=gone)

    assert reply.parent_id == root.pk
    assert Decision.objects.filter(comment=reply, kind="reattached").count() == 1


def test_a_reply_never_answers_another_storys_comment() -> None:
    here, there = make_article(), make_article()
    other = write(there)
    write(here, "First here.")
    with pytest.raises(posting.CannotPostError, match="another story"):
        write(here, "To the other.", parent=other)

    with transaction.atomic():
        Comment.objects.filter(thread__article=here).update(parent=other)
        with pytest.raises(IntegrityError, match="replies_stay_in_their_thread"):
            connection.check_constraints()
        transaction.set_rollback(True)


def test_a_receivers_error_undoes_the_comment() -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("no")

    article = make_article()
    comment_posted.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            write(article)
    finally:
        comment_posted.disconnect(fail)
    assert Comment.objects.count() == 0


def test_a_writers_account_may_go_and_the_replies_stay() -> None:
    article, finn = make_article(), make_finn()
    root = write(article, "Mine.", by=finn)
    [write(article, f"Reply {i}.", parent=root, author_key=bytes([i]) * 16) for i in range(5)]

    finn.delete()

    assert Comment.objects.live().count() == 6
    assert Comment.objects.get(pk=root.pk).author_name == "A former reader"
