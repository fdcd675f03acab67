"""This room, as Django knows it."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "newsroom.accounts"
    verbose_name = "People"

    def ready(self) -> None:
        """Roles are made when a migration run has made every app's permissions, whatever the order of apps."""
        from newsroom.accounts.roles import make_roles  # noqa: PLC0415 -- app ready

        post_migrate.connect(make_roles, dispatch_uid="newsroom.accounts.roles")
