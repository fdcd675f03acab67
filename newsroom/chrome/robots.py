"""What machines are told: where they may go, and who may sell what stands here."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from newsroom.kit.caching import keep

CLOSED = ("/admin/", "/accounts/", "/-/", "/search/", "/preview/", "/comments/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """All but the machine ends, the desk, and pages made for one person."""
    lines = ["User-agent: *", *[f"Disallow: {path}" for path in CLOSED], ""]
    lines += [
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        f"Sitemap: {settings.SITE_URL}/news-sitemap.xml",
        "",
    ]
    return keep(HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8"), tags=["robots"])


@require_safe
def ads_txt(request: HttpRequest) -> HttpResponse:
    """This paper sells its own slots: no one else is authorised, which is what a placeholder record says."""
    text = "placeholder.example.com, placeholder, DIRECT, placeholder\n"
    return keep(HttpResponse(text, content_type="text/plain; charset=utf-8"), tags=["robots"])
