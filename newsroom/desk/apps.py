"""This room, as Django knows it; and Django's admin, told which site is the desk."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class DeskConfig(AppConfig):
    name = "newsroom.desk"
    verbose_name = "Desk"


class DeskAdminConfig(admin_apps.AdminConfig):
    """Stands in INSTALLED_APPS where django.contrib.admin would: every `@admin.register` lands on our site."""

    default = False
    default_site = "newsroom.desk.site.NewsroomAdminSite"
