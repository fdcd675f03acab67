"""This room, as Django knows it."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "newsroom.site"
    verbose_name = "The paper"
