"""What robots ask for at the root of the site."""

from django.urls import path

from newsroom.chrome import policies, robots

app_name = "chrome"

urlpatterns = [
    path("robots.txt", robots.robots, name="robots"),
    path("ads.txt", robots.ads_txt, name="ads-txt"),
    path("policies/<str:name>/", policies.policy, name="policy"),
    path("-/look/<str:colour>.css", policies.look, name="look"),
]
