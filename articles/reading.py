"""What stands around a story for its readers: what is on the air, what comes next, what else there is to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.db.models import Q, QuerySet, Subquery, Value
from django.utils import timezone

from articles.models import Article, Correction, LiveStream, Tag
from articles.models.article import ArticleQuerySet

AROUND = 4  # headlines in each list around a story


@dataclass(frozen=True, slots=True)
class Air:
    """What is on the air now, and the moments at which that changes."""

    streams: tuple[LiveStream, ...] = ()
    moments: tuple[datetime, ...] = ()


def air_at(now: datetime) -> Air:
    """One query: streams that are on, or will be by their hours."""
    by_time = Q(switch=LiveStream.Switch.BY_TIME) & (Q(ends_at=None) | Q(ends_at__gt=now))
    found = list(
        LiveStream.objects.filter(by_time | Q(switch=LiveStream.Switch.ON)).order_by("starts_at")[:20]
    )
    moments = [
        moment
        for stream in found
        if stream.switch == LiveStream.Switch.BY_TIME
        for moment in (stream.starts_at, stream.ends_at)
        if moment is not None and moment > now
    ]
    return Air(tuple(stream for stream in found if stream.is_on_air(now)), tuple(moments))


def next_midnight(now: datetime) -> datetime:
    """When the paper's day ends, in its own zone."""
    local = timezone.localtime(now)
    return timezone.make_aware(datetime.combine(local.date() + timedelta(days=1), time.min))


def with_next_due(rows: ArticleQuerySet, now: datetime) -> ArticleQuerySet:
    """Each row also says when the next story of the paper is due: asked once a query, by the index."""
    due = Article.objects.filter(published_at__gt=now).order_by("published_at").values("published_at")[:1]
    return rows.annotate(next_due=Subquery(due))


def cards(now: datetime) -> ArticleQuerySet:
    """Published stories for a list."""
    return with_next_due(Article.objects.published(now).for_cards(), now)


@dataclass(slots=True)
class Around:
    """What else there is to read, beside a story."""

    related: list[Article] = field(default_factory=list)
    more: list[Article] = field(default_factory=list)
    newer: Article | None = None
    older: Article | None = None

    def all(self) -> list[Article]:
        """Each of them."""
        return [*self.related, *self.more, *(row for row in (self.newer, self.older) if row)]


def around(article: Article, *, tags: Sequence[int], author: int | None, now: datetime) -> Around:
    """Related stories, more from the first author, the next and the previous one in the section: one query."""
    shown = Article.objects.published(now).exclude(pk=article.pk).order_by()
    at = article.published_at
    section = shown.filter(section=article.section_id)
    parts = {
        "newer": section.filter(
            Q(published_at__gte=at) & (Q(published_at__gt=at) | Q(pk__gt=article.pk))
        ).order_by("published_at", "pk")[:1],
        "older": section.filter(
            Q(published_at__lte=at) & (Q(published_at__lt=at) | Q(pk__lt=article.pk))
        ).order_by("-published_at", "-pk")[:1],
        "section": section.order_by("-published_at", "-pk")[: AROUND + 2],
        "topic": shown.filter(article_tags__tag__in=list(tags)[:1]).order_by(
            "-article_tags__published_at", "-pk"
        )[: AROUND + 2],
        "author": shown.filter(bylines__author=author or 0).order_by("-bylines__published_at", "-pk")[
            :AROUND
        ],
    }
    return _sorted_out(_labelled(parts))


def _labelled(parts: Mapping[str, QuerySet[Article]]) -> list[Article]:
    columns = ("pk", "headline", "slug", "address_date", "published_at", "withdraw_at", "next_change_at")
    queries = [
        Article.objects.filter(pk__in=rows.values("pk")).annotate(why=Value(why)).only(*columns)
        for why, rows in parts.items()
    ]
    return list(queries[0].union(*queries[1:], all=True))


def _sorted_out(found: list[Article]) -> Around:
    result = Around()
    by_why: dict[str, list[Article]] = {}
    for row in sorted(found, key=lambda row: (row.published_at, row.pk), reverse=True):
        by_why.setdefault(row.why, []).append(row)  # type: ignore[attr-defined]
    result.newer = next(iter(by_why.get("newer", [])), None)
    result.older = next(iter(by_why.get("older", [])), None)
    result.more = by_why.get("author", [])
    seen = {row.pk for row in result.more}
    for row in [*by_why.get("topic", []), *by_why.get("section", [])]:
        if row.pk not in seen and len(result.related) < AROUND:
            seen.add(row.pk)
            result.related.append(row)
    return result


def topics_of(article: Article) -> list[Tag]:
    """The topics that came with `for_page()`."""
    return [Tag(**told) for told in article.topics_told]  # type: ignore[attr-defined]


def is_sensitive(article: Article, topics: Sequence[Tag]) -> bool:
    """Must advertisers have agreed to stand here? The strictest of the story, its section and its topics decides."""
    return (
        article.is_sensitive
        or article.section.is_sensitive  # type: ignore[union-attr]
        or any(topic.is_sensitive for topic in topics)
    )


def corrections_of(article: Article) -> list[Correction]:
    """The corrections that came with `for_page()`, the oldest first."""
    return [
        Correction(kind=told["kind"], text=told["text"], at=datetime.fromisoformat(told["at"]))
        for told in article.notes_told  # type: ignore[attr-defined]
    ]
