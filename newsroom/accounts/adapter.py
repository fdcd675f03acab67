"""Where allauth meets the paper: its dress on every mail, and the desk for those who work there."""

import re
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from newsroom.accounts.models import User
from newsroom.site import mail
from newsroom.site.snapshot import paper


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Subjects open with the paper's name; each mail is text and HTML; staff land on the desk."""

    def format_email_subject(self, subject: str) -> str:
        """The paper's name, then what the mail is about."""
        return f"{paper().settings.name}: {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """allauth's words in the paper's dress, on the way every mail goes."""
        facts = {"request": allauth_context.request, "email": email} | context
        said = self.render_mail(template_prefix, email, facts)
        code = str(context.get("code") or "")
        paragraphs = [words for words in re.split(r"\n\s*\n", str(said.body)) if words.strip() != code]
        mail.send(email, said.subject, paragraphs, code=code)

    def post_login(self, request: HttpRequest, user: User, **facts: Any) -> HttpResponse:
        """A mark without a name in it tells later pages' scripts that there is somebody to ask about."""
        response: HttpResponse = super().post_login(request, user, **facts)
        response.set_cookie(
            "cm", "1", max_age=365 * 86_400, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
        return response

    def is_safe_url(self, url: str) -> bool:
        """Does it lead to a page of ours? What is no address (`http://[`) leads nowhere, where allauth breaks."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who works here begins at the desk; a reader goes to the front page."""
        if request.user.is_staff:
            return reverse("admin:index")
        url: str = super().get_login_redirect_url(request)
        return url
