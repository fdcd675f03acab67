"""What an invitation's link opens: a new account, a reader's roles, a plain sentence when it is spent."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from articles.models import Author
from newsroom.accounts.invitations import revoke
from newsroom.accounts.joining import NotTheirsError, take_up
from newsroom.accounts.models import Invitation, User
from newsroom.accounts.roles import AD_MANAGER, ADMINISTRATOR, EDITOR, MODERATOR, REPORTER
from tests.factories import make_admin, make_article, make_author, make_esi, make_finn, make_user
from tests.newsroom.people.asking import GIL, PHRASE, ask_gil, path_of, verbs_about

pytestmark = pytest.mark.django_db
TYPED = {"name": "  Gil   Arden ", "password": PHRASE}


def confirmed(user: User) -> User:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def test_the_link_makes_an_account_with_a_confirmed_address_and_opens_the_desk(client: Client) -> None:
    path = path_of(ask_gil(EDITOR).link)

    answer = client.post(path, TYPED)

    gil = User.objects.get(email=GIL)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200
    assert (gil.name, gil.is_staff, gil.is_superuser, gil.check_password(PHRASE)) == (
        "Gil Arden", True, False, True,
    )  # fmt: skip
    assert [group.name for group in gil.groups.all()] == [EDITOR]
    assert EmailAddress.objects.get(user=gil).verified
    assert verbs_about(GIL) == ["invited", "took the invitation up"]


def test_outside_the_demo_the_way_to_the_desk_leads_over_the_second_factor_and_asks_nothing_twice(
    client: Client, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client.post(path_of(ask_gil().link), TYPED)

    page = client.get("/admin/", follow=True)
    app = client.get("/accounts/2fa/totp/activate/")

    assert page.redirect_chain == [("/accounts/2fa/", 302)]
    assert b"One more step before the desk" in page.content
    assert app.status_code == 200


def test_the_password_is_checked_and_the_name_comes_back(client: Client) -> None:
    path = path_of(ask_gil(name="Gil Arden").link)

    asked = client.get(path).content.decode()
    short = client.post(path, {"name": "G. Arden", "password": "short"})
    own = client.post(path, {"name": "Gilbert Arden-Moss", "password": "gilbert arden-moss"})
    none = client.post(path, {"name": " ", "password": PHRASE})

    assert 'value="Gil Arden"' in asked and GIL in asked  # noqa: PT018
    assert b"too short" in short.content
    assert b"This field is required" in none.content
    assert b'value="G. Arden"' in short.content
    assert b"too similar to the name" in own.content
    assert not User.objects.filter(email=GIL).exists()


def test_a_used_link_says_so_and_leads_to_the_sign_in(client: Client) -> None:
    path = path_of(ask_gil().link)
    client.post(path, TYPED)

    again = Client().get(path)
    stranger = Client().post(path, {"name": "Mallory", "password": "another long phrase"})

    assert (again.status_code, stranger.status_code) == (410, 410)
    assert b"has been taken up" in again.content
    assert b"/accounts/login/?next=/admin/" in again.content
    assert User.objects.get(email=GIL).name == "Gil Arden"
    assert b"Go to the desk" in client.get(path).content


def test_the_second_press_of_the_button_finds_the_door_open() -> None:
    path = path_of(ask_gil().link)

    presses = [Client().post(path, TYPED), Client().post(path, TYPED)]

    assert [answer["Location"] for answer in presses] == ["/admin/", "/admin/"]
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        assert Client().post(path, TYPED).status_code == 410


def test_an_expired_link_says_when_it_ended_and_whom_to_ask(client: Client) -> None:
    with time_machine.travel("2026-03-02 12:00:00+00:00"):
        path = path_of(ask_gil().link)
    with time_machine.travel("2026-03-09 11:59:00+00:00"):
        assert client.get(path).status_code == 200
    with time_machine.travel("2026-03-09 12:01:00+00:00"):
        page = client.get(path)
        posted = client.post(path, TYPED)

    assert (page.status_code, posted.status_code) == (410, 410)
    assert b"This invitation ended on 9 March 2026." in page.content
    assert b"Ask Robin Admin for a new one." in page.content
    assert not User.objects.filter(email=GIL).exists()


@pytest.mark.parametrize("token", ["x", "a" * 5000, "%00", "%F0%9F%90%A6", "..%2f..", "%ff"])
def test_an_invented_link_opens_nothing(client: Client, token: str) -> None:
    ask_gil()

    answers = [client.get(f"/accounts/{door}/{token}/") for door in ("join", "let-in")]

    assert {answer.status_code for answer in answers} <= {400, 404}


def test_the_link_of_one_door_does_not_open_the_other(client: Client) -> None:
    path = path_of(ask_gil().link)

    assert client.get(path.replace("/join/", "/let-in/")).status_code == 404


def test_a_reader_gets_the_role_after_confirming_while_signed_in(client: Client) -> None:
    esi = confirmed(make_user(email=GIL, name="Gil the Reader"))
    path = path_of(ask_gil(MODERATOR).link)

    stranger = client.get(path)
    forced = client.post(path, TYPED)
    assert b"has an account here already" in stranger.content
    assert f"/accounts/login/?next={path}".encode() in stranger.content
    assert (forced.status_code, User.objects.get(pk=esi.pk).is_staff) == (200, False)

    client.force_login(esi)
    assert b"Take up the invitation" in client.get(path).content
    assert not User.objects.get(pk=esi.pk).is_staff
    answer = client.post(path)

    esi = User.objects.get(pk=esi.pk)
    assert answer["Location"] == "/admin/"
    assert (esi.name, esi.is_staff, [group.name for group in esi.groups.all()]) == (
        "Gil the Reader", True, [MODERATOR],
    )  # fmt: skip
    assert esi.check_password("newsroom-demo")


def test_somebody_else_who_is_signed_in_cannot_take_it_up(client: Client) -> None:
    confirmed(make_user(email=GIL))
    made = ask_gil(ADMINISTRATOR)
    finn = confirmed(make_finn())
    client.force_login(finn)

    page = client.get(path_of(made.link))
    posted = client.post(path_of(made.link), TYPED)

    assert all(b"is for somebody else" in answer.content for answer in (page, posted))
    with pytest.raises(NotTheirsError):
        take_up(made.link.rstrip("/").rpartition("/")[2], by=finn)
    assert not User.objects.get(pk=finn.pk).is_staff
    out = client.post("/accounts/logout/", {"next": path_of(made.link)})
    assert out["Location"] == path_of(made.link)


def test_a_signed_in_reader_with_another_address_makes_no_account_by_mistake(client: Client) -> None:
    client.force_login(make_esi())

    answer = client.post(path_of(ask_gil().link), TYPED)

    assert (b"is for somebody else" in answer.content, User.objects.filter(email=GIL).exists()) == (
        True,
        False,
    )


def test_an_account_that_somebody_made_at_an_address_they_never_confirmed_keeps_no_password(
    client: Client,
) -> None:
    squatter = make_user(email=GIL, password="squatters own phrase", name="Squatter")
    EmailAddress.objects.create(user=squatter, email=GIL, verified=False, primary=True)

    client.post(path_of(ask_gil().link), TYPED)

    gil = User.objects.get(email=GIL)
    assert (gil.pk, gil.name, gil.is_staff) == (squatter.pk, "Gil Arden", True)
    assert not gil.check_password("squatters own phrase")


def test_an_account_that_is_switched_off_is_not_opened_by_an_older_invitation(client: Client) -> None:
    path = path_of(ask_gil().link)
    make_user(email=GIL, is_active=False)

    answer = client.post(path, TYPED)

    assert b"is switched off" in answer.content
    assert not User.objects.get(email=GIL).is_staff


@pytest.mark.parametrize(
    ("role", "pages"), [(REPORTER, 1), (EDITOR, 1), (ADMINISTRATOR, 1), (MODERATOR, 0), (AD_MANAGER, 0)]
)
def test_who_writes_has_a_page_as_an_author(client: Client, role: str, pages: int) -> None:
    client.post(path_of(ask_gil(role).link), TYPED)

    assert Author.objects.filter(user__email=GIL, name="Gil Arden").count() == pages


def test_a_guest_with_this_address_or_the_name_the_administrator_wrote_is_the_same_person() -> None:
    by_name = make_author("Gil Arden")
    article = make_article(authors=[by_name])
    Client().post(path_of(ask_gil(name="gil arden").link), {"name": "Gilbert A.", "password": PHRASE})

    by_name.refresh_from_db()
    assert by_name.user == User.objects.get(email=GIL)
    assert [byline.author.name for byline in article.bylines.all()] == ["Gil Arden"]
    assert Author.objects.count() == 1


def test_a_guest_is_known_by_the_address_before_the_name() -> None:
    by_address, namesake = make_author("G. Arden", email="GIL@example.org"), make_author("Gil Arden")

    Client().post(path_of(ask_gil(name="Gil Arden").link), TYPED)

    assert [Author.objects.get(pk=one.pk).user is not None for one in (by_address, namesake)] == [True, False]


def test_a_name_that_the_newcomer_types_takes_nobodys_page() -> None:
    guest = make_author("Gil Arden")

    Client().post(path_of(ask_gil().link), TYPED)

    assert Author.objects.get(pk=guest.pk).user is None
    assert Author.objects.get(user__email=GIL).pk != guest.pk


def test_two_guests_of_one_name_are_left_alone() -> None:
    make_author("Gil Arden"), make_author("Gil Arden")

    Client().post(path_of(ask_gil(name="Gil Arden").link), TYPED)

    assert Author.objects.count() == 3


def test_a_receiver_that_fails_undoes_the_joining(client: Client, monkeypatch: Any) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    made = ask_gil()
    monkeypatch.setattr("articles.receivers.author_for", fail)
    with pytest.raises(RuntimeError):
        client.post(path_of(made.link), TYPED)

    assert not User.objects.filter(email=GIL).exists()
    assert Invitation.objects.get().is_open


def test_a_link_withdrawn_while_the_form_is_open_makes_no_account(client: Client) -> None:
    made = ask_gil()
    client.get(path_of(made.link))
    revoke(made.invitation, by=make_admin())

    answer = client.post(path_of(made.link), TYPED)

    assert (answer.status_code, User.objects.filter(email=GIL).exists()) == (410, False)
