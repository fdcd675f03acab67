"""Live video at the desk."""

from django.contrib import admin

from articles.admin.announcing import Announced
from articles.events import stream_changed
from articles.models import LiveStream


@admin.register(LiveStream)
class LiveStreamAdmin(Announced):
    """Broadcasts: their hours, or the switch."""

    told = (stream_changed, "stream")
    list_display = ("title", "starts_at", "ends_at", "switch", "on_air")
    search_fields = ("title",)
    fields = ("title", "description", "provider", "video", "starts_at", "ends_at", "switch")

    @admin.display(boolean=True, description="on the air")
    def on_air(self, row: LiveStream) -> bool:
        """Now."""
        return row.is_on_air()
