"""This room, as Django knows it."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "newsroom.demo"
    verbose_name = "Demo"

    def ready(self) -> None:
        from newsroom.demo import checks  # noqa: F401, PLC0415 -- app ready
