"""A topic's page: what was written about it, across sections."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Tag
from articles.reading import OF_TOPIC
from articles.views.pages import asked, show


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Stories under one topic, newest first."""
    tag = get_object_or_404(Tag, slug=slug)
    page = OF_TOPIC.page(asked(request, "after"), now=timezone.now(), topic=tag.pk)

    context = {"topic": tag, "page": page}
    return show(
        request,
        "articles/topic_detail.html",
        context,
        tags=[f"on-topic:{tag.pk}", f"topic:{tag.pk}"],
        rows=page.rows,
    )
