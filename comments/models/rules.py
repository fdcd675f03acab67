"""What the newsroom lays down: words to look at, sections where guests may write, and the pause."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Word(models.Model):
    """A word that makes a moderator look, or that is refused."""

    class List(models.TextChoices):
        """What its use leads to."""

        BANNED = "banned", "Banned"
        SUSPECT = "suspect", "Suspect"

    class Mode(models.TextChoices):
        """How much of a word must match."""

        WORD = "word", "The whole word"
        PREFIX = "prefix", "Its beginning"
        SUBSTRING = "substring", "Any part of it"

    list = models.CharField(max_length=7, choices=List.choices, default=List.SUSPECT)
    lang = models.CharField("language", max_length=12, blank=True)
    pattern = models.CharField(max_length=80)
    mode = models.CharField(max_length=9, choices=Mode.choices, default=Mode.WORD)
    fold = models.BooleanField("ignore accents and look-alikes", default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("list", "lang", "pattern", "mode"), name="a_word_is_listed_once"),
        )

    def __str__(self) -> str:
        return self.pattern


class GuestSection(models.Model):
    """A section where readers without an account may write; each such comment is read first."""

    section = models.OneToOneField("articles.Section", models.CASCADE, primary_key=True, related_name="+")

    class Meta:
        verbose_name = "section open to guests"
        verbose_name_plural = "sections open to guests"

    def __str__(self) -> str:
        return str(self.section)


class Pause(models.Model):
    """While this row is there nobody can comment anywhere; its sentence says why."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    since = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    sentence = models.CharField(
        max_length=200, default="Comments are paused for a while. Please come back later."
    )

    class Meta:
        verbose_name = "pause of all comments"
        verbose_name_plural = "pause of all comments"
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="there_is_one_pause"),)

    def __str__(self) -> str:
        return self.sentence
