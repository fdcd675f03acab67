"""What the set-up asks, and in which rows sections are written."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from articles.models.taxonomy import refuse_reserved
from newsroom.accounts.models import User
from newsroom.kit.text import slug_from

LANGUAGES = sorted(settings.LANGUAGES, key=lambda row: row[1])
DEFAULT = ("News", "Politics", "Business", "Culture", "Sport", "Opinion")
PROPOSALS: dict[str, tuple[str, ...]] = {
    "de": ("Nachrichten", "Politik", "Wirtschaft", "Kultur", "Sport", "Meinung"),
    "es": ("Noticias", "Política", "Economía", "Cultura", "Deportes", "Opinión"),
    "fr": ("Actualités", "Politique", "Économie", "Culture", "Sports", "Opinions"),
    "it": ("Notizie", "Politica", "Economia", "Cultura", "Sport", "Opinioni"),
    "nl": ("Nieuws", "Politiek", "Economie", "Cultuur", "Sport", "Opinie"),
    "pt": ("Notícias", "Política", "Economia", "Cultura", "Esporte", "Opinião"),
}


def proposal(language: str) -> tuple[str, ...]:
    """The sections most papers begin with, in the paper's language where it is known."""
    return PROPOSALS.get(language.partition("-")[0], DEFAULT)


class PaperForm(forms.Form):
    """The first step."""

    name = forms.CharField(label="Name of the paper", max_length=80)
    tagline = forms.CharField(
        label="Tagline",
        max_length=160,
        required=False,
        help_text="A line under the name, such as “News of the valley since 1921”. You may leave it empty.",
    )
    language = forms.ChoiceField(
        label="Language",
        choices=LANGUAGES,
        help_text="What you write in. Browsers and search engines are told.",
    )

    def clean_name(self) -> str:
        """One space between words."""
        return " ".join(str(self.cleaned_data["name"]).split())


class PersonForm(forms.Form):
    """The second step: who may do everything from here on."""

    name = forms.CharField(
        label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        help_text="You sign in with it.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        help_text="At least 10 characters; a few words in a row are easiest to keep.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_email(self) -> str:
        """In small letters, and nobody's yet."""
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError("Somebody has an account with this address already. Use another one.")
        return email

    def clean(self) -> dict[str, Any]:
        """The password is none that is guessed."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if password := found.get("password"):
            person = User(name=found.get("name", ""), email=found.get("email", ""))
            try:
                validate_password(password, person)
            except ValidationError as problem:
                self.add_error("password", problem)
        return found


class SectionRow(forms.Form):
    """One section; a row without a name is none."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="Name", required=False, max_length=60)
    place = forms.IntegerField(label="Place", required=False, min_value=0, max_value=999)

    def clean_name(self) -> str:
        """A name whose address is free: it becomes the first part of one."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        slug = slug_from(name, default="")
        if slug and not self.cleaned_data.get("pk"):
            refuse_reserved(slug)
        return name


def in_order(rows: forms.BaseFormSet) -> list[dict[str, Any]]:
    """The rows with a name, by their place; where places are equal, as they stood."""
    named = [form.cleaned_data for form in rows.forms if form.cleaned_data.get("name")]
    return sorted(named, key=lambda row: 1000 if row.get("place") is None else row["place"])


class SectionRows(forms.BaseFormSet):
    """The third step."""

    def clean(self) -> None:
        """At least one section, none twice."""
        if any(self.errors):
            return
        names = [row["name"] for row in in_order(self)]
        slugs = [
            slug_from(name, default=name) for name in names
        ]  # another script's name gets a number's address
        if not slugs:
            raise ValidationError("A paper needs at least one section: write a name.")
        if twice := next((slug for slug in slugs if slugs.count(slug) > 1), None):
            raise ValidationError(f"Two sections would have the same address, /{twice}/. Change one of them.")


SectionsForm = forms.formset_factory(SectionRow, formset=SectionRows, extra=2, max_num=40, validate_max=True)
