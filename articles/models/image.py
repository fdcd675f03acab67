"""The picture library: each file once, with what a reader must be told about it."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Image(models.Model):
    """A picture. `content_hash` names its files: `i/<hash>-<width>.<format>` for each of `widths` × `formats`."""

    content_hash = models.CharField(max_length=12, unique=True, editable=False)
    title = models.CharField(
        max_length=200, blank=True, help_text="For finding it again; readers do not see it."
    )
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    widths = models.JSONField(editable=False)
    formats = models.JSONField(
        editable=False
    )  # best first, such as ["avif", "webp", "jpg"]; the last one everybody reads
    alt = models.CharField(
        "alternative text",
        max_length=400,
        blank=True,
        help_text="What the picture shows, for who cannot see it.",
    )
    is_decorative = models.BooleanField(
        "decorative", default=False, help_text="It says nothing the text does not."
    )
    caption = models.CharField(max_length=600, blank=True)
    credit = models.CharField(max_length=200, blank=True)
    rights = models.CharField("rights note", max_length=300, blank=True)
    licence_ends_on = models.DateField(null=True, blank=True)
    focal_x = models.PositiveSmallIntegerField(
        default=50,
        validators=(MinValueValidator(0), MaxValueValidator(100)),
        help_text="Percent from the left.",
    )
    focal_y = models.PositiveSmallIntegerField(
        default=50,
        validators=(MinValueValidator(0), MaxValueValidator(100)),
        help_text="Percent from the top.",
    )
    source = models.CharField(
        max_length=500, blank=True, editable=False
    )  # the address an importer took it from
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-uploaded_at", "-pk")
        verbose_name = "picture"
        constraints = (
            models.CheckConstraint(
                condition=Q(focal_x__lte=100) & Q(focal_y__lte=100),
                name="a_focal_point_is_inside_its_picture",
            ),
        )
        indexes = (
            models.Index(fields=("-uploaded_at", "-id"), name="image_newest"),
            models.Index(fields=("source",), name="image_source", condition=~Q(source="")),
        )

    def __str__(self) -> str:
        return self.title or self.alt or self.content_hash

    @property
    def has_alt(self) -> bool:
        """Is it described, or marked as needing no description?"""
        return bool(self.alt) or self.is_decorative

    def path(self, width: int | None = None, extension: str | None = None) -> str:
        """The storage path of one rendition: the largest width and the format everybody reads by default."""
        return f"i/{self.content_hash}-{width or max(self.widths)}.{extension or self.formats[-1]}"

    def url(self, width: int | None = None, extension: str | None = None) -> str:
        """The address of one rendition."""
        return default_storage.url(self.path(width, extension))


class ImageUse(models.Model):
    """A revision shows a picture: so a picture in use is never deleted, and its uses can be listed."""

    revision = models.ForeignKey("articles.Revision", models.CASCADE, related_name="image_uses")
    image = models.ForeignKey(Image, models.PROTECT, related_name="uses")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("revision", "image"), name="a_use_is_noted_once"),)

    def __str__(self) -> str:
        return f"{self.image} in {self.revision}"
