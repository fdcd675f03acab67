"""Putting the navigation in order: all of it at once, as the page shows it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from newsroom.site.models import NavItem
from newsroom.site.snapshot import touch_paper


@transaction.atomic
def arrange(rows: Sequence[dict[str, Any]]) -> None:
    """The links as written, in this order; those not among them go. Every page shows it from the next one on."""
    touch_paper()  # first: its row is the lock that lets two arrangements wait for one another
    known = NavItem.objects.in_bulk([row["pk"] for row in rows if row.get("pk")])
    NavItem.objects.exclude(pk__in=known).delete()
    for position, row in enumerate(rows):
        item = known.get(row.get("pk")) or NavItem()
        item.label, item.path, item.position = row["label"], row["path"], position
        item.save()
