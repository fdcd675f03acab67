"""The booking form: who, when, where, which picture, for how much."""

from collections.abc import Sequence
from copy import copy
from typing import Any

from django import forms
from django.core import signing
from django.core.validators import URLValidator
from django.utils import timezone

from ads.booking import keep_picture, proposed_price
from ads.models import Slot
from newsroom.kit.images import RefusedError, Stored

_SALT = "ads.picture"


class SlotsField(forms.ModelMultipleChoiceField):
    """The slots, each with what a week of it costs."""

    def label_from_instance(self, obj: Any) -> str:
        """Name and price stand together: the seller adds up at a glance."""
        return f"{obj.name}, {obj.week_price} a week"


class BookingForm(forms.Form):
    """One form books all slots of an order. A picture that was sent once is kept while the rest is mended."""

    needs_picture = True

    advertiser = forms.CharField(
        max_length=120, widget=forms.TextInput(attrs={"list": "advertisers", "autocomplete": "off"})
    )
    campaign = forms.CharField(
        max_length=160, required=False, help_text="A name for the order; made up if left empty."
    )
    first_day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), help_text="This day included.")
    slots = SlotsField(Slot.objects.all(), widget=forms.CheckboxSelectMultiple)
    picture = forms.FileField(
        required=False,
        widget=forms.ClearableFileInput(
            attrs={"accept": "image/png,image/jpeg,image/webp,image/avif,image/gif"}
        ),
        help_text="JPEG, PNG, WebP or AVIF, best 1456 × 180 or larger above stories. It is made smaller here.",
    )
    kept_picture = forms.CharField(required=False, widget=forms.HiddenInput)
    alt = forms.CharField(
        label="What the picture says",
        max_length=300,
        help_text="For readers who cannot see it: all its words.",
    )
    link = forms.CharField(
        label="Leads to",
        max_length=1000,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        validators=(
            URLValidator(schemes=("http", "https"), message="Give a full address that begins with https://"),
        ),
    )
    price = forms.DecimalField(
        min_value=0,
        max_digits=10,
        decimal_places=2,
        required=False,
        help_text="For all days and slots. Left empty: the slots' week prices, by the day.",
    )
    allow_sensitive = forms.BooleanField(required=False, label="May stand beside sensitive stories")
    held_until = forms.DateField(
        required=False, label="Only hold, until", widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Left empty: booked. A hold is shown to nobody, and lapses after this day.",
    )  # fmt: skip

    def clean_advertiser(self) -> str:
        """The name without the spaces around it."""
        return " ".join(str(self.cleaned_data["advertiser"]).split())

    def clean(self) -> dict[str, Any]:
        """Takes the picture in, or the one kept from the last try; proposes a price."""
        told = super().clean() or {}
        told["stored"] = self._picture()
        first, last = told.get("first_day"), told.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day comes before the first.")
        elif last and last < timezone.localdate():
            self.add_error("last_day", "This day is over.")
        elif first and last and (slots := self.sold()) and told.get("price") is None:
            told["price"] = proposed_price(slots, first, last)
        if told.get("held_until") and told["held_until"] < timezone.localdate():
            self.add_error("held_until", "This day is over.")
        return told

    def sold(self) -> Sequence[Slot]:
        """The slots that the price is for."""
        return list(self.cleaned_data.get("slots") or ())

    @property
    def kept(self) -> Stored | None:
        """The picture that was sent with this form, now or before."""
        return self.cleaned_data.get("stored") if hasattr(self, "cleaned_data") else None

    def _picture(self) -> Stored | None:
        sent = self.cleaned_data.get("picture")
        if sent:
            try:
                stored = keep_picture(sent.read())
            except RefusedError as problem:
                self.add_error("picture", str(problem))
                return None
            told = [stored.hash, stored.width, stored.height, stored.widths, stored.formats]
            data: Any = copy(self.data)  # the sent form itself cannot be changed
            data[self.add_prefix("kept_picture")] = signing.dumps(told, salt=_SALT)
            self.data = data
            return stored
        try:
            return Stored(
                *signing.loads(self.cleaned_data.get("kept_picture") or "", salt=_SALT, max_age=86_400)
            )
        except signing.BadSignature:
            if self.needs_picture:
                self.add_error("picture", "Choose the creative's picture.")
            return None


class ChangeForm(BookingForm):
    """What may be changed of a booking: its days, its price, what readers see. Without a new picture the old one stays."""

    advertiser = campaign = slots = held_until = None  # type: ignore[assignment]
    needs_picture = False

    def __init__(self, *args: Any, slots: Sequence[Slot], **more: Any) -> None:
        super().__init__(*args, **more)
        self._slots = slots
        self.fields["picture"].label = "Another picture"

    def sold(self) -> Sequence[Slot]:
        """Those of the booking that are still open."""
        return self._slots
