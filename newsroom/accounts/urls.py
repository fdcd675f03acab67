"""The two doors that are opened by a link: an invitation, and the way back in. The rest of /accounts/ is allauth's."""

from django.urls import path

from newsroom.accounts.views import joining

app_name = "people"
urlpatterns = [
    path("join/<str:token>/", joining.join, name="join"),
    path("let-in/<str:token>/", joining.let_in, name="let-in"),
]
