"""Live video at the desk."""

from django.contrib import admin
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest

from articles.events import stream_changed
from articles.models import LiveStream
from newsroom.kit.events import announce


@admin.register(LiveStream)
class LiveStreamAdmin(admin.ModelAdmin):
    """Broadcasts: their hours, or the switch."""

    list_display = ("title", "starts_at", "ends_at", "switch", "on_air")
    search_fields = ("title",)
    fields = ("title", "description", "provider", "video", "starts_at", "ends_at", "switch")

    @admin.display(boolean=True, description="on the air")
    def on_air(self, row: LiveStream) -> bool:
        """Now."""
        return row.is_on_air()

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: LiveStream, form: ModelForm, change: bool) -> None:
        """The live page and the masthead are told."""
        super().save_model(request, obj, form, change)
        announce(stream_changed, stream=obj)
