"""Roles, standing, second factor, name and address: each with its record, and always an administrator left."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from articles.models import Author
from newsroom.accounts.administrators import NotAllowedError
from newsroom.accounts.models import PersonRecord, User
from newsroom.accounts.people import (
    CannotChangeError,
    change_roles,
    correct,
    reset_second_factor,
    switch_off,
    switch_on,
)
from newsroom.accounts.roles import ADMINISTRATOR, EDITOR, MODERATOR, REPORTER
from newsroom.demo.cast import PASSWORD
from newsroom.site.mail import deliver_due
from tests.factories import (
    make_ada,
    make_admin,
    make_article,
    make_author,
    make_ben,
    make_cleo,
    make_dov,
    make_esi,
    make_user,
)
from tests.newsroom.people.asking import make_second_admin, role, verbs_about

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/accounts/user/"


@pytest.fixture
def desk(client: Client) -> Client:
    """The administrator's browser."""
    client.force_login(make_admin())
    return client


def with_second_factor(user: User) -> User:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={})
    return user


VERBS: dict[str, Any] = {
    "roles": lambda person, by: change_roles(person, [role(ADMINISTRATOR)], by=by),
    "off": lambda person, by: switch_off(person, by=by),
    "on": lambda person, by: switch_on(person, by=by),
    "second factor": lambda person, by: reset_second_factor(person, by=by),
    "correct": lambda person, by: correct(person, name="Mine", email="mine@example.org", by=by),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("make", [make_ada, make_ben, make_cleo, make_dov, make_esi])
def test_nobody_below_administrator_changes_anybody(verb: str, make: Any) -> None:
    target = with_second_factor(make_user(is_staff=True))

    with pytest.raises(NotAllowedError):
        VERBS[verb](target, make())

    assert not PersonRecord.objects.exists()


@pytest.mark.parametrize("verb", VERBS)
def test_who_may_do_everything_is_changed_by_their_own_alone(verb: str) -> None:
    admin, second = with_second_factor(make_admin()), make_second_admin()

    with pytest.raises(NotAllowedError, match="may do everything on this site"):
        VERBS[verb](admin, second)

    other = make_user(is_staff=True, is_superuser=True)
    VERBS[verb](admin, other)


@pytest.mark.parametrize("verb", ["roles", "off"])
def test_the_last_administrator_stays_and_nobody_locks_themselves_out(verb: str) -> None:
    admin = make_admin()

    with pytest.raises(NotAllowedError, match="You are the only administrator"):
        VERBS[verb](admin, admin)

    make_second_admin()
    with pytest.raises(NotAllowedError, match="Another administrator can"):
        VERBS[verb](admin, admin)


def test_roles_are_changed_with_a_record_and_take_effect_at_once(desk: Client) -> None:
    ada = make_ada()
    browser = Client()
    browser.force_login(ada)

    answer = desk.post(
        f"{PEOPLE}{ada.pk}/roles/",
        {"sent": "yes", "roles": [role(EDITOR).pk, role(MODERATOR).pk]},
        follow=True,
    )

    assert b"Ada Lindqvist is Editor and Moderator now." in answer.content
    assert User.objects.get(pk=ada.pk).has_perm("articles.publish_article")
    line = PersonRecord.objects.get()
    assert (line.verb, line.note, line.by) == (
        "changed the role",
        "Reporter → Editor, Moderator",
        make_admin(),
    )
    assert browser.get("/admin/").status_code == 200


def test_without_a_role_the_desk_is_closed_and_the_account_stays(desk: Client) -> None:
    ada = make_ada()
    browser = Client()
    browser.force_login(ada)

    desk.post(f"{PEOPLE}{ada.pk}/roles/", {"sent": "yes"})

    assert browser.get("/admin/", follow=True).status_code == 403
    ada.refresh_from_db()
    assert (ada.is_active, ada.is_staff) == (True, False)


def test_a_form_without_its_roles_changes_nothing(desk: Client) -> None:
    ada = make_ada()

    answers = [
        desk.post(f"{PEOPLE}{ada.pk}/roles/"),
        desk.post(f"{PEOPLE}{ada.pk}/roles/", {"sent": "yes", "roles": ["999999"]}),
        desk.post(f"{PEOPLE}{ada.pk}/standing/"),
        desk.post(f"{PEOPLE}{ada.pk}/standing/", {"standing": "sideways"}),
    ]

    assert [answer.status_code for answer in answers] == [400] * 4
    assert [group.name for group in User.objects.get(pk=ada.pk).groups.all()] == [REPORTER]


def test_a_reader_is_given_no_role_behind_their_back(desk: Client) -> None:
    esi = make_esi()

    with pytest.raises(CannotChangeError, match="Invite them"):
        change_roles(esi, [role(EDITOR)], by=make_admin())
    page = desk.post(f"{PEOPLE}{esi.pk}/roles/", {"sent": "yes", "roles": [role(EDITOR).pk]}, follow=True)

    assert b"Invite them" in page.content
    assert not User.objects.get(pk=esi.pk).groups.exists()


def test_who_may_do_everything_and_loses_the_role_may_no_longer_do_everything() -> None:
    other = make_user(is_staff=True, is_superuser=True)

    change_roles(other, [role(EDITOR)], by=make_admin())

    other.refresh_from_db()
    assert (other.is_superuser, other.has_perm("accounts.change_user")) == (False, False)


def test_who_begins_to_write_gets_a_page_as_an_author() -> None:
    cleo = make_cleo()

    change_roles(cleo, [role(REPORTER)], by=make_admin())

    assert Author.objects.get(user=cleo).name == "Cleo Marchetti"


def test_switched_off_they_are_signed_out_at_once_and_their_bylines_stay(
    desk: Client, client: Client
) -> None:
    ada = make_ada()
    article = make_article(authors=[make_author("Ada Lindqvist", user=ada)])
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(ada)

    answer = desk.post(f"{PEOPLE}{ada.pk}/standing/", {"standing": "off"}, follow=True)

    assert b"is switched off and signed out" in answer.content
    assert [browser.get("/admin/").status_code for browser in browsers] == [302, 302]
    assert b"Ada Lindqvist" in Client().get(article.get_absolute_url()).content
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    refused = Client()
    refused.post("/accounts/login/", {"login": ada.email, "password": PASSWORD})
    assert "_auth_user_id" not in refused.session


def test_switched_on_they_come_back_as_they_were_and_sign_in_anew(desk: Client) -> None:
    ada = with_second_factor(make_ada())
    browser = Client()
    browser.force_login(ada)
    switch_off(ada, by=make_admin())

    answer = desk.post(f"{PEOPLE}{ada.pk}/standing/", {"standing": "on"}, follow=True)

    ada.refresh_from_db()
    assert b"may sign in again" in answer.content
    assert (ada.is_active, ada.has_perm("articles.add_article")) == (True, True)
    assert Authenticator.objects.filter(user=ada).count() == 2
    assert browser.get("/admin/").status_code == 302
    assert verbs_about(ada.email) == ["switched off", "switched on"]


def test_a_second_press_of_switch_off_writes_nothing_more(desk: Client) -> None:
    ada = make_ada()

    for _ in range(2):
        desk.post(f"{PEOPLE}{ada.pk}/standing/", {"standing": "off"})

    assert verbs_about(ada.email) == ["switched off"]


def test_a_reader_is_switched_off_from_their_own_page(desk: Client) -> None:
    esi = make_esi()
    page = f"{PEOPLE}{esi.pk}/change/"

    answer = desk.post(f"{PEOPLE}{esi.pk}/standing/", {"standing": "off"})

    assert answer["Location"] == page
    assert b"Switch on again" in desk.get(page).content


def test_a_second_factor_is_reset_after_asking_and_its_owner_is_told(desk: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    with_second_factor(make_admin())
    ada = with_second_factor(make_ada())
    browser = Client()
    browser.force_login(ada)
    address = f"{PEOPLE}{ada.pk}/second-factor/"

    asked = desk.get(address)
    assert b"It cannot be undone" in asked.content
    assert Authenticator.objects.filter(user=ada).count() == 2

    desk.post(address)

    assert not Authenticator.objects.filter(user=ada).exists()
    assert browser.get("/admin/")["Location"].startswith("/admin/login/")
    browser.force_login(User.objects.get(pk=ada.pk))
    assert browser.get("/admin/")["Location"] == "/accounts/2fa/"
    deliver_due()
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        ([ada.email], "Your second factor was reset")
    ]
    assert verbs_about(ada.email) == ["reset the second factor"]
    assert b"has no second factor" in desk.post(address, follow=True).content


def test_a_name_and_an_address_are_corrected_with_a_record(desk: Client) -> None:
    ada = make_ada()
    page = f"{PEOPLE}{ada.pk}/change/"

    answer = desk.post(page, {"name": "  Ada   Berg ", "email": "Ada.Berg@Example.org"})

    ada.refresh_from_db()
    assert (answer.status_code, ada.name, ada.email) == (302, "Ada Berg", "ada.berg@example.org")
    assert EmailAddress.objects.get(user=ada).email == "ada.berg@example.org"
    assert b"Ada Lindqvist \xe2\x86\x92 Ada Berg" in desk.get(page).content


def test_an_address_that_somebody_has_is_refused_and_what_was_typed_comes_back(desk: Client) -> None:
    ada, ben = make_ada(), make_ben()

    page = desk.post(f"{PEOPLE}{ada.pk}/change/", {"name": "Ada B.", "email": ben.email.upper()})

    assert b"Somebody has this address already." in page.content
    assert b'value="Ada B."' in page.content
    with pytest.raises(CannotChangeError):
        correct(ada, name="Ada", email=ben.email, by=make_admin())


def test_a_new_person_comes_about_by_an_invitation_alone(desk: Client) -> None:
    assert desk.get(f"{PEOPLE}add/")["Location"] == f"{PEOPLE}invitations/"


def test_the_page_shows_each_state_and_offers_nobody_their_own_end(desk: Client) -> None:
    admin, ada, ben = make_admin(), with_second_factor(make_ada()), make_ben()
    User.objects.filter(pk=ben.pk).update(is_active=False)

    page = desk.get(PEOPLE).content.decode().partition("Staff</h2>")[2]

    assert page.index("Ada Lindqvist") < page.index("Robin Admin") < page.index("Ben Okafor")
    assert page.count(f"/user/{ada.pk}/second-factor/") == 1
    assert page.count("Switched off") == 1
    assert f"/user/{admin.pk}/standing/" not in page
    assert "You are the only administrator." in page
    assert "never seen" in page
    assert make_esi().email not in page


def test_a_question_in_the_address_opens_the_list_of_everybody(desk: Client) -> None:
    esi = make_esi()

    assert esi.email in desk.get(f"{PEOPLE}?who=readers").content.decode()
    assert esi.email in desk.get(f"{PEOPLE}?q=esi").content.decode()


def test_opening_the_desk_is_seen_and_written_down_once_in_a_while(client: Client) -> None:
    import time_machine

    ada = make_ada()
    seen = []
    with time_machine.travel("2026-03-02 08:00:00+00:00", tick=False):
        client.force_login(ada)
    for clock in ("08:05", "08:30", "08:35"):
        with time_machine.travel(f"2026-03-02 {clock}:00+00:00", tick=False):
            client.get("/admin/")
            client.get("/")
        ada.refresh_from_db()
        seen.append(f"{ada.seen_at:%H:%M}")

    assert seen == ["08:00", "08:30", "08:30"]
