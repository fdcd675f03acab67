"""Noting each row the demo makes, and asking what it has made."""

from typing import TypeVar

from django.db.models import Model

from newsroom.demo.models import DemoItem

Row = TypeVar("Row", bound=Model)


def keep(row: Row) -> Row:
    """Note that the demo made this row, and give it back."""
    DemoItem.objects.get_or_create(kind=row._meta.label_lower, row=row.pk)
    return row


def made(model: type[Model]) -> list[int]:
    """The keys of this model's rows that the demo made."""
    return list(DemoItem.objects.filter(kind=model._meta.label_lower).values_list("row", flat=True))


def is_here() -> bool:
    """Does this database hold the demo edition?"""
    return DemoItem.objects.exists()
