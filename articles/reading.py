"""What stands around a story for its readers: what is on the air, what comes next, what else there is to read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet, Subquery, Value
from django.utils import timezone

from articles.models import Article, Byline, Correction, LiveStream, Tag
from articles.models.article import ArticleQuerySet
from newsroom.kit.paging import Listing
from newsroom.kit.prepared import Prepared

AROUND = 4  # headlines in each list around a story


@dataclass(frozen=True, slots=True)
class Air:
    """What is on the air now, and the moments at which that changes."""

    streams: tuple[LiveStream, ...] = ()
    moments: tuple[datetime, ...] = ()


def _streams(now: datetime) -> "QuerySet[LiveStream]":
    by_time = Q(switch=LiveStream.Switch.BY_TIME) & (Q(ends_at=None) | Q(ends_at__gt=now))
    return LiveStream.objects.filter(by_time | Q(switch=LiveStream.Switch.ON)).order_by("starts_at")[:20]


_STREAMS = Prepared(_streams)


def air_at(now: datetime) -> Air:
    """One query: streams that are on, or will be by their hours."""
    found = _STREAMS(now=now)
    moments = [
        moment
        for stream in found
        if stream.switch == LiveStream.Switch.BY_TIME
        for moment in (stream.starts_at, stream.ends_at)
        if moment is not None and moment > now
    ]
    return Air(tuple(stream for stream in found if stream.is_on_air(now)), tuple(moments))


def next_due(now: datetime) -> datetime | None:
    """When the next story of the paper appears, None where none waits."""
    waiting = Article.objects.filter(published_at__gt=now).order_by("published_at")
    return waiting.values_list("published_at", flat=True).first()


def next_midnight(now: datetime) -> datetime:
    """When the paper's day ends, in its own zone."""
    local = timezone.localtime(now)
    return timezone.make_aware(datetime.combine(local.date() + timedelta(days=1), time.min))


def with_next_due(rows: ArticleQuerySet, now: datetime) -> ArticleQuerySet:
    """Each row also says when the next story of the paper is due: asked once a query, by the index."""
    due = Article.objects.filter(published_at__gt=now).order_by("published_at").values("published_at")[:1]
    return rows.annotate(next_due=Subquery(due))


def published_at_of(article: Article) -> datetime:
    """A published story's time; its rows under topics and in bylines carry the same."""
    assert article.published_at is not None  # noqa: S101 -- lists show published stories only
    return article.published_at


def cards(now: datetime) -> ArticleQuerySet:
    """Published stories for a list."""
    return with_next_due(Article.objects.published(now).for_cards(), now)


LATEST = Listing(cards, by="published_at", size=30)
OF_DAY = Listing(lambda now, day: cards(now).filter(address_date=day), by="published_at", size=30)
OF_MONTH = Listing(
    lambda now, first, last: cards(now).filter(address_date__range=(first, last)),
    by="published_at",
    size=30,
)
IN_SECTION = Listing(lambda now, section: cards(now).filter(section=section), by="published_at", size=20)
IN_TOP_SECTION = Listing(
    lambda now, section: cards(now).filter(top_section=section), by="published_at", size=20
)
# a topic's and an author's page are ranges of their own index, which holds the story's time as well
OF_TOPIC = Listing(
    lambda now, topic: cards(now).filter(article_tags__tag=topic),
    by="article_tags__published_at",
    size=20,
    key=published_at_of,
)
BY_AUTHOR = Listing(
    lambda now, author: cards(now).filter(bylines__author=author),
    by="bylines__published_at",
    size=20,
    key=published_at_of,
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the paper, for a list of them."""

    kind: str
    label: str
    path: str


def newest_pages(now: datetime) -> list[Page]:
    """The newest stories that carry slots, the front page, and the sections they stand in: one query."""
    stories = Article.objects.published(now).filter(ads_off=False).select_related("section")
    newest = list(stories.order_by("-published_at", "-pk").defer("body", "search")[:8])
    if not newest:  # an empty paper's front page carries no slot
        return []
    sections = {story.section.slug: story.section for story in newest if story.section}
    return [
        *(Page("article", str(story), story.get_absolute_url()) for story in newest),
        Page("front", "The front page", "/"),
        *(Page("section", section.name, section.get_absolute_url()) for section in sections.values()),
    ]


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


def _around(
    article: int, section: int, topic: int, author: int, at: datetime, now: datetime
) -> ArticleQuerySet:
    shown = Article.objects.published(now).exclude(pk=article).order_by()
    beside = shown.filter(section=section)
    parts = {
        "newer": beside.filter(
            Q(published_at__gte=at) & (Q(published_at__gt=at) | Q(pk__gt=article))
        ).order_by("published_at", "pk")[:1],
        "older": beside.filter(
            Q(published_at__lte=at) & (Q(published_at__lt=at) | Q(pk__lt=article))
        ).order_by("-published_at", "-pk")[:1],
        "section": beside.order_by("-published_at", "-pk")[: AROUND + 2],
        "topic": shown.filter(article_tags__tag=topic).order_by("-article_tags__published_at", "-pk")[
            : AROUND + 2
        ],
        "author": shown.filter(bylines__author=author).order_by("-bylines__published_at", "-pk")[:AROUND],
    }
    columns = ("pk", "headline", "slug", "address_date", "published_at", "withdraw_at", "next_change_at")
    queries = [
        Article.objects.filter(pk__in=rows.values("pk")).annotate(why=Value(why)).only(*columns)
        for why, rows in parts.items()
    ]
    return queries[0].union(*queries[1:], all=True)


_AROUND = Prepared(_around)


def around(article: Article, *, tags: Sequence[int], author: int | None, now: datetime) -> Around:
    """Related stories, more from the first author, the next and the previous one in the section: one query."""
    found = _AROUND(
        article=article.pk,
        section=article.section_id,
        topic=tags[0] if tags else 0,
        author=author or 0,
        at=article.published_at,
        now=now,
    )
    return _sorted_out(found)


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


_STORY = Prepared(
    lambda day, slug, now: with_next_due(Article.objects.for_page(), now).filter(address_date=day, slug=slug)
)
_BYLINE = Prepared(lambda article: Byline.objects.select_related("author").filter(article=article))


def story_at(day: date, slug: str, now: datetime) -> Article | None:
    """The story that ever had this address, with all its page shows: one query, and one for its byline."""
    return next(iter(_STORY(day=day, slug=slug, now=now)), None)


def byline_of(article: Article) -> list[Byline]:
    """The names above a story, in their order. One query."""
    return _BYLINE(article=article.pk)


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
