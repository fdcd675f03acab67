"""The ads room's ends under /-/: three for machines, and the preview an advertiser is sent."""

from django.urls import path

from ads.views import delivery, preview

app_name = "ads"
urlpatterns = [
    path("fill", delivery.fill, name="fill"),
    path("seen", delivery.seen, name="seen"),
    path("go/h/<int:creative>", delivery.go_house, name="go-house"),
    path("go/<str:token>", delivery.go, name="go"),
    path("preview/<str:word>/", preview.preview, name="preview"),
    path("preview/<str:word>/<path:page>", preview.preview, name="preview-page"),
]
