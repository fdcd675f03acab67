"""Who booked what for which days at which price."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone


class Advertiser(models.Model):
    """Who pays."""

    name = models.CharField(max_length=120)
    contact = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    allow_sensitive = models.BooleanField(
        default=False, help_text="May stand beside stories of war, accidents and the like."
    )

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(Lower("name"), name="one_advertiser_a_name"),)

    def __str__(self) -> str:
        return self.name


class Campaign(models.Model):
    """One order of one advertiser."""

    advertiser = models.ForeignKey(Advertiser, models.PROTECT, related_name="campaigns")
    name = models.CharField(max_length=160)
    note = models.TextField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.name


class Flight(models.Model):
    """One slot for some days, both ends included, in the site's time zone."""

    class State(models.TextChoices):
        """Where it stands between a wish and a bill."""

        DRAFT = "draft", "Draft"
        HELD = "held", "Held"
        BOOKED = "booked", "Booked"
        PAUSED = "paused", "Paused"
        ENDED = "ended", "Ended"

    class Tier(models.TextChoices):
        """Who goes first."""

        SPONSORSHIP = "sponsorship", "Booked days"
        HOUSE = "house", "House"

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="flights")
    slot = models.ForeignKey("ads.Slot", models.PROTECT, related_name="flights")
    first_day = models.DateField()
    last_day = models.DateField()
    tier = models.CharField(max_length=12, choices=Tier.choices, default=Tier.SPONSORSHIP)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    price = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    held_until = models.DateField(null=True, blank=True)
    allow_sensitive = models.BooleanField(default=False)
    goal = models.PositiveIntegerField(null=True, blank=True)
    targeting = models.JSONField(default=dict, blank=True)
    creatives = models.ManyToManyField("ads.Creative", through="FlightCreative", related_name="flights")

    class Meta:
        ordering = ("first_day", "pk")
        permissions = (("view_report", "Can read reports of campaigns"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="a_flight_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(price__gte=0), name="a_flight_costs_nothing_or_more"),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(held_until__isnull=False), name="a_hold_has_an_end"
            ),
        )

    def __str__(self) -> str:
        return f"{self.campaign} in {self.slot}"

    @property
    def is_open(self) -> bool:
        """Neither ended nor over: may it still be changed?"""
        return self.state != self.State.ENDED and self.last_day >= timezone.localdate()

    @property
    def standing(self) -> str:
        """Where it stands today, in a word or three."""
        today = timezone.localdate()
        if self.state == self.State.BOOKED:
            return "Over" if self.last_day < today else "Booked" if self.first_day > today else "Running"
        if self.state == self.State.HELD and self.held_until:
            return f"Held until {self.held_until:%d %b}"
        return self.get_state_display()


class FlightCreative(models.Model):
    """A flight shows a creative, more often with a larger weight."""

    flight = models.ForeignKey(Flight, models.CASCADE)
    creative = models.ForeignKey("ads.Creative", models.PROTECT)
    weight = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("flight", "creative"), name="a_flight_shows_a_creative_once"),
            models.CheckConstraint(condition=Q(weight__gte=1), name="a_creative_has_weight"),
        )

    def __str__(self) -> str:
        return f"{self.creative} in {self.flight}"


class SlotDay(models.Model):
    """The calendar: one row a slot, day and share that is taken; no row is free. Selling one twice fails here."""

    slot = models.ForeignKey("ads.Slot", models.PROTECT, related_name="days")
    day = models.DateField()
    share = models.PositiveSmallIntegerField(default=1)
    flight = models.ForeignKey(Flight, models.CASCADE, related_name="days")

    class Meta:
        ordering = ("day",)
        constraints = (
            models.UniqueConstraint(fields=("slot", "day", "share"), name="a_slot_day_is_sold_once"),
        )

    def __str__(self) -> str:
        return f"{self.slot} on {self.day}"
