"""The paper as each process holds it in memory, read again only when its version has risen."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction
from django.http import HttpRequest

from newsroom.kit.caching import shows
from newsroom.kit.events import announce
from newsroom.site.events import paper_changed
from newsroom.site.models import BreakingBanner, NavItem, SiteSettings


@dataclass(frozen=True, slots=True)
class Paper:
    """The settings row, the navigation, and the banners that are not yet over."""

    settings: SiteSettings
    nav: tuple[NavItem, ...]
    banners: tuple[BreakingBanner, ...]

    def banner_at(self, now: datetime) -> BreakingBanner | None:
        """The banner on the air at this moment."""
        return next((b for b in self.banners if b.starts_at <= now < b.ends_at), None)


_held: Paper | None = None


def paper() -> Paper:
    """The paper now: one query for the version, three more only after a change."""
    global _held
    version = SiteSettings.objects.filter(pk=1).values_list("version", flat=True).first()
    held = _held  # another thread may put an older one there: what was read here is what is returned
    if held is None or version is None or held.settings.version != version:
        settings, _made = SiteSettings.objects.get_or_create(pk=1)
        held = _held = Paper(settings, tuple(NavItem.objects.all()), tuple(BreakingBanner.objects.all()))
    return held


def paper_of(request: HttpRequest) -> Paper:
    """The paper as this page knows it: asked for once a request. The page shows it: it goes when that changes."""
    shows(request, "chrome")
    held: Paper | None = getattr(request, "_paper", None)
    if held is None:
        held = paper()
        request._paper = held  # type: ignore[attr-defined]
    return held


@transaction.atomic
def touch_paper() -> None:
    """Raise the version: each process reads the paper again at its next page. In the change's own transaction."""
    SiteSettings.objects.get_or_create(pk=1)
    SiteSettings.objects.filter(pk=1).update(version=models.F("version") + 1)
    announce(paper_changed)
