"""This room, as Django knows it."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Stories"

    def ready(self) -> None:
        """Listen to what other rooms announce."""
        from articles import receivers  # noqa: F401, PLC0415 -- app ready
