"""The people who write: all of them, and one with their stories."""

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Author, Byline
from articles.reading import BY_AUTHOR
from articles.views.pages import asked, show

ALL = 600  # a paper of 200 with its guests; beyond, the search finds them


@require_safe
def authors(request: HttpRequest) -> HttpResponse:
    """Everybody with a published story, by name."""
    now = timezone.now()
    named = Byline.objects.filter(author=OuterRef("pk"), published_at__lte=now)
    written = named.filter(Q(article__withdraw_at=None) | Q(article__withdraw_at__gt=now))
    people = list(Author.objects.filter(Exists(written)).select_related("photo").order_by("name")[:ALL])

    tags = ["authors", *(tag for person in people for tag in told_of(person))]
    return show(request, "articles/author_list.html", {"people": people}, tags=tags, rows=[])


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """One person: who they are, and what they wrote."""
    person = get_object_or_404(Author.objects.select_related("photo"), slug=slug)
    page = BY_AUTHOR.page(asked(request, "after"), now=timezone.now(), author=person.pk)

    context = {"person": person, "page": page}
    tags = [f"by-author:{person.pk}", *told_of(person)]
    return show(request, "articles/author_detail.html", context, tags=tags, rows=page.rows)


def told_of(person: Author) -> list[str]:
    """A person with their picture."""
    return [f"author:{person.pk}", *([f"image:{person.photo_id}"] if person.photo_id else [])]
