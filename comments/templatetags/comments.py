"""The thread under a story, and how many comments the stories of a list have."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context

from articles.models import Article
from comments import reading
from newsroom.kit.caching import shows

register = template.Library()


@register.inclusion_tag("comments/_thread.html", takes_context=True)
def comment_thread(context: Context, article: Article) -> dict[str, Any]:
    """The first page of the story's thread, and the form: three queries, the same bytes for everybody."""
    page = reading.thread_page(article)
    shows(getattr(context, "request", None), *reading.shown_in(page), until=[page.changes_at])
    return {"page": page, "article": article}


@register.simple_tag(takes_context=True)
def comment_counts(context: Context, articles: Iterable[Article]) -> dict[int, int]:
    """Published comments by story id, one query for the whole list: `{% comment_counts articles as counts %}`."""
    articles = list(articles)
    shows(getattr(context, "request", None), *(f"count:{article.pk}" for article in articles))
    return reading.comment_counts(articles)
