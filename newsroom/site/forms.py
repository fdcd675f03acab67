"""Input about the paper: its settings, its links."""

import re
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError

from newsroom.site.models import BreakingBanner, NavItem, SiteSettings

WHITE = "#ffffff"
READABLE = 4.5  # WCAG 2 AA for text of ordinary size


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, as WCAG 2 defines it."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def clean_path(value: str) -> str:
    """A path on this site, or a full address on the web; nothing that runs."""
    if value and not re.match(r"/(?![/\\])|https?://", value):
        raise ValidationError("Write a path such as /politics/, or an address that begins with https://.")
    return value


class SettingsForm(forms.ModelForm):
    """What the paper is called and how it looks."""

    class Meta:
        model = SiteSettings
        fields = (
            "name",
            "tagline",
            "language",
            "logo",
            "accent",
            "footer",
            "comment_policy",
            "comments_open_days",
            "ad_policy",
        )
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "accent": forms.TextInput(attrs={"type": "color"}),
            "footer": forms.Textarea(attrs={"rows": 3}),
            "comment_policy": forms.Textarea(attrs={"rows": 4}),
            "ad_policy": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts: ClassVar[dict[str, str]] = {
            "comments_open_days": "After so many days a story takes no new comments."
        }
        labels: ClassVar[dict[str, str]] = {"comments_open_days": "Comments stay open for (days)"}

    def clean_accent(self) -> str:
        """White words must be readable on it, and it on white."""
        colour = str(self.cleaned_data["accent"]).lower()
        if not re.fullmatch(r"#[0-9a-f]{6}", colour):
            raise ValidationError("Write a colour such as #9b1c1c.")
        found = contrast(colour, WHITE)
        if found < READABLE:
            raise ValidationError(
                f"Too pale to read on white: contrast is {found:.1f}, and {READABLE} is needed. Choose a darker one."
            )
        return colour


class NavItemForm(forms.ModelForm):
    """One link of the navigation."""

    class Meta:
        model = NavItem
        fields = ("label", "path", "position")

    def clean_path(self) -> str:
        """A place readers can go to."""
        return clean_path(str(self.cleaned_data["path"]))


class BannerForm(forms.ModelForm):
    """A breaking line and its hours."""

    class Meta:
        model = BreakingBanner
        fields = ("text", "path", "starts_at", "ends_at")

    def clean_path(self) -> str:
        """A place readers can go to, or none."""
        return clean_path(str(self.cleaned_data["path"]))
