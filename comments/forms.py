"""What somebody without an account says of themselves: a name to print, and an address for the code."""

from django import forms

from comments.rendering import tidy_name

SHORTEST_NAME = 2


class SenderForm(forms.Form):
    """Name and address; the address is kept in small letters."""

    name = forms.CharField(required=False, max_length=400)
    email = forms.EmailField(
        required=False,
        max_length=254,
        error_messages={
            "invalid": "That is not an e-mail address; please look for a slip.",
            "max_length": "That is not an e-mail address; it is too long.",
        },
    )

    def clean_name(self) -> str:
        """On one line, without what nobody can see."""
        name = tidy_name(self.cleaned_data["name"])
        if len(name) < SHORTEST_NAME:
            raise forms.ValidationError("Please give the name that is to stand above your comment.")
        return name

    def clean_email(self) -> str:
        """There must be one: the code goes to it."""
        email = str(self.cleaned_data["email"]).lower()
        if not email:
            raise forms.ValidationError(
                "Please give your e-mail address: the code that posts your comment goes to it."
            )
        return email

    def sentence(self) -> str:
        """All that is to be mended."""
        return " ".join(str(error) for errors in self.errors.values() for error in errors)
