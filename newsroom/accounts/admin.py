"""People on the desk: who may enter, in which role. Nobody is deleted; who leaves is switched off."""

from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from newsroom.accounts.events import person_changed
from newsroom.accounts.models import User
from newsroom.accounts.second_factor import SECOND_FACTORS
from newsroom.kit.events import announce


class PersonForm(forms.ModelForm):
    """Roles as boxes to tick; an address is kept in small letters."""

    groups = forms.ModelMultipleChoiceField(
        label="Roles",
        queryset=Group.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Whoever has a role may enter the desk. A reader has none.",
    )

    class Meta:
        model = User
        fields = ("name", "email", "is_active", "groups")
        help_texts: ClassVar[dict[str, str]] = {
            "email": "They sign in by a code sent to it, and may set a password then.",
            "is_active": "Switched off, they cannot sign in; what they wrote stays.",
        }
        labels: ClassVar[dict[str, str]] = {"is_active": "May sign in"}

    def clean_email(self) -> str:
        """One person an address, whatever its capitals."""
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Somebody has this address already.")
        return email


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
    """Name, address, roles, and whether they may still sign in."""

    form = PersonForm
    list_display = ("name_or_address", "email", "roles", "standing", "second_factor", "last_login")
    list_filter = (EntersDesk, "groups", "is_active")
    search_fields = ("name", "email")
    ordering = ("-is_staff", "name", "email")
    readonly_fields = ("date_joined", "last_login")
    fieldsets = (
        (None, {"fields": ("name", "email", "groups", "is_active")}),
        ("When", {"fields": ("date_joined", "last_login")}),
    )
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        held = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)
        people = User.objects.order_by(*self.get_ordering(request)).prefetch_related("groups")
        return people.annotate(holds_one=Exists(held))

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
        """A byline, a decision, an audit line name them for ever."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may do everything is changed by one of their own."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or not obj.is_superuser or request.user.is_superuser)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new person has no password: they sign in by a code sent to their address."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    @transaction.atomic
    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The role opens the desk; the address is the one they sign in with."""
        super().save_related(request, form, formsets, change)
        person = form.instance
        person.is_staff = person.is_superuser or person.groups.exists()
        person.save(update_fields=("is_staff",))
        if "email" in form.changed_data:
            EmailAddress.objects.filter(user=person).delete()
            EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
        announce(person_changed, person=person)
