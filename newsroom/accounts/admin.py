"""People on the desk: the page of who works here, the list of everybody, one person's name and record."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.html import format_html

from newsroom.accounts.administrators import NotAllowedError
from newsroom.accounts.forms import PersonForm
from newsroom.accounts.models import PersonRecord, User
from newsroom.accounts.people import CannotChangeError, correct
from newsroom.accounts.reading import with_second_factor
from newsroom.accounts.views import people

RECORD = 50  # lines of it, the newest


class EntersDesk(admin.SimpleListFilter):
    """Staff or readers."""

    title = "who"
    parameter_name = "who"

    def lookups(self, request: HttpRequest, model_admin: Any) -> tuple[tuple[str, str], ...]:
        return ("staff", "Staff"), ("readers", "Readers")

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(is_staff=self.value() == "staff") if self.value() else queryset


@admin.register(User)
class PersonAdmin(admin.ModelAdmin):
    """Nobody is deleted: a byline, a decision, a record's line name them for ever. Who leaves is switched off."""

    form = PersonForm
    list_display = ("name_or_address", "email", "roles", "standing", "second_factor", "last_login")
    list_filter = (EntersDesk, "groups", "is_active")
    search_fields = ("name", "email")
    ordering = ("-is_staff", "name", "email")
    readonly_fields = ("date_joined", "last_login")
    fieldsets = (
        (None, {"fields": ("name", "email")}),
        ("When", {"fields": ("date_joined", "last_login")}),
    )
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("invitations/", wrap(people.invitations), name="accounts_invitation_add"),
            path("invitations/<int:pk>/link/", wrap(people.renewal), name="accounts_invitation_renewal"),
            path(
                "invitations/<int:pk>/revocation/",
                wrap(people.revocation),
                name="accounts_invitation_revocation",
            ),
            path("<int:pk>/roles/", wrap(people.roles), name="accounts_user_roles"),
            path("<int:pk>/standing/", wrap(people.standing), name="accounts_user_standing"),
            path("<int:pk>/second-factor/", wrap(people.second_factor), name="accounts_user_second_factor"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_second_factor(User.objects.order_by(*self.get_ordering(request)))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Who works here; with a question in the address, the list of everybody."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return super().changelist_view(request, extra_context) if request.GET else people.show_people(request)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """A person comes about by an invitation, or by signing up."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return redirect("admin:accounts_invitation_add")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Name and address, and below them the record."""
        person = self.get_object(request, object_id)
        context = {"record": _record(person) if person else (), "show_save_and_add_another": False}
        try:
            return super().change_view(request, object_id, form_url, context | (extra_context or {}))
        except (CannotChangeError, NotAllowedError) as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:accounts_user_change", object_id)

    @admin.display(description="name", ordering="name")
    def name_or_address(self, person: User) -> str:
        return person.get_full_name()

    @admin.display(description="roles")
    def roles(self, person: User) -> str:
        names = [group.name for group in person.groups.all()]
        return ", ".join(["Everything", *names] if person.is_superuser else names) or "Reader"

    @admin.display(description="standing", ordering="is_active")
    def standing(self, person: User) -> str:
        good, word = ("is-good", "Active") if person.is_active else ("", "Switched off")
        return format_html('<span class="desk-state {}">{}</span>', good, word)

    @admin.display(description="second factor", ordering="holds_one")
    def second_factor(self, person: Any) -> str:
        return "Second factor" if person.holds_one else ""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not even by who may do everything."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may do everything is changed by one of their own."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or not obj.is_superuser or request.user.is_superuser)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """By the verb, which keeps the record."""
        correct(obj, name=obj.name, email=obj.email, by=request.user)  # type: ignore[arg-type]


def _record(person: User) -> QuerySet[PersonRecord]:
    mine = Q(person=person.pk) | Q(person=None, email=person.email.lower())
    return PersonRecord.objects.filter(mine).select_related("by")[:RECORD]
