"""What people type at the desk: parsed, cleaned, and nothing else."""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ckeditor.widgets import CKEditorWidget
from django import forms

from articles.models import CommentsMode, Image, Redirect, Section
from articles.models.revision import Change


@dataclass(frozen=True, slots=True)
class NamedCredit:
    """A row of the byline as typed: `author` is the id of who was picked, if somebody was."""

    name: str
    role: str = ""
    author: int | None = None


class StoryForm(forms.Form):
    """A story on the writing page. Bylines come as rows of equal names, topics as one line with commas."""

    base = forms.IntegerField(required=False, widget=forms.HiddenInput)
    sitting = forms.UUIDField(required=False, widget=forms.HiddenInput)
    headline = forms.CharField(
        max_length=200,
        required=False,
        widget=forms.Textarea(
            {"rows": 1, "placeholder": "Headline", "class": "grows", "autocomplete": "off", "dir": "auto"}
        ),
    )
    standfirst = forms.CharField(
        max_length=500,
        required=False,
        widget=forms.Textarea(
            {"rows": 1, "placeholder": "Standfirst: one or two sentences", "class": "grows", "dir": "auto"}
        ),
    )
    body = forms.CharField(
        required=False,
        max_length=1_000_000,
        widget=CKEditorWidget(attrs={"rows": 24}),
        error_messages={
            "max_length": "The text has %(show_value)d characters with its markup; one story holds %(limit_value)d. Make two of it."
        },
    )
    section = forms.ModelChoiceField(Section.objects.none(), required=False, empty_label="No section yet")
    topics = forms.CharField(
        required=False,
        max_length=1000,
        error_messages={"max_length": "These are too many to keep: take some off, down to fifty or so."},
    )
    lead_image = forms.ModelChoiceField(Image.objects.all(), required=False, widget=forms.HiddenInput)
    lead_alt = forms.CharField(max_length=400, required=False, label="Alt text")
    lead_decorative = forms.BooleanField(required=False, label="Decorative")
    lead_caption = forms.CharField(max_length=600, required=False, label="Caption")
    lead_credit = forms.CharField(max_length=200, required=False, label="Credit")
    slug = forms.SlugField(max_length=80, required=False, label="Address")
    comments = forms.ChoiceField(choices=CommentsMode.choices, required=False)
    is_sensitive = forms.BooleanField(required=False, label="Sensitive: careful advertisers stay away")
    ads_off = forms.BooleanField(required=False, label="No ads beside this story")
    seo_title = forms.CharField(max_length=200, required=False, label="Title for search engines")
    seo_description = forms.CharField(max_length=400, required=False, label="Description for search engines")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        section = self.fields["section"]
        if isinstance(section, forms.ModelChoiceField):
            section.queryset = Section.objects.select_related("parent")
            section.label_from_instance = _section_label  # type: ignore[method-assign, assignment]

    def typed_bylines(self) -> list[NamedCredit]:
        """The byline's rows, in order, without the empty ones."""
        if not self.is_bound:
            return list(self.initial.get("bylines", ()))
        listed: Callable[[str], list[str]] = getattr(self.data, "getlist", lambda name: [])
        roles, picked = listed("byline_role"), listed("byline_author")
        rows = []
        for index, name in enumerate(listed("byline_name")):
            author = picked[index] if index < len(picked) else ""
            role = roles[index] if index < len(roles) else ""
            if name.strip():
                rows.append(
                    NamedCredit(
                        " ".join(name.replace("\x00", "").split()),
                        " ".join(role.replace("\x00", "").split())[:120],
                        int(author) if author.isascii() and author.isdigit() and len(author) < 19 else None,
                    )
                )
        return rows

    def clean_headline(self) -> str:
        """One line: a line break typed or pasted becomes a space."""
        return " ".join(self.cleaned_data["headline"].split())

    def clean_standfirst(self) -> str:
        """One paragraph."""
        return " ".join(self.cleaned_data["standfirst"].split())

    def clean_topics(self) -> list[str]:
        """The topics' names, each once."""
        names = (" ".join(name.split()) for name in self.cleaned_data["topics"].split(","))
        return list({name.lower(): name for name in names if name}.values())

    def clean_comments(self) -> str:
        """Open where nothing was said."""
        return self.cleaned_data["comments"] or CommentsMode.OPEN.value

    def clean(self) -> dict[str, Any]:
        """With the bylines; a name twice in them is said, not swallowed."""
        cleaned = super().clean() or self.cleaned_data
        cleaned["bylines"] = self.typed_bylines()
        if any(len(credit.name) > 120 for credit in cleaned["bylines"]):
            self.add_error(None, "A name in the byline is longer than 120 letters.")
        names = [credit.name.lower() for credit in cleaned["bylines"]]
        if len(set(names)) < len(names):
            self.add_error(None, "The byline names somebody twice.")
        if any(len(name) > 60 for name in cleaned.get("topics") or ()):
            self.add_error("topics", "A topic's name has at most 60 letters.")
        return cleaned


class PublishForm(forms.Form):
    """The panel: when, and what the change means to readers who saw the story before."""

    when = forms.ChoiceField(choices=(("now", "Now"), ("later", "Later")), required=False)
    at = forms.DateTimeField(
        required=False,
        input_formats=("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"),
        widget=forms.DateTimeInput({"type": "datetime-local"}),
        error_messages={"invalid": "Give the day and the hour, such as 2026-03-01T18:00."},
    )
    change = forms.ChoiceField(choices=(("", ""), *Change.choices), required=False)
    correction = forms.CharField(required=False, max_length=2000)

    def clean(self) -> dict[str, Any]:
        """“Later” needs its hour, a correction its note."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("when") == "later" and not cleaned.get("at") and "at" not in self.errors:
            self.add_error("at", "Choose the day and the hour at which the story goes out.")
        if cleaned.get("change") == Change.CORRECTION and not cleaned.get("correction"):
            self.add_error("correction", "A correction needs a note that tells readers what was wrong.")
        if cleaned.get("when") != "later":
            cleaned["at"] = None
            self.errors.pop("at", None)
        return cleaned


class PictureForm(forms.Form):
    """A picture for the library, with what readers must be told about it."""

    upload = forms.FileField(error_messages={"required": "Choose a picture first."})
    title = forms.CharField(max_length=200, required=False)
    alt = forms.CharField(max_length=400, required=False)
    is_decorative = forms.BooleanField(required=False)
    caption = forms.CharField(max_length=600, required=False)
    credit = forms.CharField(max_length=200, required=False)


class RedirectForm(forms.ModelForm):
    """An old address, and the story or the page of ours that it leads to."""

    class Meta:
        model = Redirect
        fields = ("path", "article", "target")

    def clean_target(self) -> str:
        """A path on this site: an address of ours sends nobody away."""
        target = str(self.cleaned_data["target"])
        if target and not re.fullmatch(r"/(?![/\\])[^\s\x00-\x1f]*", target):
            raise forms.ValidationError("Write a path on this site, such as /politics/.")
        return target


def new_sitting() -> str:
    """A name for one sitting of one person at one story."""
    return str(uuid.uuid4())


def _section_label(section: Section) -> str:
    return f"{section.parent.name} › {section.name}" if section.parent else section.name
