"""A section's page: its stories, newest first."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Section
from articles.reading import cards
from articles.views.pages import asked, show
from newsroom.kit.paging import keyset_page

SIZE = 20


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """A section or a sub-section; those of a section stand in it too."""
    found = list(Section.objects.select_related("parent").filter(slug=slug)[:1])
    if not found:
        raise Http404("There is no such section.")
    this = found[0]
    strip = list((this.parent or this).children.all())
    page = keyset_page(
        cards(timezone.now()).in_section(this), by="published_at", size=SIZE, cursor=asked(request, "after")
    )

    context = {"section": this, "top": this.parent or this, "strip": strip, "page": page}
    return show(request, "articles/section_detail.html", context, tags=[f"section:{this.pk}"], rows=page.rows)
