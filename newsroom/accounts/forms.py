"""Input from people about people: signing up, inviting, joining, giving roles, correcting a name."""

import re
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest

from newsroom.accounts.invitations import Invitee
from newsroom.accounts.models import User
from newsroom.accounts.roles import ROLES

AT_ONCE = 50
_ADDRESS = re.compile(r"[^\s<>\"',;()]+@[^\s<>\"',;()]+")


class SignupForm(forms.Form):
    """The name that stands above their replies."""

    name = forms.CharField(
        label="Your name",
        max_length=120,
        help_text="It stands above your comments.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    field_order = ("name", "email", "password1")

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the person's row is there."""
        user.name = " ".join(self.cleaned_data["name"].split())
        user.save(update_fields=("name",))


def roles_in_order() -> QuerySet[Group]:
    """The roles, from writing to running the paper."""
    order = Case(*(When(name=name, then=Value(place)) for place, name in enumerate(ROLES)), default=Value(99))
    return Group.objects.order_by(order, "name")


class RoleField(forms.ModelMultipleChoiceField):
    """Roles as boxes to tick, each with what it may do."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=roles_in_order(), widget=forms.CheckboxSelectMultiple, **options)

    def label_from_instance(self, obj: Any) -> str:
        """The role, and what it may do."""
        return f"{obj.name}: {ROLES[obj.name]}" if obj.name in ROLES else obj.name


class InviteForm(forms.Form):
    """One or more colleagues, and what they shall be."""

    people = forms.CharField(
        label="E-mail addresses",
        widget=forms.Textarea(
            attrs={"rows": 3, "placeholder": "Gil Arden gil@example.org", "spellcheck": "false"}
        ),
        help_text="One a line. A name may stand before it; without one, they write their own.",
        error_messages={"required": "Write at least one address."},
    )
    roles = RoleField(error_messages={"required": "Choose at least one role."})

    def clean_people(self) -> list[Invitee]:
        """Each address with the name beside it, once."""
        found: dict[str, Invitee] = {}
        for line in re.split(r"[\n,;]+", self.cleaned_data["people"]):
            if line.strip():
                invitee = self._read(line)
                found.setdefault(invitee.email, invitee)
        if not found:
            raise ValidationError("Write at least one address.")
        if len(found) > AT_ONCE:
            raise ValidationError(f"At most {AT_ONCE} at a time; these are {len(found)}.")
        return list(found.values())

    def _read(self, line: str) -> Invitee:
        address = _ADDRESS.search(line)
        try:
            validate_email(address.group() if address else "")
        except ValidationError:
            raise ValidationError(f"“{line.strip()[:80]}” holds no e-mail address.") from None
        email = address.group() if address else ""
        name = " ".join(re.sub(r"[<>\"()]", " ", line.replace(email, " ")).split())
        if len(name) > 120 or len(email) > 254:
            raise ValidationError(f"“{line.strip()[:80]}…” is too long.")
        return Invitee(email.lower(), name)


class RolesForm(forms.Form):
    """The roles somebody has from now on. `sent` tells a form without a tick from no form at all."""

    roles = RoleField(required=False)
    sent = forms.CharField(widget=forms.HiddenInput, initial="yes")


class PasswordForm(forms.Form):
    """A new password for this person."""

    password = forms.CharField(
        label="Password",
        max_length=200,
        strip=False,
        help_text="At least 10 characters; several words are easy to remember and hard to guess.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person

    def clean_password(self) -> str:
        """Long enough, and neither common nor their own name."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self.person)
        return password


class JoinForm(PasswordForm):
    """What the invited tell us."""

    name = forms.CharField(
        label="Your name",
        max_length=120,
        help_text="As it stands above what you write.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    field_order = ("name", "password")

    def clean_name(self) -> str:
        """One space between the words; the password must not be it."""
        self.person.name = " ".join(str(self.cleaned_data["name"]).split())
        return self.person.name


class PersonForm(forms.ModelForm):
    """A name and an address, corrected; the address is kept in small letters."""

    class Meta:
        model = User
        fields = ("name", "email")
        help_texts: ClassVar[dict[str, str]] = {
            "email": "They sign in with it. A new one counts as theirs at once: be sure of it."
        }

    def clean_name(self) -> str:
        """One space between the words."""
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_email(self) -> str:
        """One person an address, whatever its capitals."""
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError("Somebody has this address already.")
        return email
