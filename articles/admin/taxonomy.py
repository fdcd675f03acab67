"""Sections, topics and old addresses at the desk."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest

from articles.events import section_changed, tag_changed
from articles.models import Redirect, Section, Tag
from newsroom.kit.events import announce


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    """The parts of the paper."""

    list_display = ("name", "slug", "parent", "position", "is_sensitive")
    list_select_related = ("parent",)
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}  # noqa: RUF012 -- Django declares it as an instance variable
    fields = ("name", "slug", "parent", "description", "position", "is_sensitive")

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Section, form: ModelForm, change: bool) -> None:
        """The pages that show it are told."""
        super().save_model(request, obj, form, change)
        announce(section_changed, section=obj)


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    """What stories are about."""

    list_display = ("name", "slug", "is_sensitive")
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}  # noqa: RUF012
    list_per_page = 50
    show_full_result_count = False

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Tag, form: ModelForm, change: bool) -> None:
        """The pages that show it are told."""
        super().save_model(request, obj, form, change)
        announce(tag_changed, tag=obj)


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin):
    """Addresses that were, and where they lead."""

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
