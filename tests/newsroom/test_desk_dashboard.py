"""The desk's first page: what waits for whom, and that it costs the same whatever waits."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.revisions import save_draft
from articles.workflow import approve, ask_for_changes, submit
from newsroom.desk.dashboard import panels
from tests.factories import make_ada, make_article, make_ben, make_cleo, make_dov, make_draft, make_esi

pytestmark = pytest.mark.django_db


def headings(person: Any) -> dict[str, list[str]]:
    return {panel.heading: [row.title for row in panel.rows] for panel in panels(person)}


def test_an_editor_sees_what_was_handed_in_oldest_first() -> None:
    ada, ben = make_ada(), make_ben()
    for headline in ("First", "Second"):
        submit(make_draft(by=ada, headline=headline), by=ada)
    approve(submit(make_draft(by=ada, headline="Read already"), by=ada), by=ben)
    make_draft(by=ada, headline="Not handed in")

    assert headings(ben)["Waiting for you"] == ["First", "Second", "Read already"]


def test_a_reporter_sees_what_was_handed_back_to_them_alone() -> None:
    ada, ben = make_ada(), make_ben()
    for by, headline in ((ada, "Hers"), (ben, "His")):
        ask_for_changes(submit(make_draft(by=by, headline=headline), by=by), by=ben, note="Who says so?")

    assert headings(ada)["Waiting for you"] == ["Hers"]


def test_scheduled_stories_stand_nearest_first_and_changes_apart() -> None:
    ben = make_ben()
    now = timezone.now()
    make_article(by=ben, headline="Later", at=now + timedelta(hours=9))
    make_article(by=ben, headline="Sooner", at=now + timedelta(hours=1))
    live = make_article(by=ben, headline="Live")
    save_draft(live, live.head.snapshot.with_changes(headline="Live, mended"), by=ben, base=live.head_id)

    found = headings(ben)

    assert found["Scheduled"] == ["Sooner", "Later"]
    assert found["Unpublished changes"] == ["Live, mended"]


def test_each_role_has_its_own_panels() -> None:
    stories = ["Waiting for you", "Scheduled", "Unpublished changes", "My recent drafts"]

    assert list(headings(make_ada())) == stories
    assert list(headings(make_ben())) == [*stories, "Comments"]
    assert list(headings(make_cleo())) == ["Comments"]
    assert headings(make_esi()) == {}


@pytest.mark.parametrize("story_count", [1, 9])
def test_the_dashboard_costs_as_many_queries_whatever_waits(
    client: Client, story_count: int, django_assert_num_queries: Any
) -> None:
    ada, ben = make_ada(), make_ben()
    for _ in range(story_count):
        submit(make_draft(by=ada), by=ada)
        make_draft(by=ben)
    client.force_login(ben)
    client.get("/admin/")

    with django_assert_num_queries(10):
        answer = client.get("/admin/")

    assert answer.status_code == 200


def test_the_bar_shows_only_what_a_person_may_open(client: Client) -> None:
    client.force_login(make_dov())

    page = client.get("/admin/").content.decode()

    assert "/admin/accounts/user/" not in page
    assert "/admin/site/sitesettings/" not in page
