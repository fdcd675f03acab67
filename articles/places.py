"""Where a story stands: the lists it is found in, in the words of kept pages (docs/words.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from articles.models import Article, ArticleTag, Byline


@dataclass(frozen=True, slots=True)
class Places:
    """The lists a story stands in, and since when it does."""

    since: datetime | None = None
    lists: frozenset[str] = frozenset()


def places_of(article: Article) -> Places:
    """The lists of a story that has been published or will be; none for one that is not to be seen. Three queries."""
    day = article.address_date
    if article.published_at is None or day is None or article.withdraw_at is not None:
        return Places()
    lists = {f"year:{day.year}", f"month:{day:%Y-%m}", f"day:{day}"}
    lists |= {f"in-section:{article.section_id}", f"in-section:{article.top_section_id}"}
    lists |= {
        f"by-author:{pk}" for pk in Byline.objects.filter(article=article).values_list("author", flat=True)
    }
    lists |= {
        f"on-topic:{pk}" for pk in ArticleTag.objects.filter(article=article).values_list("tag", flat=True)
    }
    of_year = Article.objects.filter(address_date__year=day.year, published_at__isnull=False)
    if not of_year.exclude(pk=article.pk).exists():
        lists.add("years")  # it begins a year, or ends it: the years beside lead there, or no longer
    return Places(article.published_at, frozenset(lists))


def shown_in(rows: Iterable[Article]) -> set[str]:
    """What cards show: stories, their sections, people and pictures; of rows loaded by headline, the story alone."""
    tags = set()
    for row in rows:
        tags.add(f"article:{row.pk}")
        if "section_id" in row.get_deferred_fields():
            continue
        tags.add(f"section:{row.section_id}")
        tags |= {f"author:{pk}" for pk in getattr(row, "authors_told", ())}
        if row.lead_image_id:
            tags.add(f"image:{row.lead_image_id}")
    return tags
