"""Text that was typed and could not be posted yet: kept until its writer comes back, with the code that posts it."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

RESCUE_DAYS = 7


def rescue_expiry() -> datetime:
    """Until when text kept now is held."""
    return timezone.now() + timedelta(days=RESCUE_DAYS)


class Rescue(models.Model):
    """Found again by the token in its writer's cookie, or in the mail that carries the code."""

    token = models.CharField(max_length=43, primary_key=True)
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    parent = models.ForeignKey("comments.Comment", models.SET_NULL, null=True, related_name="+")
    raw = models.TextField()
    author_key = models.BinaryField(max_length=16)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=rescue_expiry, db_index=True)
    # the database has the defaults, too: a page served while the site is upgraded keeps text all the same
    # who says to have written it; empty where the writer went to sign in
    name = models.CharField(max_length=80, blank=True, default="", db_default="")
    email = models.EmailField(max_length=254, blank=True, default="", db_default="")
    trapped = models.BooleanField(default=False, db_default=False)  # the hidden field was filled in
    # the code is made of this and the site's key; empty: there is none to enter
    salt = models.CharField(max_length=22, blank=True, default="", db_default="")
    code_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    # what became of it: then the text is here no longer
    comment = models.ForeignKey(
        "comments.Comment", models.SET_NULL, null=True, db_index=False, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(salt="") | (models.Q(code_until__isnull=False) & ~models.Q(email="")),
                name="a_code_goes_to_an_address_for_a_time",
            ),
        )

    def __str__(self) -> str:
        return self.raw[:60]

    @property
    def awaits_code(self) -> bool:
        """Was a code sent that may still be entered?"""
        return bool(self.salt) and self.code_until is not None and self.code_until > timezone.now()


class CodeSent(models.Model):
    """A code went out: how many to one address, and from one client. Forgotten after a day."""

    address_key = models.BinaryField(max_length=16)
    client_key = models.BinaryField(max_length=16)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        indexes = (
            models.Index(fields=("address_key", "at"), name="codes_to_an_address"),
            models.Index(fields=("client_key", "at"), name="codes_from_a_client"),
        )

    def __str__(self) -> str:
        return f"A code at {self.at:%H:%M}"
