"""Where a story stands (one section) and what it is about (topics)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

# First path segments that are something else already: a section of that name would hide a page, or be hidden.
RESERVED = frozenset(
    [
        "admin",
        "accounts",
        "authors",
        "topics",
        "latest",
        "search",
        "live",
        "corrections",
        "comments",
        "feed",
        "media",
        "static",
        "sitemap",
        "robots",
        "ads",
        "news-sitemap",
        "favicon",
        "preview",
        "setup",
        "policies",
        "-",
    ]
)


def refuse_reserved(slug: str) -> None:
    """Raises ValidationError for a section slug that is another page's address, or a year's."""
    if slug in RESERVED or slug.isdigit():
        raise ValidationError(f"“{slug}” is the address of another page; choose another one.")


class Section(models.Model):
    """A part of the paper. A sub-section has a parent; both stand at `/<slug>/`. Two levels, no more."""

    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60, unique=True, validators=(refuse_reserved,))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        limit_choices_to={"parent": None},
        help_text="Leave empty for a section of its own.",
    )
    description = models.CharField(max_length=240, blank=True)
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Its place in lists; small numbers first."
    )
    is_sensitive = models.BooleanField(default=False, help_text="Advertisers must agree to stand here.")

    class Meta:
        ordering = ("position", "name")
        constraints = (
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")), name="a_section_is_not_its_own_parent"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/{self.slug}/"

    def clean(self) -> None:
        """Raises ValidationError where a third level would come about."""
        if self.parent and self.parent.parent_id:
            raise ValidationError({"parent": "Sections have two levels: choose one that stands on its own."})
        if self.parent and self.pk and self.children.exists():
            raise ValidationError({"parent": "This section has sub-sections of its own."})


class Tag(models.Model):
    """A topic: what stories are about, across sections."""

    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60, unique=True)
    description = models.CharField(max_length=240, blank=True)
    is_sensitive = models.BooleanField(default=False, help_text="Advertisers must agree to stand here.")

    class Meta:
        ordering = ("name",)
        verbose_name = "topic"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/topics/{self.slug}/"
