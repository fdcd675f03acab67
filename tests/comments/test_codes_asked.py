"""Asking for a code: what the form wants, how many are sent, and what other people cannot do with it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from comments import codes
from comments.models import CodeSent, Comment, GuestSection, Report, Rescue
from comments.tasks import forget_origins
from newsroom.site.models import Mail
from tests.comments.by_code import WANDA, begin, enter, known, signed_in_as
from tests.comments.people import write
from tests.comments.test_views_writing import SHOWN, TEXT, send
from tests.factories import make_article, make_esi

pytestmark = pytest.mark.django_db


def test_guests_write_as_guests_where_they_may(client: Client) -> None:
    article = make_article()
    GuestSection.objects.create(section=article.section)

    answer = send(client, article, name="Wanda")

    assert answer.status_code == 303
    assert (Comment.objects.get().guest_name, Rescue.objects.count(), Mail.objects.count()) == ("Wanda", 0, 0)
    assert 'name="email"' not in client.get(article.get_absolute_url()).text


@pytest.mark.parametrize(
    "fields",
    [
        {"email": ""},
        {"name": ""},
        {"name": "W"},
        {"email": "wanda"},
        {"email": "wanda@example.org\nBcc: all@example.org"},
        {"email": "wanda@example.org\x00"},
        {"email": "w" * 300 + "@example.org"},
        {"name": "W" * 5000},
        {"email": "", "name": ""},
    ],
)
def test_without_name_or_address_the_form_comes_back_whole(client: Client, fields: dict[str, str]) -> None:
    answer = send(client, make_article(), **WANDA | fields)

    assert (answer.status_code, SHOWN in answer.text) == (400, True)
    assert (Rescue.objects.count(), Mail.objects.count()) == (0, 0)


def test_codes_to_one_address_are_few_whoever_asks(client: Client) -> None:
    article = make_article()
    known(make_esi())
    statuses = {}

    for email in ("esi@example.org", "nobody@example.org"):
        statuses[email] = [
            send(
                Client(REMOTE_ADDR=f"198.51.100.{i}"), article, body=f"{TEXT} {i}", name="Wanda", email=email
            ).status_code
            for i in range(7)
        ]
    answer = send(client, article, **WANDA | {"email": "esi@example.org"})

    assert statuses["esi@example.org"] == statuses["nobody@example.org"] == [303] * 5 + [429] * 2
    assert Mail.objects.count() == 10
    assert (answer.status_code, SHOWN in answer.text) == (429, True)
    assert SHOWN in client.get("/comments/rescued/").text
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert send(Client(), article, **WANDA | {"email": "esi@example.org"}).status_code == 303


@pytest.mark.parametrize("network", ["198.51.100.7", "2001:db8:7:{}::1"])
def test_codes_from_one_client_are_few_whatever_the_addresses(
    monkeypatch: pytest.MonkeyPatch, network: str
) -> None:
    monkeypatch.setattr(codes, "FROM_CLIENT", (3, 9))
    article = make_article()

    statuses = [
        send(
            Client(REMOTE_ADDR=network.format(i)),
            article,
            headers={
                "Sec-Fetch-Site": "same-origin",
                "User-Agent": f"Browser {i}",
                "X-Forwarded-For": f"192.0.2.{i}",
            },
            **WANDA | {"email": f"reader{i}@example.org"},
        ).status_code
        for i in range(5)
    ]

    assert statuses == [303, 303, 303, 429, 429]


def test_a_new_code_within_the_minute_is_the_same_press(client: Client) -> None:
    held = begin(client, make_article())

    page = client.post(f"/comments/rescued/{held.token}/new-code/", headers={"Sec-Fetch-Site": "same-origin"})

    assert "less than a minute ago" in page.text
    assert Mail.objects.count() == 1


def test_another_site_cannot_enter_a_code_for_a_reader(client: Client) -> None:
    victim = Client(enforce_csrf_checks=True)
    held = begin(client, make_article())

    answers = [
        enter(victim, held, **{"Sec-Fetch-Site": site}) for site in ("cross-site", "same-site", "none")
    ]

    assert [answer.status_code for answer in answers] == [403] * 3
    assert signed_in_as(victim) is None
    assert Comment.objects.count() == 0


def test_an_old_browser_enters_the_code_by_the_pages_token() -> None:
    visitor = Client(enforce_csrf_checks=True)
    held = begin(visitor, make_article())
    token = visitor.get("/comments/rescued/").context["token"]

    answer = visitor.post(
        f"/comments/rescued/{held.token}/code/", {"code": codes.code_of(held), "csrfmiddlewaretoken": token}
    )

    assert answer.status_code == 303


def test_somebody_signed_in_is_not_signed_in_as_another(client: Client) -> None:
    held = begin(Client(), make_article())
    esi = make_esi()
    client.force_login(esi, backend="django.contrib.auth.backends.ModelBackend")

    answer = enter(client, held)

    assert answer["Location"] == f"/comments/rescued/{held.token}/"
    assert signed_in_as(client) == str(esi.pk)


@pytest.mark.parametrize("token", ["x", "a" * 43, "a" * 5000, "%00", "é", "-"])
def test_a_token_nobody_holds_is_nothing(client: Client, token: str) -> None:
    ours = {"Sec-Fetch-Site": "same-origin"}

    assert client.get(f"/comments/rescued/{token}/").status_code == 404
    assert (
        client.post(f"/comments/rescued/{token}/code/", {"code": "123456"}, headers=ours).status_code == 404
    )
    assert client.post(f"/comments/rescued/{token}/new-code/", headers=ours).status_code == 404


def test_the_mail_holds_nothing_that_was_typed(client: Client) -> None:
    begin(client, make_article(), name="Visit http://evil.example", body="Win at https://evil.example now")

    assert "evil" not in str(Mail.objects.values_list("subject", "words"))


def test_what_the_site_keeps_of_codes_is_soon_forgotten(client: Client) -> None:
    begin(client, make_article())
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        forget_origins()
        assert (CodeSent.objects.count(), Rescue.objects.count()) == (0, 1)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        forget_origins()
        assert Rescue.objects.count() == 0


def test_the_code_costs_the_same_however_much_is_kept(client: Client, django_assert_num_queries: Any) -> None:
    article = make_article()
    for i in range(3):
        begin(Client(), article, body=f"Number {i}.", email=f"reader{i}@example.org")
    held = begin(client, article)

    with django_assert_num_queries(5):
        client.get("/comments/rescued/")
    with django_assert_num_queries(35):
        enter(client, held)


def test_another_browsers_name_lets_no_machine_send_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "FROM_STRANGERS", 3)
    article = make_article()
    comment = write(article, "Root.")
    path = f"/comments/{comment.pk}/report/"

    def sent(number: int) -> tuple[Any, Any]:
        visitor = Client(headers={"User-Agent": f"Machine/{number}"})
        answer = send(visitor, article, body=f"Text {number}.", way="sign-in")
        return answer, visitor.post(path, {"reason": "abuse"})

    answers = [sent(number) for number in range(3)]

    assert [(text.status_code, told.status_code) for text, told in answers] == [
        (303, 200),
        (303, 400),
        (429, 400),
    ]
    assert "Text 2." in answers[-1][0].text
    assert "Very much was sent" in answers[-1][1].text
    assert (Rescue.objects.count(), Report.objects.count()) == (2, 1)


def test_who_is_signed_in_is_no_part_of_the_flood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "FROM_STRANGERS", 0)
    article = make_article()
    esi = Client()
    esi.force_login(known(make_esi()), backend="django.contrib.auth.backends.ModelBackend")

    assert send(esi, article).status_code == 303
    assert send(Client(), article, **WANDA).status_code == 429
