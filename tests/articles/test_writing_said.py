"""What the writing page says of a story that it refuses, or that somebody else saved meanwhile."""

from typing import Any

import pytest
from django.test import Client

from articles.revisions import save_draft
from tests import factories
from tests.articles.test_writing import ADD, at, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def ben(client: Client) -> Any:
    client.force_login(factories.make_ben())
    return client


def test_a_field_that_is_refused_is_named_on_top_with_the_way_to_it(ben: Client) -> None:
    answer = ben.post(ADD, typed(topics=", ".join(f"Topic {number}" for number in range(200)), do="publish"))

    said = answer.content.decode()
    band = said[said.index('role="alert"') : said.index("</div>", said.index('role="alert"'))]
    assert answer.status_code == 400
    assert 'data-jump="topics">Topics</a>: These are too many to keep' in band


def test_the_other_version_is_shown_in_words_and_only_where_it_differs(ben: Client) -> None:
    body = "<p>It was late.</p><p>Nobody minded.</p>"
    article = factories.make_draft(headline="First", body=body)
    old = article.head_id
    theirs = article.head.snapshot.with_changes(body=body.replace("Nobody", "Everybody"))
    save_draft(article, theirs, by=factories.make_admin(), base=old)

    spaced = "<p>It was late.</p>\n\n<p>Everybody minded.</p>\n"
    same = ben.post(at(article), typed(headline="Mine", body=spaced, base=old)).content.decode()
    other = ben.post(at(article), typed(headline="Mine", body=body, base=old)).content.decode()

    assert "<h3>headline</h3>" in same
    assert "<h3>body</h3>" not in same
    assert "<pre>It was late.\n\nEverybody minded.</pre>" in other


def test_a_small_lead_picture_is_advice(ben: Client) -> None:
    small = factories.make_image(width=1, height=1)

    said = ben.post(ADD, typed(lead_image=small.pk, lead_alt="A dot"), headers={"Accept": "application/json"})

    assert "The lead picture has a width of 1 px" in said.json()["checks"]
