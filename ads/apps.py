"""This room, as Django knows it."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AdsConfig(AppConfig):
    name = "ads"
    verbose_name = "Advertising"

    def ready(self) -> None:
        """The slots are made when this room's own tables are up to date."""
        from ads.slots import make_slots  # noqa: PLC0415 -- app ready

        def after_migration(**facts: Any) -> None:
            make_slots()

        post_migrate.connect(after_migration, sender=self, dispatch_uid="ads.slots", weak=False)
