"""This room, as Django knows it."""

from django.apps import AppConfig


class KeepingConfig(AppConfig):
    name = "newsroom.keeping"
    verbose_name = "Keeping"
