"""The paper's policies, for the forms and slots that point to them."""

from typing import Any

from django import template
from django.urls import reverse

from newsroom.site.snapshot import paper_of

register = template.Library()


@register.simple_tag(takes_context=True)
def policy(context: Any, name: str) -> str:
    """The address of the policy on “comments” or “advertising”; empty where the paper has written none."""
    request = getattr(context, "request", None)  # kept in contexts that are otherwise alone
    if request is None or not paper_of(request).settings.policies.get(name):
        return ""
    return reverse("chrome:policy", args=(name,))
