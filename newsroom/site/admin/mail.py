"""Mail at the desk: how it leaves, a test that says what the server answered, what did not go, and what is kept here."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from newsroom.kit.caching import never_keep
from newsroom.site import mailbox
from newsroom.site.mail import send_again, send_test
from newsroom.site.models import Mail

SHOWN = 50
# the mail's own styles and pictures, no script, and links that open elsewhere
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


@admin.register(Mail)
class MailAdmin(admin.ModelAdmin):
    """One page for administrators; a mail is never written, changed or deleted here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        """The list, the test, another try, and the mails kept on this machine."""
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name="site_mail_changelist"),
            path("test/", wrap(require_POST(self.test)), name="site_mail_test"),
            path("<int:pk>/again/", wrap(require_POST(self.again)), name="site_mail_again"),
            path("kept/<str:name>/", wrap(require_safe(self.kept)), name="site_mail_kept"),
            path("kept/<str:name>/html/", wrap(require_safe(self.html)), name="site_mail_html"),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        self._guard(request)
        shown: dict[str, Any] = {"is_open": mailbox.is_open(), "trouble": Mail.objects.in_trouble()[:SHOWN]}
        if mailbox.is_open():
            found = list(mailbox.kept(before=request.GET.get("before", ""), most=SHOWN + 1))
            shown |= {"kept": found[:SHOWN], "older": found[SHOWN - 1].name if len(found) > SHOWN else ""}
        return self._page(request, "desk/mail.html", "Mail", shown)

    def test(self, request: HttpRequest) -> HttpResponse:
        """One mail to who asks, now, and what came back."""
        self._guard(request)
        outcome = send_test(request.user.email)  # type: ignore[union-attr]
        (messages.success if outcome.went else messages.error)(request, outcome.said)
        return HttpResponseRedirect(reverse("admin:site_mail_changelist"))

    def again(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The worker tries once more."""
        self._guard(request)
        if send_again(pk):
            messages.success(request, "The mail is on its way again.")
        else:
            messages.info(request, "That mail has gone meanwhile.")
        return HttpResponseRedirect(reverse("admin:site_mail_changelist"))

    def kept(self, request: HttpRequest, name: str) -> HttpResponse:
        """A mail kept here: the HTML in a frame of its own, the text beside it."""
        return self._page(request, "desk/mail_kept.html", "Mail", {"mail": self._kept(request, name)})

    def html(self, request: HttpRequest, name: str) -> HttpResponse:
        """What the frame shows: links open in another tab, scripts nowhere."""
        markup = self._kept(request, name).html.replace("<head>", '<head><base target="_blank">', 1)
        answer = never_keep(HttpResponse(markup))
        answer["Content-Security-Policy"] = POLICY
        return answer

    def _kept(self, request: HttpRequest, name: str) -> mailbox.Kept:
        self._guard(request)
        found = mailbox.read(name) if mailbox.is_open() else None
        if found is None:
            raise Http404
        return found

    def _guard(self, request: HttpRequest) -> None:
        if not (
            request.user.has_perm("site.view_mail") and request.user.has_perm("site.change_sitesettings")
        ):
            raise PermissionDenied

    def _page(self, request: HttpRequest, template: str, title: str, shown: dict[str, Any]) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "title": title, **shown}
        return never_keep(TemplateResponse(request, template, context))
