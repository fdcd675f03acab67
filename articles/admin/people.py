"""The people who write, at the desk."""

from django.contrib import admin

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
    fields = ("name", "slug", "job_title", "bio", "photo", "email", "user")
    raw_id_fields = ("photo", "user")
    list_per_page = 50
    show_full_result_count = False
