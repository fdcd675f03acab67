"""The desk itself: Django's admin site with our sign-in, our bar, and our first page."""

from collections.abc import Iterable
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from newsroom.desk.dashboard import panels
from newsroom.desk.first_day import nexts
from newsroom.desk.navigation import new_story_url
from newsroom.site import setup

Extra = dict[str, Any] | None

# Packages bring panels for these; each person minds their own on the account pages, and roles are made by
# newsroom.accounts.roles, never by hand.
NOT_ON_THE_DESK = frozenset(
    {
        "auth.Group",
        "account.EmailAddress",
        "account.EmailConfirmation",
        "mfa.Authenticator",
        "usersessions.UserSession",
        "django_tasks_database.DBTaskResult",  # newsroom.background has a page for it
    }
)


@require_POST
@permission_required("site.change_sitesettings", raise_exception=True)
def put_away(request: HttpRequest) -> HttpResponseRedirect:
    """The list of first steps need not be shown any more."""
    setup.put_first_day_away()
    return HttpResponseRedirect(reverse("admin:index"))


class NewsroomAdminSite(AdminSite):
    """The only back office. Signing in, out and changing a password are allauth's, with its rate limits."""

    site_title = "Desk"
    index_title = "Desk"
    enable_nav_sidebar = False
    site_url = "/"
    empty_value_display = ""  # nothing is said of what is not there

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """As Django's, less the panels that packages bring and nobody here should use."""
        models = model_or_iterable if isinstance(model_or_iterable, Iterable) else (model_or_iterable,)
        wanted = [model for model in models if model._meta.label not in NOT_ON_THE_DESK]
        super().register(wanted, admin_class, **options)

    @method_decorator(never_cache)
    def index(self, request: HttpRequest, extra_context: Extra = None) -> TemplateResponse:
        """What needs a person now, and below it the way to everything."""
        found = {
            "panels": panels(request.user),
            "nexts": nexts(request.user),
            "new_story_url": new_story_url(request),
        }
        return super().index(request, found | (extra_context or {}))

    def get_urls(self) -> list[Any]:
        """Django's, and the one button of the list of first steps."""
        away = path("first-day/", self.admin_view(put_away), name="first_day_away")
        return [away, *super().get_urls()]

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: Extra = None) -> HttpResponse:
        """To the one sign-in; who is signed in but not staff is refused there."""
        answer: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return answer

    def logout(self, request: HttpRequest, extra_context: Extra = None) -> HttpResponseRedirect:  # type: ignore[override]
        """To the one sign-out."""
        return HttpResponseRedirect(reverse("account_logout"))

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Extra = None
    ) -> HttpResponseRedirect:
        """To the one form for a new password."""
        return HttpResponseRedirect(reverse("account_change_password"))
