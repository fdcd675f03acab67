"""A reader without an account, as tests play one: the form sent, the code entered."""

from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client

from articles.models import Article
from comments import codes
from comments.models import Rescue
from newsroom.accounts.models import User
from tests.comments.test_views_writing import send

WANDA = {"name": "Wanda Reyes", "email": "Wanda@Example.org"}


def begin(client: Client, article: Article, **fields: Any) -> Rescue:
    """The form is sent; the text waits for its code."""
    answer = send(client, article, **WANDA | fields)
    assert (answer.status_code, answer["Location"]) == (303, "/comments/rescued/")
    return Rescue.objects.get(token=answer.cookies["comments_rescue"].value)


def enter(client: Client, held: Rescue, code: str | None = None, **headers: str) -> Any:
    held.refresh_from_db()
    code = codes.code_of(held) if code is None else code
    return client.post(
        f"/comments/rescued/{held.token}/code/",
        {"code": code},
        headers={"Sec-Fetch-Site": "same-origin"} | headers,
    )


def wrong(held: Rescue) -> str:
    held.refresh_from_db()
    return f"{(int(codes.code_of(held)) + 1) % 1_000_000:06d}"


def known(user: User) -> User:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")
