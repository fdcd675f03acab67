"""Sections, topics and old addresses at the desk."""

from typing import Any

from django.contrib import admin

from articles.admin.announcing import Announced
from articles.events import section_changed, tag_changed
from articles.forms import RedirectForm
from articles.models import Redirect, Section, Tag


@admin.register(Section)
class SectionAdmin(Announced):
    """The parts of the paper."""

    told = (section_changed, "section")
    list_display = ("name", "slug", "parent", "position", "handled_with_care")
    list_select_related = ("parent",)
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}  # noqa: RUF012 -- Django declares it as an instance variable
    fields = ("name", "slug", "parent", "description", "position", "is_sensitive")


@admin.register(Tag)
class TagAdmin(Announced):
    """What stories are about."""

    told = (tag_changed, "tag")
    list_display = ("name", "slug", "handled_with_care")
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}  # noqa: RUF012
    list_per_page = 50
    show_full_result_count = False


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin):
    """Addresses that were, and where they lead."""

    form = RedirectForm
    list_display = ("path", "leads_to", "created_at")
    list_select_related = ("article__section",)
    search_fields = ("path", "target")
    raw_id_fields = ("article",)
    list_per_page = 50
    show_full_result_count = False

    @admin.display(description="leads to")
    def leads_to(self, row: Redirect) -> Any:
        """The story's address of today, or the path."""
        return row.article or row.target
