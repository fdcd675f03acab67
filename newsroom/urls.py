"""The site map: one include per room."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("accounts/", include("newsroom.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("setup/", include("newsroom.desk.setting_up.urls")),
    path("comments/", include("comments.urls")),
    path("-/", include("newsroom.health.urls")),
    path("-/", include("ads.urls")),
    path("", include("newsroom.chrome.urls")),
    path("", include("articles.urls")),  # last: a section may have any name that is no other room's
]

handler400 = "newsroom.chrome.errors.bad_request"
handler403 = "newsroom.chrome.errors.forbidden"
handler404 = "newsroom.chrome.errors.not_found"
handler500 = "newsroom.chrome.errors.server_error"
