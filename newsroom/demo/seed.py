"""A paper of any size, for measuring: the demo's stories and comments copied by the database itself, many thousand times."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from articles.models import Article, ArticleTag, Byline
from comments.models import Comment, Thread
from newsroom.demo.keeping import is_here, made

BATCH = 5_000  # rows a transaction: seconds, and progress to show
SPREAD = timedelta(days=3 * 365)  # the seeded stories are of the last three years
BUSY_THREADS = 500  # half of the comments stand under the newest seeded story, the others under so many

Say = Callable[[str], None]


class CannotSeedError(Exception):
    """Why this database is not filled, in a sentence for who asked."""


def seed(*, articles: int, comments: int, say: Say) -> None:
    """Add so many published stories, then so many comments under the newest of them.

    They are copies of the demo's, under addresses of their own; search words are copied with them. Raises
    CannotSeedError where the demo edition is not there: no paper's own database is filled with these.
    """
    if not is_here():
        raise CannotSeedError(
            "Seeding copies the demo edition: start with a database that holds it (`demo`)."
        )
    models = list(
        Article.objects.published().filter(pk__in=made(Article)).order_by("pk").values_list("pk", flat=True)
    )
    now = timezone.now()
    seeded: list[int] = []
    for begin in range(0, articles, BATCH):
        seeded += _copy_stories(models, begin, min(begin + BATCH, articles), now, SPREAD / max(articles, 1))
        say(f"{min(begin + BATCH, articles):,} of {articles:,} stories")
    under = seeded[: BUSY_THREADS + 1] or models
    busiest = comments // 2 if len(under) > 1 else comments
    shares = [busiest] + [_share(comments - busiest, len(under) - 1, n) for n in range(len(under) - 1)]
    done = 0
    for article, share in zip(under, shares, strict=True):
        for begin in range(0, share, BATCH):
            done += _copy_comments(article, min(BATCH, share - begin), now)
            say(f"{done:,} of {comments:,} comments")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _share(total: int, parts: int, number: int) -> int:
    return total // parts + (number < total % parts)


@transaction.atomic
def _copy_stories(models: list[int], begin: int, end: int, now: datetime, step: timedelta) -> list[int]:
    """Stories number `begin` to `end`, the newest first; the keys of the new rows."""
    own = {
        "id": "new.article",
        "head_id": "new.revision",
        "live_revision_id": "new.revision",
        "created_at": "new.at",
        "published_at": "new.at",
        "changed_at": "new.at",
        "address_date": "(new.at AT TIME ZONE %(zone)s)::date",
        "slug": "left(a.slug, 70) || '-' || new.n",
        "updated_at": "NULL",
        "withdraw_at": "NULL",
        "next_change_at": "NULL",
        "next_revision_id": "NULL",
    }
    columns = _columns(Article)
    values = [own.get(column, f'a."{column}"') for column in columns]
    copied = ", ".join(_copy(table) for table in (Byline, ArticleTag))
    sql = f"""
      WITH model AS (SELECT pk, k - 1 AS k FROM unnest(%(models)s::bigint[]) WITH ORDINALITY AS m(pk, k)),
      new AS MATERIALIZED (
        SELECT n, pk AS model, %(now)s - n * %(step)s * interval '1 second' AS at,
          nextval('articles_article_id_seq') AS article, nextval('articles_revision_id_seq') AS revision
        FROM generate_series(%(begin)s, %(end)s - 1) AS n JOIN model ON k = n %% cardinality(%(models)s::bigint[])
        ORDER BY n),
      written AS (
        INSERT INTO articles_article ({", ".join(f'"{column}"' for column in columns)})
        SELECT {", ".join(values)} FROM new JOIN articles_article a ON a.id = new.model),
      revised AS (
        INSERT INTO articles_revision (id, article_id, number, stored, note, created_at, published_at, change)
        SELECT new.revision, new.article, 1, jsonb_set(r.stored, '{{slug}}', to_jsonb(left(a.slug, 70) || '-' || new.n)),
          '', new.at, new.at, 'first'
        FROM new JOIN articles_article a ON a.id = new.model JOIN articles_revision r ON r.id = a.live_revision_id),
      {copied}
      SELECT article FROM new ORDER BY n"""  # noqa: S608 -- names of our own columns
    with connection.cursor() as cursor:
        cursor.execute(
            sql,
            {
                "models": models,
                "now": now,
                "step": step.total_seconds(),
                "begin": begin,
                "end": end,
                "zone": settings.TIME_ZONE,
            },
        )
        return [row[0] for row in cursor.fetchall()]


def _columns(model: type[Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]


def _copy(model: type[Byline] | type[ArticleTag]) -> str:
    """SQL that gives each new story its model's rows in this table."""
    own = {"article_id": "new.article", "published_at": "new.at"}
    columns = [column for column in _columns(model) if column != "id"]
    table = model._meta.db_table
    return (
        f"{table}_copied AS (INSERT INTO {table} ({', '.join(columns)})"  # noqa: S608 -- names of our own columns
        f" SELECT {', '.join(own.get(column, f't.{column}') for column in columns)}"
        f" FROM new JOIN {table} t ON t.article_id = new.model)"
    )


@transaction.atomic
def _copy_comments(article: int, count: int, now: datetime) -> int:
    """`count` live comments under one story, each fourth one a root with the next three as its replies."""
    thread = Thread.objects.get_or_create(article_id=article)[0]
    texts = list(Comment.objects.live().order_by("pk").values_list("body_raw", "body_html")[:200])
    with connection.cursor() as cursor:
        cursor.execute(
            _COMMENTS,
            {
                "thread": thread.pk,
                "count": count,
                "now": now,
                "raw": [raw for raw, _ in texts] or ["Well said."],
                "html": [html for _, html in texts] or ["<p>Well said.</p>"],
            },
        )
    return count


_COMMENTS = """
WITH ids AS (
  SELECT setval('comments_comment_id_seq', nextval('comments_comment_id_seq') + %(count)s) - %(count)s AS first),
new AS MATERIALIZED (
  SELECT first + n AS id, first + n - n %% 4 AS root, n, least(3, %(count)s - 1 - n) AS replies,
    %(now)s - (%(count)s - n) * interval '1 second' AS at, n %% cardinality(%(raw)s) + 1 AS text
  FROM ids, generate_series(0, %(count)s - 1) AS n),
written AS (
  INSERT INTO comments_comment (id, thread_id, parent_id, root_id, depth, path, guest_name, author_key, author_badge,
    body_raw, body_html, render_version, revision, status, shown, hold_reasons, live_replies, respects, reports,
    created_at, sort_at)
  SELECT id, %(thread)s, nullif(root, id), root, (root <> id)::int,
    lpad(to_hex(root), 11, '0') || CASE WHEN root <> id THEN lpad(to_hex(id), 11, '0') ELSE '' END,
    'Reader ' || n %% 997, decode(md5((n %% 997)::text), 'hex'), 0, (%(raw)s)[text], (%(html)s)[text], 1, 1, 1, true,
    '{}', CASE WHEN root = id THEN replies ELSE 0 END, 0, 0, at, at
  FROM new),
kept AS (
  INSERT INTO comments_revision (comment_id, n, raw, html, at)
  SELECT id, 1, (%(raw)s)[text], (%(html)s)[text], at FROM new)
UPDATE comments_thread SET published_count = published_count + %(count)s, last_comment_at = %(now)s
WHERE id = %(thread)s
"""
