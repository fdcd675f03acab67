"""Finding stories by their words: PostgreSQL's full text, the best of the newest thousand."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import DurationField, ExpressionWrapper, F, FloatField, Func, TextField, Value
from django.db.models.functions import Cast, Concat, Extract, Now
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article
from articles.reading import cards
from articles.search import config_for, fold

SIZE = 20
NEWEST = 1000  # ranked; a word that stands everywhere is cut off by time, not by chance
HALF_LIFE = 180  # days after which a story weighs half
NOT_IN_THE_INDEX = ("", "T")  # what PostgreSQL's querytree() says of such a question
START, END = "\ue000", "\ue001"  # private-use signs: no text holds them, and they outlive escaping


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found."""

    rows: Sequence[Article]
    page: int
    has_more: bool


def find(words: str, *, language: str, page: int, newest_first: bool, now: datetime) -> Found:
    """Stories with these words: `"a phrase"`, `or` and `-not` are understood.

    Nothing where the index cannot say which stories to look at (`-not` alone): all of them would have to be read.
    """
    query = SearchQuery(fold(words), config=config_for(language), search_type="websearch")
    wanted = Func(query, function="querytree", output_field=TextField())
    newest = Article.objects.published(now).alias(wanted=wanted).exclude(wanted__in=NOT_IN_THE_INDEX)
    newest = newest.filter(search=query).order_by("-published_at")[:NEWEST]
    age = ExpressionWrapper(Now() - F("published_at"), output_field=DurationField())
    halves = ExpressionWrapper(Extract(age, "epoch") / (86400.0 * HALF_LIFE), output_field=FloatField())
    weight = ExpressionWrapper(SearchRank(F("search"), query) / (1.0 + halves), output_field=FloatField())
    order = ("-published_at", "-pk") if newest_first else ("-weight", "-published_at", "-pk")
    rows = cards(now).filter(pk__in=newest.values("pk")).annotate(weight=weight).order_by(*order)
    stripped = Func(
        F("body"),
        Value("<[^>]*>"),
        Value(" "),
        Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    )
    snippet = SearchHeadline(
        Concat(Cast("standfirst", TextField()), Value(" ", output_field=TextField()), stripped),
        query,
        config=config_for(language),
        start_sel=START,
        stop_sel=END,
        max_words=34,
        min_words=18,
        max_fragments=2,
        fragment_delimiter=" … ",
    )
    start = (page - 1) * SIZE
    found = list(rows.annotate(snippet=snippet)[start : start + SIZE + 1])
    return Found(found[:SIZE], page, len(found) > SIZE)


def marked(snippet: str) -> SafeString:
    """The passage with its words marked, and nothing else as markup."""
    safe = escape(" ".join(html.unescape(snippet).split()))
    return mark_safe(safe.replace(START, "<mark>").replace(END, "</mark>"))  # noqa: S308 -- escaped above
