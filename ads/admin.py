"""The ad desk's panels; bookings are made and changed on pages of their own."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from ads.booking import approve, touch
from ads.events import slots_changed
from ads.models import Advertiser, Campaign, Creative, Slot
from ads.views import booking as bookings
from ads.views import calendar, report
from newsroom.kit.events import announce


@admin.register(Campaign)
class CampaignAdmin(admin.ModelAdmin):
    list_display = ("booking", "advertiser", "created_at")
    list_display_links = None
    list_select_related = ("advertiser",)
    search_fields = ("name", "advertiser__name")
    fields = ("advertiser", "name", "note")
    show_full_result_count = False

    @admin.display(description="Booking", ordering="name")
    def booking(self, campaign: Campaign) -> str:
        """To its own page, with its figures."""
        address = reverse("admin:ads_campaign_report", args=(campaign.pk,))
        return format_html('<a href="{}">{}</a>', address, campaign.name)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("booking/", wrap(bookings.create), name="ads_booking"),
            path("calendar/", wrap(calendar.calendar), name="ads_calendar"),
            path("<int:pk>/report/", wrap(report.detail), name="ads_campaign_report"),
            path("<int:pk>/report/figures/", wrap(report.figures), name="ads_campaign_figures"),
            path("<int:pk>/booking/", wrap(bookings.change), name="ads_campaign_booking"),
            path("<int:pk>/cancellation/", wrap(bookings.cancellation), name="ads_campaign_cancel"),
            path("flights/<int:pk>/state/", wrap(bookings.move_flight), name="ads_flight_state"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """A campaign comes about by a booking."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return redirect("admin:ads_booking")

    def has_delete_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        """What was sold stays on record; flights are ended instead."""
        return False


@admin.register(Advertiser)
class AdvertiserAdmin(admin.ModelAdmin):
    list_display = ("name", "contact", "email", "allow_sensitive")
    search_fields = ("name", "contact")

    def has_delete_permission(self, request: HttpRequest, obj: Advertiser | None = None) -> bool:
        """What was sold stays on record."""
        return False


@admin.register(Creative)
class CreativeAdmin(admin.ModelAdmin):
    list_display = ("alt", "advertiser", "link", "approved")
    list_select_related = ("advertiser",)
    search_fields = ("alt", "advertiser__name")
    fields = ("preview", "advertiser", "alt", "link")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}  # noqa: RUF012 -- Django's own form of it
    readonly_fields = ("preview", "advertiser")

    @admin.display(description="Picture")
    def preview(self, creative: Creative) -> str:
        """What readers see."""
        return format_html('<img class="desk-creative" src="{}" alt="" width="364">', creative.url())

    @admin.display(boolean=True)
    def approved(self, creative: Creative) -> bool:
        """Is it served?"""
        return creative.is_approved

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Creatives come with a booking."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Creative | None = None) -> bool:
        """What was shown stays on record."""
        return False

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Creative, form: Any, change: bool) -> None:
        """Whoever may change a creative also approves it, while there is no second approver."""
        super().save_model(request, obj, form, change)
        approve(obj, by=request.user)  # type: ignore[arg-type]


@admin.register(Slot)
class SlotAdmin(admin.ModelAdmin):
    list_display = ("name", "code", "week_price", "shares", "house_creative")
    fields = ("name", "week_price", "shares", "house_creative")
    list_select_related = ("house_creative",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A slot is a place in a template."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Slot | None = None) -> bool:
        """A slot is a place in a template."""
        return False

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Slot, form: Any, change: bool) -> None:
        """Every process reads the slots again, and pages get the house's new creative."""
        super().save_model(request, obj, form, change)
        touch()
        announce(slots_changed, slots=[obj])
