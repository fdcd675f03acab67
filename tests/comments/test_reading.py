"""A page of a thread costs three queries and one index range, whatever its size."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.template import Context, Template

from comments.models import Comment
from comments.reading import comment_counts, replies_page, thread_page
from comments.tasks import fold_tallies
from tests.comments.people import write, write_many
from tests.factories import make_article, make_esi

pytestmark = pytest.mark.django_db
TAG = Template("{% load comments %}{% comment_thread article %}")


@pytest.mark.parametrize("count", [1, 3])
def test_thread_takes_three_queries(django_assert_num_queries: Any, count: int) -> None:
    article = make_article()
    for comment in write_many(article, count):
        write(article, "Reply.", parent=comment, author_key=str(comment.pk).encode())

    with django_assert_num_queries(3):
        html = TAG.render(Context({"article": article}))

    assert html.count("<article") == 2 * count


def test_thread_without_comments_takes_one_query(django_assert_num_queries: Any) -> None:
    article = make_article()

    with django_assert_num_queries(1):
        html = TAG.render(Context({"article": article}))

    assert "No comments yet." in html
    assert "csrf" not in html


def test_thread_is_absent_where_comments_are_off() -> None:
    assert TAG.render(Context({"article": make_article(comments="off")})).strip() == ""


def test_closed_thread_says_so_and_has_no_form() -> None:
    html = TAG.render(Context({"article": make_article(comments="closed")}))

    assert "Comments on this story are closed." in html
    assert "<form" not in html


@pytest.mark.parametrize("count", [1, 3])
def test_counts_take_one_query(django_assert_num_queries: Any, count: int) -> None:
    articles = [make_article() for _ in range(count)]
    for article in articles:
        write_many(article, 2)
    quiet = make_article()
    fold_tallies()

    with django_assert_num_queries(1):
        counts = comment_counts([*articles, quiet])

    assert counts == {article.pk: 2 for article in articles}


def test_pages_hold_every_root_once() -> None:
    article = make_article()
    esi = make_esi()
    write_many(article, 60, by=esi)

    seen, cursor, pages = [], "", 0
    while True:
        page = thread_page(article, cursor)
        seen += [branch.comment.pk for branch in page.branches]
        pages += 1
        if not (cursor := page.older):
            break

    assert pages == 3
    assert seen == sorted(Comment.objects.values_list("pk", flat=True), reverse=True)


def test_replies_come_in_reading_order_three_first_then_by_pages() -> None:
    article, esi = make_article(), make_esi()
    root = write(article, "Root.", by=esi)
    replies = [write(article, f"R{i}.", by=esi, parent=root, author_key=bytes([i]) * 16) for i in range(30)]
    child = write(article, "Below the first.", by=esi, parent=replies[0])

    branch = thread_page(article).branches[0]
    assert [r.pk for r in branch.replies] == [replies[0].pk, child.pk, replies[1].pk]
    assert branch.has_more

    rest = replies_page(root, branch.last_path)
    assert [r.pk for r in rest.replies] == [r.pk for r in replies[2:27]]
    last = replies_page(root, rest.older)
    assert ([r.pk for r in last.replies], last.older) == ([r.pk for r in replies[27:]], "")


@pytest.mark.parametrize("cursor", ["x", "\x00", "ä", "W10", "=" * 300, "bnVsbA", "WyJvIiwgMSwgMl0"])
def test_an_invented_cursor_gives_the_first_page(cursor: str) -> None:
    article = make_article()
    comment = write(article)

    assert [b.comment.pk for b in thread_page(article, cursor).branches] == [comment.pk]


def test_deep_pages_seek_in_the_index() -> None:
    article, esi = make_article(), make_esi()
    root = write(article, "Root.", by=esi)
    with connection.cursor() as db:
        db.execute(
            "INSERT INTO comments_comment (thread_id, parent_id, root_id, depth, path, guest_name, author_key,"
            " author_badge, body_raw, body_html, render_version, revision, status, shown, hold_reasons, live_replies,"
            " respects, reports, created_at, sort_at)"
            " SELECT thread_id, NULL, id, 0, lpad(to_hex(1000000 + n), 11, '0'), '', 'k', 0, 'x', 'x', 1, 1, 1, true,"
            " '{}', 0, 0, 0, now(), now() - n * interval '1 second'"
            " FROM comments_comment, generate_series(1, 5000) n WHERE id = %s",
            [root.pk],
        )
        db.execute("ANALYZE comments_comment")
    page = thread_page(article)
    for _ in range(3):
        page = thread_page(article, page.older)

    rows = Comment.objects.shown().roots().filter(thread_id=root.thread_id)
    at = page.branches[-1].comment
    further = Q(sort_at__lte=at.sort_at) & (Q(sort_at__lt=at.sort_at) | Q(pk__lt=at.pk))
    plan = rows.filter(further).order_by("-sort_at", "-pk")[:26].explain()

    assert "Index Scan using comment_roots_newest" in plan
    assert "Sort" not in plan
    assert "Seq Scan" not in plan
