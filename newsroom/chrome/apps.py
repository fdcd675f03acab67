"""This room, as Django knows it."""

from django.apps import AppConfig


class ChromeConfig(AppConfig):
    name = "newsroom.chrome"
    verbose_name = "Chrome"
