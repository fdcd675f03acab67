"""The thread under a story, and how many comments the stories of a list have."""

from collections.abc import Iterable
from typing import Any

from django import template

from articles.models import Article
from comments import reading

register = template.Library()


@register.inclusion_tag("comments/_thread.html")
def comment_thread(article: Article) -> dict[str, Any]:
    """The first page of the story's thread, and the form: three queries, the same bytes for everybody."""
    return {"page": reading.thread_page(article), "article": article}


@register.simple_tag
def comment_counts(articles: Iterable[Article]) -> dict[int, int]:
    """Published comments by story id, one query for the whole list: `{% comment_counts articles as counts %}`."""
    return reading.comment_counts(articles)
