"""This room, as Django knows it."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "newsroom.kit"
    verbose_name = "Kit"
