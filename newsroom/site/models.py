"""What the paper is called, how it looks, and what stands in its navigation."""

from django.db import models


class SiteSettings(models.Model):
    """One row: the paper. `version` rises with every change, so each process knows when to read it again."""

    name = models.CharField(max_length=80, default="Newsroom")
    tagline = models.CharField(max_length=160, blank=True)
    language = models.CharField(
        max_length=12, default="en", help_text="A language tag such as en, de or pt-br."
    )
    logo = models.ImageField(upload_to="site/", blank=True)
    accent = models.CharField(max_length=7, default="#9b1c1c", help_text="A colour such as #9b1c1c.")
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
