"""A first comment by a reader without an account: kept, a code mailed, posted by the right one, once and only once."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from comments import codes, moderation, pausing
from comments.models import Comment, Decision, Rescue, Sanction, Status
from newsroom.accounts.models import User
from newsroom.site.models import Mail
from tests.comments.by_code import WANDA, begin, enter, known, signed_in_as, wrong
from tests.comments.people import write
from tests.comments.test_views_writing import SHOWN, TEXT, send
from tests.factories import make_article, make_cleo, make_esi, make_user

pytestmark = pytest.mark.django_db


def test_the_code_makes_the_account_signs_in_and_posts(client: Client) -> None:
    article = make_article()
    root = write(article, "Root.")
    held = begin(client, article, parent=root.pk)
    mail = Mail.objects.get()
    assert (mail.to, mail.words["code"]) == ("wanda@example.org", codes.code_of(held))
    assert mail.words["action"]["url"] == f"/comments/rescued/{held.token}/"
    assert (held.raw, held.parent_id, held.author_key != b"") == (TEXT, root.pk, True)
    assert User.objects.filter(email="wanda@example.org").exists() is False

    answer = enter(client, held)

    comment = Comment.objects.get(body_raw=TEXT)
    wanda = User.objects.get(email="wanda@example.org")
    assert (answer.status_code, answer["Location"]) == (303, f"/comments/{comment.pk}/mine/")
    assert (comment.author, comment.parent_id, comment.is_live) == (wanda, root.pk, True)
    assert (wanda.name, wanda.is_staff, wanda.has_usable_password()) == ("Wanda Reyes", False, False)
    own = EmailAddress.objects.get()
    assert (own.user, own.email, own.verified, own.primary) == (wanda, "wanda@example.org", True, True)
    assert signed_in_as(client) == str(wanda.pk)
    page = client.get(answer["Location"])
    assert "Your comment is published" in page.text
    assert SHOWN in page.text
    held.refresh_from_db()
    assert (held.raw, held.comment_id, held.salt) == ("", comment.pk, "")
    assert answer.cookies["comments_rescue"].value == ""


def test_screening_holds_a_first_comment_like_any_other(client: Client) -> None:
    held = begin(client, make_article(comments="held"))

    answer = enter(client, held)

    comment = Comment.objects.get()
    assert (comment.status, comment.hold_reasons) == (Status.PENDING, ["held"])
    assert "A moderator reads your comment before it appears" in client.get(answer["Location"]).text
    assert Client().get(answer["Location"]).status_code == 404
    assert list(Decision.objects.values_list("rule", flat=True)) == ["held"]


def test_the_hidden_field_is_remembered(client: Client) -> None:
    held = begin(client, make_article(), subject="Buy boats")

    enter(client, held)

    assert Comment.objects.get().hold_reasons == ["trap"]


def test_a_known_reader_keeps_account_name_and_password(client: Client) -> None:
    esi = known(make_esi())
    held = begin(client, make_article(), email="ESI@example.org", name="Somebody Else")

    enter(client, held)

    assert Comment.objects.get().author == esi
    esi.refresh_from_db()
    assert (esi.name, esi.check_password("newsroom-demo")) == ("Esi Mensah", True)
    assert User.objects.count() == 1


def test_an_account_nobody_confirmed_loses_its_password_and_sessions(client: Client) -> None:
    squatter = make_user(email="wanda@example.org", name="Squatter")
    EmailAddress.objects.create(user=squatter, email="wanda@example.org", verified=False, primary=True)
    thief = Client()
    thief.force_login(squatter, backend="django.contrib.auth.backends.ModelBackend")
    held = begin(client, make_article())

    enter(client, held)

    squatter.refresh_from_db()
    assert (squatter.name, squatter.has_usable_password()) == ("Wanda Reyes", False)
    assert EmailAddress.objects.get().verified is True
    assert thief.get("/comments/me/").json()["name"] == ""
    assert client.get("/comments/me/").json()["name"] == "Wanda Reyes"


def test_the_text_is_the_same_for_known_and_unknown_addresses(django_assert_num_queries: Any) -> None:
    article = make_article()
    known(make_esi())
    known(make_cleo())
    seen = set()

    for email in ("esi@example.org", "cleo@example.org", "nobody@example.org"):
        visitor = Client()
        with django_assert_num_queries(32):
            answer = send(visitor, article, name="Wanda", email=email)
        page = visitor.get(answer["Location"]).text
        for changing in (
            r"rescued(?:/|%2F)[\w-]{43}",
            r'value="[\w-]{43}"',
            r'"csrfmiddlewaretoken" value="\w+"',
            re.escape(email),
        ):
            page = re.sub(changing, "…", page)
        seen.add((answer.status_code, answer["Location"], page))

    assert len(seen) == 1
    assert Mail.objects.count() == 3


def _staff() -> User:
    return known(make_cleo())


def _with_second_factor() -> User:
    esi = known(make_esi())
    Authenticator.objects.create(user=esi, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return esi


def _switched_off() -> User:
    return known(make_esi(is_active=False))


@pytest.mark.parametrize("who", [_staff, _with_second_factor, _switched_off])
def test_a_code_alone_never_opens_a_guarded_account(client: Client, who: Any) -> None:
    user = who()
    held = begin(client, make_article(), email=user.email)
    mail = Mail.objects.get()
    assert mail.words["code"] == ""
    assert "opened by more than a code" in " ".join(mail.words["paragraphs"])

    answer = enter(client, held)  # guessed

    assert answer.status_code == 403
    assert "needs more than a code" in answer.text
    assert SHOWN in answer.text
    assert signed_in_as(client) is None
    assert Comment.objects.count() == 0
    assert enter(client, held, codes.code_of(held)).status_code == 400  # a code is good once


def test_a_guarded_person_signs_in_by_the_mails_link_and_finds_the_text(client: Client) -> None:
    cleo = _staff()
    held = begin(client, make_article(), email=cleo.email)
    other = Client()
    other.force_login(cleo, backend="django.contrib.auth.backends.ModelBackend")

    page = other.get(f"/comments/rescued/{held.token}/")
    assert SHOWN in page.text
    fields = {"body": TEXT, "kept": held.token, "csrfmiddlewaretoken": page.context["token"]}
    answer = other.post(f"/comments/on/{held.article_id}/confirmed/", fields)

    assert answer.status_code == 303
    assert Comment.objects.get().author == cleo
    assert Rescue.objects.count() == 0


def test_somebody_made_staff_meanwhile_is_not_signed_in(client: Client) -> None:
    esi = known(make_esi())
    held = begin(client, make_article(), email=esi.email)
    User.objects.filter(pk=esi.pk).update(is_staff=True)

    assert enter(client, held).status_code == 403
    assert signed_in_as(client) is None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "\x00", "١٢٣٤٥٦", "1" * 5000])
def test_what_is_no_code_costs_no_try(client: Client, code: str) -> None:
    held = begin(client, make_article())

    answer = enter(client, held, code)

    held.refresh_from_db()
    assert (answer.status_code, held.tries, SHOWN in answer.text) == (400, 0, True)


def test_a_code_is_read_with_its_spaces(client: Client) -> None:
    held = begin(client, make_article())
    code = codes.code_of(held)

    assert enter(client, held, f" {code[:3]} {code[3:]} ").status_code == 303


def test_wrong_codes_run_out_and_a_new_one_helps(client: Client) -> None:
    held = begin(client, make_article())
    answers = [enter(client, held, wrong(held)) for _ in range(codes.TRIES)]
    right = enter(client, held)

    assert [answer.status_code for answer in (*answers, right)] == [400] * 6
    assert all(SHOWN in answer.text for answer in (*answers, right))
    assert "You can try 4 more times" in answers[0].text
    assert Comment.objects.count() == 0
    old = codes.code_of(held)
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        page = client.post(
            f"/comments/rescued/{held.token}/new-code/", headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert "A new code is on its way" in page.text
        assert enter(client, held, old).status_code == 400
        assert enter(client, held).status_code == 303
    assert Comment.objects.count() == 1


def test_a_late_code_leaves_the_text(client: Client) -> None:
    held = begin(client, make_article())

    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        answer = enter(client, held)
        page = client.get("/comments/rescued/")

    assert (answer.status_code, SHOWN in answer.text) == (400, True)
    assert "no longer good" in answer.text
    assert SHOWN in page.text
    assert Comment.objects.count() == 0


def test_whoever_comes_back_finds_the_text_in_the_form(client: Client) -> None:
    article = make_article()
    begin(client, article)

    page = client.get("/comments/rescued/")
    me = client.get(f"/comments/me/?article={article.pk}").json()

    assert SHOWN in page.text
    assert 'value="Wanda Reyes"' in page.text
    assert me["form"] == {"parent": "", "body": TEXT, "name": "Wanda Reyes", "email": "wanda@example.org"}
    assert "waits for the code" in me["kept"]
    assert Client().get(f"/comments/me/?article={article.pk}").json()["kept"] == ""
    assert client.get(f"/comments/me/?article={make_article().pk}").json()["kept"] == ""


def test_a_mended_address_gets_a_code_and_the_first_code_is_no_good(client: Client) -> None:
    article = make_article()
    held = begin(client, article, email="wnada@example.org")
    first = codes.code_of(held)
    token = client.get("/comments/rescued/").context["token"]

    answer = client.post(
        f"/comments/on/{article.pk}/confirmed/",
        WANDA | {"body": TEXT + "!", "kept": held.token, "csrfmiddlewaretoken": token},
    )

    assert answer.status_code == 303
    assert Rescue.objects.count() == 1
    assert list(Mail.objects.order_by("pk").values_list("to", flat=True)) == [
        "wnada@example.org",
        "wanda@example.org",
    ]
    assert enter(client, held, first).status_code == 400
    assert enter(client, held).status_code == 303
    assert Comment.objects.get().body_raw == TEXT + "!"
    assert not User.objects.filter(email="wnada@example.org").exists()


def test_the_mail_opened_in_another_browser_finishes_there(client: Client) -> None:
    article = make_article()
    held = begin(client, article)
    phone = Client(REMOTE_ADDR="203.0.113.9")

    page = phone.get(Mail.objects.get().words["action"]["url"])
    answer = enter(phone, held)

    assert SHOWN in page.text
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
    assert page["Referrer-Policy"] == "same-origin"
    assert phone.get(answer["Location"]).status_code == 200
    assert Comment.objects.count() == 1
    assert enter(client, held).status_code == 200
    assert "This comment was posted" in client.get("/comments/rescued/").text
    assert signed_in_as(client) is None
    assert Comment.objects.count() == 1


def test_opening_the_mails_link_changes_nothing(client: Client) -> None:
    held = begin(client, make_article())

    for _ in range(3):
        Client().get(f"/comments/rescued/{held.token}/")

    assert (Comment.objects.count(), User.objects.count(), Mail.objects.count()) == (0, 0, 1)
    for end in ("code", "new-code"):
        answer = Client().get(f"/comments/rescued/{held.token}/{end}/")
        assert answer["Location"] == f"/comments/rescued/{held.token}/"


def test_two_different_texts_are_kept_beside_each_other(client: Client) -> None:
    article = make_article()
    first, second = begin(client, article), begin(client, article, body="Another thought.")

    enter(client, first)
    enter(Client(), second)

    assert set(Comment.objects.values_list("body_raw", flat=True)) == {TEXT, "Another thought."}
    assert User.objects.count() == 1


def test_pressed_twice_it_is_one_text_and_one_mail(client: Client) -> None:
    article = make_article()

    assert begin(client, article) == begin(client, article)
    assert (Rescue.objects.count(), Mail.objects.count()) == (1, 1)


def test_a_closed_thread_gives_the_text_back_to_whoever_has_the_code(client: Client) -> None:
    article = make_article()
    held = begin(client, article)
    pausing.pause(by=None, sentence="Back at noon.")

    answer = enter(client, held)

    assert (answer.status_code, "Back at noon." in answer.text, SHOWN in answer.text) == (403, True, True)
    assert Comment.objects.count() == 0
    pausing.resume(by=None)
    page = client.get("/comments/rescued/")
    fields = {"body": TEXT, "csrfmiddlewaretoken": page.context["token"]}
    assert client.post(f"/comments/on/{article.pk}/confirmed/", fields).status_code == 303
    assert Comment.objects.get().author == User.objects.get(email="wanda@example.org")


def test_somebody_banned_is_refused_with_the_text(client: Client) -> None:
    esi = known(make_esi())
    Sanction.objects.create(user=esi, kind="ban", reason="Insults")
    held = begin(client, make_article(), email=esi.email)

    answer = enter(client, held)

    assert (answer.status_code, SHOWN in answer.text) == (403, True)
    assert Comment.objects.count() == 0


def test_a_reply_whose_parent_was_hidden_meanwhile_is_posted_above(client: Client) -> None:
    article, cleo = make_article(), make_cleo()
    root = write(article, "Root.")
    held = begin(client, article, parent=root.pk)
    moderation.hide(moderation.Seen(root.pk, 1, 1), by=cleo, reason="Rude")

    assert enter(client, held).status_code == 303
    assert Comment.objects.get(body_raw=TEXT).parent is None
