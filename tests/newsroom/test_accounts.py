"""Signing up, signing in, the second factor, and what a public page must never learn of it."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client

from newsroom.accounts.models import User
from newsroom.demo.cast import PASSWORD
from newsroom.site.mail import deliver_due
from newsroom.site.models import SiteSettings
from newsroom.site.snapshot import paper, touch_paper
from tests.factories import make_ada, make_admin, make_article, make_ben, make_esi

pytestmark = pytest.mark.django_db


def with_address(user: User) -> User:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(client: Client, user: User, **changes: str) -> Any:
    typed = {"login": user.email, "password": PASSWORD} | changes
    return client.post("/accounts/login/", typed)


def test_a_reader_makes_an_account_and_confirms_it_by_the_code_in_the_mail(client: Client) -> None:
    typed = {"name": "  Esi   Mensah ", "email": "Esi@Example.org", "password1": "a-long-pass-phrase"}
    client.post("/accounts/signup/", typed)
    deliver_due()
    code = re.search(r"^[A-Z0-9-]{6,}$", str(mail.outbox[0].body), re.MULTILINE)

    answer = client.post("/accounts/confirm-email/", {"code": code.group() if code else ""})

    user = User.objects.get()
    assert (user.name, user.email, user.is_staff) == ("Esi Mensah", "esi@example.org", False)
    assert answer["Location"] == "/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_each_mail_is_text_and_html_under_the_papers_name(client: Client) -> None:
    client.post("/accounts/login/code/", {"email": with_address(make_esi()).email})
    deliver_due()

    message = mail.outbox[0]

    assert message.subject.startswith("Newsroom: ")
    assert [kind for _content, kind in message.alternatives] == ["text/html"]


def test_signing_up_twice_says_nothing_about_who_has_an_account(client: Client) -> None:
    esi = with_address(make_esi())
    typed = {"name": "Somebody", "password1": "a-long-pass-phrase"}

    known = client.post("/accounts/signup/", typed | {"email": esi.email})
    unknown = Client().post("/accounts/signup/", typed | {"email": "new@example.org"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_staff_land_on_the_desk_and_readers_on_the_front_page(client: Client) -> None:
    assert sign_in(client, with_address(make_ben()))["Location"] == "/admin/"
    assert sign_in(Client(), with_address(make_esi()))["Location"] == "/"


def test_the_desk_sends_a_stranger_to_the_one_sign_in(client: Client) -> None:
    answer = client.get("/admin/articles/", follow=True)

    assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=")


def test_a_signed_in_reader_is_refused_at_the_desk(client: Client) -> None:
    client.force_login(make_esi())

    assert client.get("/admin/", follow=True).status_code == 403


def test_too_many_wrong_passwords_shut_the_door_for_a_while(client: Client) -> None:
    esi = with_address(make_esi())
    for _ in range(5):
        sign_in(client, esi, password="wrong")

    sign_in(client, esi)

    assert "_auth_user_id" not in client.session


def test_staff_without_a_second_factor_are_sent_to_set_one_up(client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    ben = make_ben()
    client.force_login(ben)

    assert client.get("/admin/")["Location"] == "/accounts/2fa/"

    Authenticator.objects.create(user=ben, type=Authenticator.Type.TOTP, data={})
    assert client.get("/admin/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    ben = make_ben()
    client.force_login(ben)
    Authenticator.objects.create(user=ben, type=Authenticator.Type.RECOVERY_CODES, data={})

    assert client.get("/admin/")["Location"] == "/accounts/2fa/"


def test_a_demo_asks_for_no_second_factor(client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    touch_paper()
    SiteSettings.objects.update(is_demo=True)
    touch_paper()
    client.force_login(make_ben())

    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("kind", ["front", "article"])
def test_public_pages_set_no_cookie_and_do_not_vary_by_one(client: Client, kind: str, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    address = "/" if kind == "front" else make_article().get_absolute_url()

    answer = client.get(address)

    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/login/code/",
        "/accounts/password/reset/",
        "/accounts/logout/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/sessions/",
    ],
)
def test_account_pages_wear_the_papers_dress_and_hold_no_inline_style(client: Client, address: str) -> None:
    if address not in ("/accounts/login/", "/accounts/signup/", "/accounts/login/code/"):
        client.force_login(with_address(make_esi()))

    page = client.get(address).content.decode()

    assert "css/desk/account" in page
    assert not re.search(r"\sstyle=|\son[a-z]+=", page)


def test_nobody_is_deleted_and_who_may_do_everything_is_changed_by_their_own(client: Client) -> None:
    from django.contrib.auth.models import Group

    from tests.factories import make_user

    admin, ada = make_admin(), make_ada()
    lesser = make_user(is_staff=True)
    lesser.groups.add(Group.objects.get(name="Administrator"))
    client.force_login(lesser)

    assert client.post(f"/admin/accounts/user/{ada.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(f"/admin/accounts/user/{admin.pk}/change/", {"email": "mine@example.org"})

    admin.refresh_from_db()
    assert admin.email == "admin@example.org"


def test_a_change_of_the_paper_is_read_again_by_every_process(client: Client) -> None:
    touch_paper()
    before = paper().settings.version
    client.force_login(make_admin())
    hours = {"starts_at": "2026-01-01T08:00", "ends_at": "2026-01-01T09:00"}

    client.post("/admin/site/breakingbanner/add/", {"text": "Ferry late", **hours})

    assert paper().settings.version > before
    assert [banner.text for banner in paper().banners] == ["Ferry late"]


def test_an_accent_too_pale_to_read_is_refused(client: Client) -> None:
    touch_paper()
    client.force_login(make_admin())
    typed = {"name": "The Post", "language": "en", "comments_open_days": 14}

    pale = client.post("/admin/site/sitesettings/1/change/", typed | {"accent": "#ffcc00"})
    dark = client.post("/admin/site/sitesettings/1/change/", typed | {"accent": "#0b5f8a"})

    assert b"Too pale to read" in pale.content
    assert dark.status_code == 302
    assert paper().settings.accent == "#0b5f8a"


def test_a_limit_holds_however_many_others_are_counted(client: Client) -> None:
    esi = with_address(make_esi())
    for _ in range(5):
        sign_in(client, esi, password="a wrong guess")
    for number in range(400):  # visitors whose attempts are counted meanwhile
        cache.set(f"zz.visitor:{number}", [1.0], 300)

    sign_in(client, esi)

    assert "_auth_user_id" not in client.session
