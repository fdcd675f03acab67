"""This room, as Django knows it."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "newsroom.accounts"
    verbose_name = "People"

    def ready(self) -> None:
        """Roles are made once a migration run, after the last app's turn, when every permission exists."""
        from newsroom.accounts.roles import make_roles  # noqa: PLC0415 -- app ready

        last = [app for app in apps.get_app_configs() if app.models_module][-1]
        post_migrate.connect(make_roles, sender=last, dispatch_uid="newsroom.accounts.roles")
