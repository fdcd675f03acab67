"""Who wrote it: people with a page of their own, and the line that names them above a story."""

from django.conf import settings
from django.db import models


class Author(models.Model):
    """A person who writes, with an account or without (a guest)."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="author"
    )
    job_title = models.CharField(max_length=120, blank=True)
    bio = models.TextField(blank=True)
    photo = models.ForeignKey("articles.Image", models.PROTECT, null=True, blank=True, related_name="+")
    email = models.EmailField(blank=True, help_text="Printed on the author's page.")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/authors/{self.slug}/"


class Byline(models.Model):
    """One name in a live story's byline, in order, with the role as it is printed.

    `published_at` is the story's, copied by the publish verb, so that an author's page is one index range.
    """

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, related_name="bylines")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=120, blank=True)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("article", "position"), name="one_name_a_place_in_a_byline"),
            models.UniqueConstraint(fields=("article", "author"), name="a_byline_names_a_person_once"),
        )
        indexes = (models.Index(fields=("author", "-published_at", "-article"), name="byline_by_author"),)

    def __str__(self) -> str:
        return f"{self.author} ({self.role})" if self.role else str(self.author)
