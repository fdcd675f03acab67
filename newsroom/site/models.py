"""What the paper is called, how it looks, what stands in its navigation, and the mail it sends."""

from datetime import timedelta
from typing import Any, Self
from uuid import uuid4

from django.db import models
from django.utils import timezone

from newsroom.kit import text

DEFAULT_ACCENT = "#9b1c1c"  # as in tokens.css


class SiteSettings(models.Model):
    """One row: the paper. `version` rises with every change, so each process knows when to read it again."""

    name = models.CharField(max_length=80, default="Newsroom")
    tagline = models.CharField(max_length=160, blank=True)
    language = models.CharField(
        max_length=12, default="en", help_text="A language tag such as en, de or pt-br."
    )
    logo = models.FileField(upload_to="site/", blank=True)
    logo_width = models.PositiveSmallIntegerField(default=0, editable=False)
    logo_height = models.PositiveSmallIntegerField(default=0, editable=False)
    accent = models.CharField(max_length=7, default=DEFAULT_ACCENT, help_text="A colour such as #9b1c1c.")
    social_links = models.JSONField(default=list, blank=True)
    footer = models.TextField(blank=True)
    comment_policy = models.TextField(blank=True)
    ad_policy = models.TextField(blank=True)
    comments_open_days = models.PositiveSmallIntegerField(default=14)
    is_demo = models.BooleanField(default=False, editable=False)
    is_set_up = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "settings of the paper"
        verbose_name_plural = "settings of the paper"
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_paper"),)

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        """`version` only rises: a form that was opened earlier must not set it back."""
        if not self._state.adding and options.get("update_fields") is None:
            names = (field.name for field in self._meta.concrete_fields)
            options["update_fields"] = [name for name in names if name not in ("id", "version")]
        super().save(**options)

    @property
    def direction(self) -> str:
        """Which way its language runs."""
        return text.direction(self.language)

    @property
    def policies(self) -> dict[str, str]:
        """What the paper promises, by the last part of its address."""
        return {"comments": self.comment_policy, "advertising": self.ad_policy}

    @property
    def look(self) -> str:
        """The colour as the sheet's address writes it; empty for the one that tokens.css holds."""
        return "" if self.accent == DEFAULT_ACCENT else self.accent.removeprefix("#")


class NavItem(models.Model):
    """A link in the navigation, in the order an editor gave it."""

    label = models.CharField(max_length=40)
    path = models.CharField(
        max_length=200, help_text="A path on this site such as /politics/, or a full address."
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        verbose_name = "navigation link"

    def __str__(self) -> str:
        return self.label


class BreakingBanner(models.Model):
    """A line above every page, from its start to its end."""

    text = models.CharField(max_length=140)
    path = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="a_banner_ends_after_it_starts"
            ),
        )

    def __str__(self) -> str:
        return self.text


class MailQuerySet(models.QuerySet["Mail"]):
    """Mails by how they stand."""

    def waiting(self) -> Self:
        """Not yet gone, and not given up."""
        return self.filter(sent_at=None, next_try_at__isnull=False)

    def given_up(self) -> Self:
        """Tried for a day, and never taken."""
        return self.filter(sent_at=None, next_try_at=None)

    def in_trouble(self) -> Self:
        """Refused once at least, and not gone yet."""
        return self.filter(sent_at=None, tries__gt=0)


class Mail(models.Model):
    """A mail to one address. Its words may hold a code or a link, so they stay only until it has gone."""

    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    words = models.JSONField(
        default=dict, help_text="paragraphs, action (label, url) and code, until it has gone"
    )
    token = models.UUIDField(default=uuid4, editable=False)  # its Message-ID: who gets it twice sees it once
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, default=timezone.now, help_text="Empty: given up.")
    sent_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "mail"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(sent_at=None) | models.Q(words={}, next_try_at=None),
                name="a_mail_that_has_gone_leaves_no_words",
            ),
        )
        indexes = (
            models.Index(fields=("next_try_at",), condition=models.Q(sent_at=None), name="mail_not_gone"),
        )

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"

    def note_sent(self) -> None:
        """The mail server took it."""
        self.sent_at, self.next_try_at, self.words, self.problem = timezone.now(), None, {}, ""
        self.tries += 1
        self.save(update_fields=("sent_at", "next_try_at", "words", "problem", "tries"))

    def note_failure(self, problem: str, *, wait: timedelta | None) -> None:
        """It was not taken: to be tried again after `wait`, or not at all."""
        self.tries += 1
        self.problem = problem[:2_000]
        self.next_try_at = timezone.now() + wait if wait is not None else None
        self.save(update_fields=("tries", "problem", "next_try_at"))


class Setup(models.Model):
    """One row: how far the paper's set-up has come, and the hash of the link that opens it until then."""

    link_hash = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField(null=True)
    is_named = models.BooleanField(default=False)
    is_first_day_over = models.BooleanField(default=False)  # the dashboard's list of first steps is put away

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_set_up"),)

    def __str__(self) -> str:
        return "Set-up"
