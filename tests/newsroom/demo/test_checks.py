"""A deployed site is refused while the demo's password opens it."""

import pytest
from django.contrib.auth import get_user_model

from newsroom.demo.cast import CAST, PASSWORD
from newsroom.demo.checks import no_demo_accounts

pytestmark = pytest.mark.django_db


def test_the_demo_password_is_refused_until_it_is_changed():
    person = get_user_model()(email=CAST[0].email)
    person.set_password(PASSWORD)
    person.save()
    (found,) = no_demo_accounts(databases=["default"])
    assert found.id == "newsroom.E001"
    assert CAST[0].email in found.msg
    person.set_password("one of its own, and long")
    person.save()
    assert no_demo_accounts(databases=["default"]) == []


def test_the_database_is_not_asked_where_it_is_not_checked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert no_demo_accounts(databases=None) == []
