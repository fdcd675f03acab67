"""Input about the paper: its settings, its links."""

import re
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator

from newsroom.kit.images import RefusedError
from newsroom.site import colours
from newsroom.site.logo import redraw
from newsroom.site.models import BreakingBanner, NavItem, SiteSettings

MOST_SOCIAL = 8


def clean_path(value: str) -> str:
    """A path on this site, or a full address on the web; nothing that runs."""
    if value and not re.match(r"/(?![/\\])|https?://", value):
        raise ValidationError("Write a path such as /politics/, or an address that begins with https://.")
    return value


class SettingsForm(forms.ModelForm):
    """What the paper is called and how it looks."""

    logo = forms.FileField(
        required=False,
        widget=AdminFileWidget,
        help_text="JPEG, PNG, WebP or GIF; a wide one on a transparent ground suits best. It stands where the name stood.",
    )
    social = forms.CharField(
        label="Elsewhere",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "Mastodon https://example.social/@post"}),
        help_text="Links in the footer to the paper’s other places, one a line: a name, then the address.",
    )

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
            "language": forms.Select(),
            "accent": forms.TextInput(attrs={"type": "color"}),
            "footer": forms.Textarea(attrs={"rows": 3}),
            "comment_policy": forms.Textarea(attrs={"rows": 4}),
            "ad_policy": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts: ClassVar[dict[str, str]] = {
            "language": "What you write in. Browsers and search engines are told.",
            "footer": "Who publishes the paper, and how to reach it.",
            "comments_open_days": "After so many days a story takes no new comments; 0: for ever.",
            "comment_policy": "A page of its own, linked from the comment form and the footer.",
            "ad_policy": "A page of its own, linked from each slot and the footer.",
        }
        labels: ClassVar[dict[str, str]] = {"comments_open_days": "Comments stay open for (days)"}

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields[
            "accent"
        ].help_text = "Links and marks of the public pages. Dark pages lighten it as they need."
        self.fields["language"].widget.choices = _languages(self.instance.language)
        lines = [f"{link['label']} {link['url']}" for link in self.instance.social_links]
        self.initial["social"] = "\n".join(lines)

    def clean_accent(self) -> str:
        """It can be read on light pages, and white words on it."""
        colour = str(self.cleaned_data["accent"]).lower()
        if not colours.COLOUR.fullmatch(colour):
            raise ValidationError("Write a colour such as #9b1c1c.")
        if not colours.is_readable(colour, colours.LIGHT):
            found = colours.contrast(colour, colours.LIGHT)
            raise ValidationError(
                f"Too pale to read on light pages: its contrast is {found:.1f}, and {colours.READABLE} is needed."
                f" {colours.on_light(colour)} would do."
            )
        return colour

    def clean_logo(self) -> Any:
        """A picture made anew; nothing of the file as it was sent is kept."""
        sent = self.cleaned_data["logo"]
        if not sent:
            self.instance.logo_width = self.instance.logo_height = 0
        elif isinstance(sent, UploadedFile):
            try:
                sent, self.instance.logo_width, self.instance.logo_height = redraw(sent.read())
            except RefusedError as refusal:
                raise ValidationError(str(refusal)) from refusal
        return sent

    def clean_social(self) -> list[dict[str, str]]:
        """One a line: a name, then the address; the host is the name where there is none."""
        found = []
        for line in filter(None, map(str.strip, str(self.cleaned_data["social"]).splitlines())):
            label, _, url = line.rpartition(" ")
            try:
                URLValidator(schemes=("https", "http"))(url)
            except ValidationError:
                raise ValidationError(
                    f"“{line}” does not end with an address such as https://example.com/post."
                ) from None
            found.append({"label": label.strip()[:40] or str(urlsplit(url).hostname), "url": url})
        if len(found) > MOST_SOCIAL:
            raise ValidationError(f"Keep the footer short: at most {MOST_SOCIAL} links.")
        return found

    def save(self, commit: bool = True) -> Any:
        self.instance.social_links = self.cleaned_data["social"]
        return super().save(commit)


class NavRow(forms.Form):
    """One link of the navigation as the page shows it; a row without name and address is none."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    label = forms.CharField(
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"aria-label": "Name", "placeholder": "Name"}),
    )
    path = forms.CharField(
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"aria-label": "Address", "placeholder": "/politics/"}),
    )
    place = forms.IntegerField(required=False, min_value=0, max_value=999)

    def clean_path(self) -> str:
        """A place readers can go to."""
        return clean_path(str(self.cleaned_data["path"]))

    def clean(self) -> dict[str, Any]:
        """Both or neither."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(found.get("label")) != bool(found.get("path")) and not self.errors:
            raise ValidationError("A link needs a name and an address.")
        return found


NavForm = forms.formset_factory(NavRow, extra=2, max_num=20, validate_max=True)


def in_order(rows: forms.BaseFormSet) -> list[dict[str, Any]]:
    """The links, by their place; where places are equal, as they stood."""
    named = [form.cleaned_data for form in rows.forms if form.cleaned_data.get("label")]
    return sorted(named, key=lambda row: 1000 if row.get("place") is None else row["place"])


def _languages(now: str) -> list[tuple[str, str]]:
    known = sorted(((str(tag), str(name)) for tag, name in settings.LANGUAGES), key=lambda row: row[1])
    return known if now in dict(known) else [(now, now), *known]


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
