"""The picture library at the desk."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from articles.images import describe
from articles.models import Image
from articles.views.desk import library, upload


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    """Pictures: their list and upload are our pages; what is said about one is an ordinary form."""

    change_form_template = "articles/desk/picture_change.html"
    fields = (
        "title",
        "alt",
        "is_decorative",
        "caption",
        "credit",
        "rights",
        "licence_ends_on",
        ("focal_x", "focal_y"),
    )

    def get_urls(self) -> list[URLPattern]:
        """The picker and the editor's upload, before the admin's own."""
        wrap = self.admin_site.admin_view
        own = [
            path("picker/", wrap(library.picker), name="articles_image_picker"),
            path("upload/", wrap(upload.upload), name="articles_image_upload"),
        ]
        return [*own, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The grid."""
        return library.listing(request)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The upload page."""
        return library.add(request)

    def save_model(self, request: HttpRequest, obj: Image, form: ModelForm, change: bool) -> None:
        """By the verb: the pages that show the picture are told."""
        stored = Image.objects.get(pk=obj.pk)
        describe(stored, **{name: form.cleaned_data[name] for name in form.changed_data})
