"""This room, as Django knows it."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "newsroom.health"
    verbose_name = "Health"
