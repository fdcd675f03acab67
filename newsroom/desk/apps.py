"""This room, as Django knows it."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "newsroom.desk"
    verbose_name = "Desk"
