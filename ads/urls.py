"""The ads room's machine ends under /-/; the pages people see are panels of the desk."""

from django.urls import path

from ads.views import delivery

app_name = "ads"
urlpatterns = [
    path("fill", delivery.fill, name="fill"),
    path("seen", delivery.seen, name="seen"),
    path("go/h/<int:creative>", delivery.go_house, name="go-house"),
    path("go/<str:token>", delivery.go, name="go"),
]
