"""This room, as Django knows it."""

from django.apps import AppConfig


class BackgroundConfig(AppConfig):
    name = "newsroom.background"
    verbose_name = "Background"
