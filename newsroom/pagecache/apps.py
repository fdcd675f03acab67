"""This room, as Django knows it."""

from django.apps import AppConfig


class PagecacheConfig(AppConfig):
    name = "newsroom.pagecache"
    verbose_name = "Kept pages"

    def ready(self) -> None:
        """The receivers are connected by being imported."""
        from newsroom.pagecache import receivers  # noqa: F401, PLC0415 -- app ready
