"""This room, as Django knows it."""

from django.apps import AppConfig


class ImportersConfig(AppConfig):
    name = "newsroom.importers"
    verbose_name = "Importers"
