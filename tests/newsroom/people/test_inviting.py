"""Asking people to work here: once an address, renewed, withdrawn, and by administrators alone."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from newsroom.accounts.administrators import NotAllowedError
from newsroom.accounts.invitations import CannotInviteError, Invitee, invite, renew, revoke
from newsroom.accounts.models import Invitation, Link, PersonRecord, User
from newsroom.accounts.roles import AD_MANAGER, ADMINISTRATOR, EDITOR, REPORTER
from newsroom.site.mail import deliver_due
from newsroom.site.models import Mail
from tests.factories import make_ada, make_admin, make_ben, make_esi
from tests.newsroom.people.asking import (
    GIL,
    PHRASE,
    ask_gil,
    mailed_links,
    make_second_admin,
    path_of,
    role,
    verbs_about,
)

pytestmark = pytest.mark.django_db
INVITATIONS = "/admin/accounts/user/invitations/"
PEOPLE = "/admin/accounts/user/"


@pytest.fixture
def desk(client: Client) -> Client:
    """The administrator's browser."""
    client.force_login(make_admin())
    return client


def test_an_invitation_lasts_seven_days_and_has_a_record() -> None:
    made = ask_gil(EDITOR, AD_MANAGER, name="Gil Arden")

    gil = Invitation.objects.get()
    assert (gil.email, gil.name, gil.expires_at - gil.invited_at) == (GIL, "Gil Arden", timedelta(days=7))
    assert made.invitation == gil
    line = PersonRecord.objects.get()
    assert (line.email, line.verb, line.note, line.by) == (GIL, "invited", "Ad manager, Editor", make_admin())


def test_no_link_can_be_read_from_the_database_once_its_mail_has_gone() -> None:
    made = ask_gil()
    [mailed] = mailed_links()

    tokens = [link.rstrip("/").rpartition("/")[2] for link in (made.link, mailed)]
    assert {hashlib.sha256(token.encode()).hexdigest() for token in tokens} == set(
        Link.objects.values_list("digest", flat=True)
    )
    assert [letter.words for letter in Mail.objects.all()] == [{}]


def test_the_mail_says_who_invites_to_what_and_until_when() -> None:
    ask_gil(name="Gil Arden")
    deliver_due()

    [letter] = mail.outbox
    assert (letter.to, letter.subject) == ([GIL], "Robin Admin invites you to Newsroom")
    for words in ("Hello Gil Arden", "Robin Admin invites you to work at Newsroom: Reporter.", "works once"):
        assert words in str(letter.body)


def test_inviting_twice_is_the_same_invitation_renewed(client: Client) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=3), tick=False):
        first = ask_gil()
        [old_mail] = mailed_links()
    second = ask_gil(EDITOR)

    gil = Invitation.objects.get()
    assert [group.name for group in gil.roles.all()] == [EDITOR]
    assert gil.expires_at > timezone.now() + timedelta(days=6)
    assert [client.get(path_of(link)).status_code for link in (first.link, old_mail, second.link)] == [
        410,
        410,
        200,
    ]
    assert b"newer link" in client.get(path_of(old_mail)).content
    assert verbs_about(GIL) == ["invited", "invited again"]


def test_a_double_click_makes_one_invitation_one_mail_and_leaves_both_links_good(client: Client) -> None:
    first, second = ask_gil(), ask_gil()

    [mailed] = mailed_links()
    assert Invitation.objects.count() == 1
    assert [client.get(path_of(link)).status_code for link in (first.link, second.link, mailed)] == [200] * 3
    assert verbs_about(GIL) == ["invited"]


def test_a_mail_that_has_not_gone_is_not_sent_with_a_link_that_is_dead() -> None:
    made = ask_gil()
    renew(made.invitation, by=make_admin())

    assert Mail.objects.count() == 1
    revoke(made.invitation, by=make_admin())
    assert Mail.objects.count() == 0


def test_a_withdrawn_link_is_dead_and_the_same_address_can_be_invited_anew(client: Client) -> None:
    first = ask_gil()
    revoke(first.invitation, by=make_admin())
    again = ask_gil()

    page = client.get(path_of(first.link))
    assert (page.status_code, b"was withdrawn" in page.content) == (410, True)
    assert client.get(path_of(again.link)).status_code == 200
    assert Invitation.objects.count() == 2
    with pytest.raises(CannotInviteError, match="Invite them anew"):
        renew(first.invitation, by=make_admin())


def test_the_database_itself_refuses_a_second_open_invitation() -> None:
    ask_gil()
    now = timezone.now()

    with pytest.raises(IntegrityError, match="one_open_invitation_an_address"), transaction.atomic():
        Invitation.objects.create(email=GIL.upper(), invited_at=now, expires_at=now + timedelta(days=1))


@pytest.mark.parametrize("make", [make_ada, make_ben, make_esi])
def test_nobody_below_administrator_invites(make: Any) -> None:
    with pytest.raises(NotAllowedError):
        ask_gil(ADMINISTRATOR, by=make())

    assert not Invitation.objects.exists()


def test_an_administrator_who_was_switched_off_meanwhile_invites_nobody() -> None:
    second = make_second_admin()
    User.objects.filter(pk=second.pk).update(is_active=False)

    with pytest.raises(NotAllowedError):
        ask_gil(by=second)


def test_who_works_here_or_is_switched_off_is_not_invited_and_then_nobody_is() -> None:
    ada, esi = make_ada(), make_esi()
    User.objects.filter(pk=esi.pk).update(is_active=False)
    people = [Invitee("new@example.org"), Invitee(ada.email), Invitee(esi.email)]

    with pytest.raises(CannotInviteError) as refusal:
        invite(people, [role(REPORTER)], by=make_admin())

    assert "ada@example.org works here already" in str(refusal.value)
    assert "esi@example.org has an account that is switched off" in str(refusal.value)
    assert not Invitation.objects.exists()


def test_several_are_invited_at_once_from_what_a_mail_program_pastes(desk: Client) -> None:
    typed = 'Gil Arden <Gil@Example.org>, "Una Moss" <una@example.org>\n\nposy@example.org; gil@example.org'

    page = desk.post(INVITATIONS, {"people": typed, "roles": [role(REPORTER).pk]})

    assert sorted(Invitation.objects.values_list("email", "name")) == [
        ("gil@example.org", "Gil Arden"),
        ("posy@example.org", ""),
        ("una@example.org", "Una Moss"),
    ]
    assert page.content.count(b"/accounts/join/") == 3


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Write at least one address."),
        (" ; ,\n", "Write at least one address."),
        ("Gil Arden", "“Gil Arden” holds no e-mail address."),
        ("gil@example.org\nuna at example.org", "“una at example.org” holds no e-mail address."),
        ("gil@", "“gil@” holds no e-mail address."),
        ("x" * 130 + " gil@example.org", "is too long."),
        ("\n".join(f"p{n}@example.org" for n in range(51)), "At most 50 at a time; these are 51."),
        ("ada@example.org", "ada@example.org works here already."),
    ],
)
def test_what_cannot_be_read_comes_back_with_a_sentence(desk: Client, typed: str, said: str) -> None:
    make_ada()

    page = desk.post(INVITATIONS, {"people": typed, "roles": [role(REPORTER).pk]})

    assert page.status_code == 422
    assert said in page.content.decode()
    assert page.context["form"]["people"].value() == typed
    assert not Invitation.objects.exists()


def test_a_role_is_needed(desk: Client) -> None:
    page = desk.post(INVITATIONS, {"people": GIL})

    assert (page.status_code, b"Choose at least one role." in page.content) == (422, True)


def test_without_mail_the_page_says_to_hand_the_link_on_and_with_mail_that_it_is_on_its_way(
    desk: Client, settings: Any, tmp_path: Any
) -> None:
    typed = {"people": GIL, "roles": [role(REPORTER).pk]}
    with_mail = desk.post(INVITATIONS, typed).content.decode()
    settings.EMAIL_BACKEND = "newsroom.site.mailbox.Mailbox"
    settings.EMAIL_FILE_PATH = tmp_path
    without = desk.post(INVITATIONS, typed).content.decode()

    assert "The mail is on its way" in with_mail
    assert "This site sends no mail yet" in without
    assert all("/accounts/join/" in page for page in (with_mail, without))


def test_the_list_shows_who_was_invited_by_whom_until_when_and_how_the_mail_stands(desk: Client) -> None:
    with time_machine.travel("2026-03-02 12:00:00+00:00", tick=False):
        made = ask_gil(name="Gil Arden")
        fresh = desk.get(PEOPLE).content.decode()
        Mail.objects.update(tries=1, problem="Connection refused")
        refused = desk.get(PEOPLE).content.decode()
        Mail.objects.all()[0].note_sent()
        gone = desk.get(PEOPLE).content.decode()
    with time_machine.travel("2026-03-10 12:00:00+00:00", tick=False):
        desk.force_login(make_admin())
        late = desk.get(PEOPLE).content.decode()

    assert "Until 9 Mar" in fresh and "by Robin Admin" in fresh and "mail on its way" in fresh  # noqa: PT018
    assert "Mail does not go" in refused
    assert "mailed now" in gone
    assert "Ran out 9 Mar" in late
    assert made.link not in fresh


def test_a_new_link_and_a_withdrawal_from_the_page(desk: Client, client: Client) -> None:
    made = ask_gil()
    row = f"{PEOPLE}invitations/{made.invitation.pk}/"

    page = desk.post(f"{row}link/")
    new = page.context["made"][0].link
    assert (Client().get(path_of(made.link)).status_code, Client().get(path_of(new)).status_code) == (
        410,
        200,
    )

    answer = desk.post(f"{row}revocation/", follow=True)
    assert b"is withdrawn" in answer.content
    assert Client().get(path_of(new)).status_code == 410

    too_late = desk.post(f"{row}link/", follow=True)
    assert b"Invite them anew" in too_late.content
    assert not too_late.context["invited"]


def test_looking_at_a_link_uses_nothing_up_and_tells_no_other_site(client: Client) -> None:
    path = path_of(ask_gil().link)

    answers = [client.get(path), client.head(path), client.get(path)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert {answer["Referrer-Policy"] for answer in answers} == {"same-origin"}
    assert {"no-store" in answer["Cache-Control"] for answer in answers} == {True}
    assert client.post(path, {"name": "Gil", "password": PHRASE}).status_code == 302


def test_the_log_tells_no_link_that_still_opens_a_door(client: Client, caplog: Any) -> None:
    path = path_of(ask_gil().link)

    with caplog.at_level("INFO", "newsroom.kit.requests"):
        client.get(path)
        client.post(path, {"name": "", "password": ""})
        client.get("/accounts/login/")

    assert [record.args[1] for record in caplog.records if record.name == "newsroom.kit.requests"] == [
        "/accounts/join/…/",
        "/accounts/join/…/",
        "/accounts/login/",
    ]
    assert path.split("/")[3] not in caplog.text


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_costs_the_same_however_many_work_here(
    desk: Client, count: int, django_assert_num_queries: Any
) -> None:
    make_admin()
    for number in range(count):
        invite([Invitee(f"p{number}@example.org")], [role(REPORTER)], by=make_admin())
    make_ada()
    if count > 1:
        make_ben(), make_second_admin()
    desk.get(PEOPLE)

    with django_assert_num_queries(9):
        desk.get(PEOPLE)
