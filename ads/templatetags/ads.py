"""A slot on a page: its place reserved, its facts signed, the house's own creative until something better comes."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context

from ads.decision import snapshot
from ads.previewing import Preview
from ads.reporting import times_opened
from ads.slots import SLOTS
from ads.tokens import sign_facts
from newsroom.kit.caching import shows

register = template.Library()
_NAMES = {code: name for code, name, _sizes, _price in SLOTS}  # two slots of a page are told apart by ear


@register.inclusion_tag("ads/_slot.html", takes_context=True)
def ad_slot(  # noqa: PLR0913 -- the facts of a page
    context: Context,
    code: str,
    *,
    section: str = "",
    topics: Iterable[str] = (),
    sensitive: bool = False,
    off: bool = False,
    page: int = 0,
) -> dict[str, Any]:
    """Reserve a slot. The page's template tells what it is about; nothing is drawn where ads are switched off.

    No query while the process's view of the bookings is fresh, one or three otherwise. No time is in the markup.
    A preview of a booking gets its creative in the markup and nothing to fetch or to count.
    """
    slot = {"code": code, "label": f"Advertisement, {_NAMES.get(code, code).lower()}"}
    preview = _preview(context)
    if preview is not None:
        why = preview.missing(code, sensitive=bool(sensitive), off=off)
        return slot | {"is_preview": True, "why": why, "shown": None if why else preview.shown[code].shown}
    if off:
        return {"code": ""}
    shows(getattr(context, "request", None), f"slot:{code}")
    facts = {"section": section, "topics": sorted(topics), "sensitive": bool(sensitive), "page": page or 0}
    house = snapshot().house.get(code)
    address = f"/-/go/h/{house.creative}" if house else ""
    return slot | {"facts": sign_facts(facts), "shown": house, "address": address}


@register.inclusion_tag("ads/_preview_bar.html", takes_context=True)
def preview_bar(context: Context) -> dict[str, Any]:
    """Says that this page is a preview, on one that is; nothing on any other."""
    return {"preview": _preview(context)}


@register.simple_tag
def page_views(page: int) -> int:
    """How often readers opened a page, by the number its template gave. One query."""
    return times_opened(page)


def _preview(context: Context) -> Preview | None:
    return getattr(context.get("request"), "ad_preview", None)
