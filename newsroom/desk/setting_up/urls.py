"""Addresses under /setup/."""

from django.urls import path

from newsroom.desk.setting_up import views

app_name = "setup"

urlpatterns = [
    path("", views.resume, name="resume"),
    path("paper/", views.name_the_paper, name="paper"),
    path("you/", views.first_administrator, name="person"),
    path("sections/", views.sections, name="sections"),
    path("<str:token>/", views.link, name="link"),
]
