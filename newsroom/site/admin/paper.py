"""The paper on the desk: its settings, its navigation, its breaking banner."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import DateTimeField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from newsroom.site.colours import on_dark
from newsroom.site.forms import BannerForm, NavForm, NavItemForm, SettingsForm, in_order
from newsroom.site.models import BreakingBanner, NavItem, SiteSettings
from newsroom.site.navigation import arrange
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
    change_form_template = "desk/settings.html"
    fieldsets = (
        (None, {"fields": ("name", "tagline", "language")}),
        ("Look", {"fields": ("logo", "accent")}),
        ("Footer", {"fields": ("footer", "social")}),
        ("Comments", {"fields": ("comment_policy", "comments_open_days")}),
        ("Advertising", {"fields": ("ad_policy",)}),
    )

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:site_sitesettings_change", args=(paper().settings.pk,)))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Says where the colour is not shown as it was chosen."""
        super().save_model(request, obj, form, change)
        if "accent" in form.changed_data and (dark := on_dark(obj.accent)) != obj.accent:
            messages.info(
                request, f"On dark pages the colour is lightened to {dark}, so that it can be read."
            )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(NavItem)
class NavItemAdmin(TouchesThePaper):
    """The navigation: one page with all of it, put in order by drag, by keys or by number."""

    form = NavItemForm

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        sent = request.method == "POST"
        rows = NavForm(request.POST) if sent else NavForm(initial=_links())

        if sent and not self.has_change_permission(request):
            raise PermissionDenied
        if sent and rows.is_valid():
            arrange(in_order(rows))
            messages.success(request, "The navigation is saved; every page shows it.")
            return HttpResponseRedirect(request.path)

        shown = {**self.admin_site.each_context(request), "title": "Navigation", "rows": rows}
        return TemplateResponse(request, "desk/navigation.html", shown, status=422 if sent else 200)


def _links() -> list[dict[str, Any]]:
    items = enumerate(NavItem.objects.all(), 1)
    return [{"pk": item.pk, "label": item.label, "path": item.path, "place": n} for n, item in items]


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
