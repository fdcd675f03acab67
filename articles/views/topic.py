"""A topic's page: what was written about it, across sections."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Tag
from articles.reading import cards
from articles.views.pages import asked, published_at_of, show
from newsroom.kit.paging import keyset_page

SIZE = 20


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Stories under one topic, newest first."""
    tag = get_object_or_404(Tag, slug=slug)
    page = keyset_page(
        cards(timezone.now()).filter(article_tags__tag=tag),
        by="article_tags__published_at",
        size=SIZE,
        cursor=asked(request, "after"),
        key=published_at_of,
    )

    context = {"topic": tag, "page": page}
    return show(request, "articles/topic_detail.html", context, tags=[f"topic:{tag.pk}"], rows=page.rows)
