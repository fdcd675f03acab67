"""The people who write, at the desk."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.admin.announcing import Announced
from articles.events import author_changed
from articles.models import Author


@admin.register(Author)
class AuthorAdmin(Announced):
    """People named in bylines, with an account or without."""

    told = (author_changed, "author")
    list_display = ("name", "job_title", "user", "slug")
    list_select_related = ("user",)
    search_fields = ("name", "slug", "job_title")
    prepopulated_fields = {"slug": ("name",)}  # noqa: RUF012 -- Django declares it as an instance variable
    raw_id_fields = ("photo", "user")
    list_per_page = 50
    show_full_result_count = False

    def get_fields(self, request: HttpRequest, obj: Author | None = None) -> Any:
        """Whose account it is opens stories to it, and is said by who changes people in bylines."""
        fields = ["name", "slug", "job_title", "bio", "photo", "email"]
        return [*fields, "user"] if self.has_change_permission(request, obj) else fields
