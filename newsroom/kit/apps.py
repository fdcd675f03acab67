"""This room, as Django knows it."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "newsroom.kit"
    verbose_name = "Kit"

    def ready(self) -> None:
        from newsroom.kit import checks  # noqa: PLC0415 -- app ready

        checks.register_all()
