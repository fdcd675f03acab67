"""A section's page: its stories, newest first."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Section
from articles.reading import IN_SECTION, IN_TOP_SECTION
from articles.views.pages import asked, show


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """A section or a sub-section; those of a section stand in it too."""
    sections = {
        found.slug: found for found in Section.objects.select_related("parent")
    }  # few, and all in one question
    if (this := sections.get(slug)) is None:
        raise Http404("There is no such section.")
    top = this.parent or this
    strip = [section for section in sections.values() if section.parent_id == top.pk]
    listing = IN_SECTION if this.parent_id else IN_TOP_SECTION  # those of a section's parts stand in it too
    page = listing.page(asked(request, "after"), now=timezone.now(), section=this.pk)

    tags = [f"in-section:{this.pk}", *(f"section:{part.pk}" for part in (top, this, *strip))]
    context = {"section": this, "top": top, "strip": strip, "page": page}
    return show(request, "articles/section_detail.html", context, tags=tags, rows=page.rows)
