"""What every public page needs around it, without asking who reads."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from newsroom.site.snapshot import paper


def chrome(request: HttpRequest) -> dict[str, Any]:
    """`paper` (settings, nav, banner) and the site's address; nothing is read until a template asks."""
    return {"paper": SimpleLazyObject(paper), "site_url": settings.SITE_URL, "now": timezone.localtime()}
