"""The desk's bar, on each of its pages."""

from typing import Any

from django import template

from newsroom.desk.navigation import new_story_url, places, tabs

register = template.Library()


@register.inclusion_tag("desk/_bar.html", takes_context=True)
def desk_bar(context: dict[str, Any]) -> dict[str, Any]:
    """The bar for the person who looks: places they may open, a new story, their account."""
    request = context["request"]
    if not (request.user.is_active and request.user.is_staff):
        return {"paper": context.get("paper")}
    return {
        "paper": context.get("paper"),
        "person": request.user,
        "places": list(places(request)),
        "new_story_url": new_story_url(request),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("desk/_tabs.html", takes_context=True)
def desk_tabs(context: dict[str, Any]) -> dict[str, Any]:
    """The tabs under Settings, on their pages."""
    return {"tabs": tabs(context["request"])}
