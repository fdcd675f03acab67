"""Who waits in an account nobody has proven to own cannot slip into one that its owner proves later."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from newsroom.accounts.models import User
from newsroom.accounts.proven import open_account
from newsroom.site.models import Mail

pytestmark = pytest.mark.django_db

MALLORY, WANDA = "mallory@example.org", "wanda@example.org"
PASSWORD = "a long word for mallory"


def asked(begin: str, fields: dict[str, str]) -> tuple[Client, str]:
    """A browser that waits for a code, and the code it was mailed. The limit on mails is over by then."""
    cache.clear()
    browser = Client()
    answer = browser.post(begin, fields)
    assert answer.status_code == 302
    mail = Mail.objects.filter(to=MALLORY).latest("pk")
    return browser, mail.words["code"]


@pytest.mark.parametrize(
    ("begin", "fields", "end", "more"),
    [
        (
            "/accounts/login/",
            {"login": MALLORY, "password": PASSWORD},
            "/accounts/confirm-email/",
            {"action": "verify"},
        ),
        ("/accounts/login/code/", {"email": MALLORY}, "/accounts/login/code/confirm/", {}),
        ("/accounts/password/reset/", {"email": MALLORY}, "/accounts/password/reset/confirm/", {}),
    ],
)
def test_no_code_of_another_address_opens_the_account_of_a_proven_one(
    begin: str, fields: dict[str, str], end: str, more: dict[str, str], client: Client
) -> None:
    client.post("/accounts/signup/", {"name": "Mallory", "email": MALLORY, "password1": PASSWORD})
    browser, code = asked(begin, fields)
    cache.clear()
    client.post("/accounts/confirm-email/", {"action": "change", "email": WANDA})

    wanda = open_account(WANDA, name="Wanda")
    answer: Any = browser.post(end, {"code": code} | more)

    assert answer.status_code == 302  # the code itself is good, for an account of Mallory's own
    wanda.refresh_from_db()
    assert wanda.email == WANDA
    assert list(EmailAddress.objects.filter(user=wanda).values_list("email", "verified")) == [(WANDA, True)]
    assert browser.session.get("_auth_user_id") != str(wanda.pk)
    assert User.objects.exclude(pk=wanda.pk).get().email == MALLORY
