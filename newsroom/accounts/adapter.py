"""Where allauth meets the paper: its name on every mail, and the desk for those who work there."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from newsroom.accounts.models import User
from newsroom.site.snapshot import paper


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Subjects open with the paper's name; each mail is text and HTML; staff land on the desk."""

    def format_email_subject(self, subject: str) -> str:
        """The paper's name, then what the mail is about."""
        return f"{paper().settings.name}: {subject}"

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        """allauth's text, and the same words as HTML in the paper's dress."""
        message: EmailMultiAlternatives = super().render_mail(template_prefix, email, context, headers)
        dressed = render_to_string(
            "account/email/dressed.html",
            {"text": message.body, "subject": message.subject, "paper": paper(), "code": context.get("code")},
        )
        message.attach_alternative(dressed, "text/html")
        return message

    def post_login(self, request: HttpRequest, user: User, **facts: Any) -> HttpResponse:
        """A mark without a name in it tells later pages' scripts that there is somebody to ask about."""
        response: HttpResponse = super().post_login(request, user, **facts)
        response.set_cookie(
            "cm", "1", max_age=365 * 86_400, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who works here begins at the desk; a reader goes to the front page."""
        if request.user.is_staff:
            return reverse("admin:index")
        url: str = super().get_login_redirect_url(request)
        return url
