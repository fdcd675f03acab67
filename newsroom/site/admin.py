"""The paper on the desk: its settings, its navigation, its breaking banner."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminIntegerFieldWidget
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import DateTimeField, PositiveSmallIntegerField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from newsroom.site.forms import BannerForm, NavItemForm, SettingsForm
from newsroom.site.models import BreakingBanner, NavItem, SiteSettings
from newsroom.site.snapshot import paper, touch_paper


class TouchesThePaper(admin.ModelAdmin):
    """Whatever is changed here stands around every page: each process reads the paper again."""

    actions = None

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        touch_paper()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        touch_paper()


@admin.register(SiteSettings)
class SettingsAdmin(TouchesThePaper):
    """One paper, one form: the list goes straight to it."""

    form = SettingsForm
    fieldsets = (
        (None, {"fields": ("name", "tagline", "language")}),
        ("Look", {"fields": ("logo", "accent", "footer")}),
        ("Comments", {"fields": ("comment_policy", "comments_open_days")}),
        ("Advertising", {"fields": ("ad_policy",)}),
    )

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:site_sitesettings_change", args=(paper().settings.pk,)))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(NavItem)
class NavItemAdmin(TouchesThePaper):
    """The navigation in its order, mended in the list."""

    form = NavItemForm
    list_display = ("label", "path", "position")
    list_editable = ("position",)
    formfield_overrides: ClassVar[Any] = {
        PositiveSmallIntegerField: {"widget": AdminIntegerFieldWidget(attrs={"aria-label": "Position"})}
    }

    @transaction.atomic
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        answer = super().changelist_view(request, extra_context)
        if request.method == "POST":
            touch_paper()
        return answer


@admin.register(BreakingBanner)
class BannerAdmin(TouchesThePaper):
    """A line above every page, from its start to its end."""

    form = BannerForm
    list_display = ("text", "path", "starts_at", "ends_at")
    formfield_overrides: ClassVar[Any] = {  # the browser's own clock: one labelled field, not two without
        DateTimeField: {
            "form_class": forms.DateTimeField,
            "widget": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        }
    }
    ordering = ("-starts_at",)
