"""What a new reader is asked beside address and password."""

from django import forms
from django.http import HttpRequest

from newsroom.accounts.models import User


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
