"""The places on a page that are sold."""

from django.db import models
from django.db.models import Q


class Slot(models.Model):
    """One place, named as the page's markup names it (`article-top`). `shares`: how many flights share a day."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    sizes = models.JSONField(default=dict, blank=True, help_text="What fits: phone and wide, width × height.")
    shares = models.PositiveSmallIntegerField(default=1)
    week_price = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    house_creative = models.ForeignKey(
        "ads.Creative", models.SET_NULL, null=True, blank=True, related_name="house_in"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "code")
        constraints = (
            models.CheckConstraint(condition=Q(week_price__gte=0), name="a_slot_costs_nothing_or_more"),
            models.CheckConstraint(condition=Q(shares__gte=1), name="a_slot_has_a_share"),
        )

    def __str__(self) -> str:
        return self.name
