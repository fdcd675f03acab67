"""What is changed in a plain form is announced as a verb announces it: in the change's own transaction."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import transaction
from django.db.models import Model
from django.dispatch import Signal
from django.http import HttpRequest

from newsroom.kit.events import announce


class Announced(admin.ModelAdmin):
    """Rows that pages show: those pages are told. Deleted one by one, since each is announced."""

    told: ClassVar[tuple[Signal, str]]  # and under which name the row is announced
    actions = None

    @admin.display(description="Advertising", ordering="is_sensitive")
    def handled_with_care(self, row: Model) -> str:
        """A word where there is something to say; a red cross beside everything else would cry wolf."""
        return "Sensitive" if getattr(row, "is_sensitive", False) else ""

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """The pages that show it are told."""
        super().save_model(request, obj, form, change)
        self._announce(obj)

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """The pages that showed it are told."""
        self._announce(obj)
        super().delete_model(request, obj)

    def _announce(self, obj: Model) -> None:
        signal, name = self.told
        announce(signal, **{name: obj})
