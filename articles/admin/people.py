"""The people who write, at the desk."""

from django.contrib import admin
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest

from articles.events import author_changed
from articles.models import Author
from newsroom.kit.events import announce


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin):
    """People named in bylines, with an account or without."""

    list_display = ("name", "job_title", "user", "slug")
    list_select_related = ("user",)
    search_fields = ("name", "slug", "job_title")
    prepopulated_fields = {"slug": ("name",)}  # noqa: RUF012 -- Django declares it as an instance variable
    fields = ("name", "slug", "job_title", "bio", "photo", "email", "user")
    raw_id_fields = ("photo", "user")
    list_per_page = 50
    show_full_result_count = False

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Author, form: ModelForm, change: bool) -> None:
        """The pages that name them are told."""
        super().save_model(request, obj, form, change)
        announce(author_changed, author=obj)
