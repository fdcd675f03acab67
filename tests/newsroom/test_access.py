"""Who may open what on the desk: every address under /admin/, for every role, against one table."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from ads.models import Advertiser, Campaign
from articles.models import Author, Redirect
from comments.models import GuestSection, Sanction, SanctionKind
from comments.posting import Writing, post
from newsroom.accounts.models import Invitation
from newsroom.accounts.roles import ADMINISTRATOR
from newsroom.site.models import BreakingBanner, NavItem
from newsroom.site.snapshot import touch_paper
from tests import factories

pytestmark = pytest.mark.django_db


def make_administrator() -> Any:
    """One with the role alone: who may do everything needs no table."""
    user = factories.make_user(is_staff=True, name="Administrator")
    user.groups.add(Group.objects.get(name=ADMINISTRATOR))
    return user


ROLES: dict[str, Callable[[], Any]] = {
    "reader": factories.make_esi,
    "reporter": factories.make_ada,
    "editor": factories.make_ben,
    "moderator": factories.make_cleo,
    "seller": factories.make_dov,
    "administrator": make_administrator,
}
STAFF = "reporter editor moderator seller administrator"
WRITERS = "reporter editor administrator"
DESK = "editor administrator"
MODERATORS = "editor moderator administrator"
SELLERS = "seller administrator"
ADMINISTRATORS = "administrator"
NOBODY = ""

# address: who may open it (GET, or POST where it takes nothing else). A new address without a row fails.
# “*” stands for the four or five pages of one panel, so that most panels are one or two rows.
MAY: dict[str, str] = {
    "index": STAFF,
    "app_list": ADMINISTRATORS,  # asked for the app “accounts”
    "jsi18n": STAFF,
    "first_day_away": ADMINISTRATORS,
    "password_change": STAFF,
    "password_change_done": STAFF,
    "autocomplete": NOBODY,  # it asks for the model first
    "view_on_site": NOBODY,  # 404 for a type that has no page
    "(?P<url>.*)$": NOBODY,  # 404
    # stories: the fixture's are nobody's, so that a reporter may open none of them
    "articles_article_changelist": STAFF,  # moderators and sellers see what is published
    "articles_article_delete": NOBODY,  # stories are withdrawn
    "articles_article_history": DESK,
    "articles_article_change": DESK,
    "articles_article_withdraw": DESK,
    "articles_article_ask": DESK,
    "articles_article_preview": DESK,
    "articles_article_preview_page": DESK,
    "articles_article_keep": DESK,
    "articles_article_forget": NOBODY,  # 404: each forgets their own copy
    "articles_article_add": WRITERS,
    "articles_article_begin": WRITERS,
    "articles_article_authors": WRITERS,
    "articles_article_make_author": WRITERS,
    "articles_article_topics": WRITERS,
    "articles_article_make_topic": WRITERS,
    # what stories are made of
    "articles_image_delete": DESK,
    "articles_image_*": WRITERS,
    "articles_author_delete": DESK,
    "articles_author_*": WRITERS,
    "articles_section_add": DESK,
    "articles_section_delete": DESK,
    "articles_section_*": WRITERS,  # a reporter looks
    "articles_tag_delete": DESK,
    "articles_tag_*": WRITERS,
    "articles_livestream_*": DESK,
    "articles_redirect_*": DESK,
    # comments
    "comments_pause": "moderator administrator",  # an editor closes a story's own comments
    "comments_mail": MODERATORS,
    "comments_comment_add": NOBODY,
    "comments_comment_delete": NOBODY,
    "comments_comment_*": MODERATORS,
    "comments_guestsection_*": DESK,
    "comments_sanction_add": ADMINISTRATORS,
    "comments_sanction_*": "moderator administrator",
    # people and the paper
    "accounts_invitation_add": ADMINISTRATORS,
    "accounts_invitation_renewal": ADMINISTRATORS,
    "accounts_invitation_revocation": ADMINISTRATORS,
    "accounts_user_roles": ADMINISTRATORS,  # sent without roles: refused as unreadable, not as forbidden
    "accounts_user_standing": ADMINISTRATORS,
    "accounts_user_second_factor": ADMINISTRATORS,
    "accounts_user_delete": NOBODY,
    "accounts_user_*": ADMINISTRATORS,
    "site_sitesettings_add": NOBODY,
    "site_sitesettings_delete": NOBODY,
    "site_sitesettings_*": ADMINISTRATORS,
    "site_mail_again": ADMINISTRATORS,
    "site_mail_kept": NOBODY,  # 404: no mail of that name
    "site_mail_html": NOBODY,  # 404
    "site_mail_*": ADMINISTRATORS,
    "site_navitem_*": ADMINISTRATORS,
    "site_breakingbanner_*": ADMINISTRATORS,
    # the ad desk
    "ads_booking": SELLERS,
    "ads_calendar": SELLERS,
    "ads_campaign_report": SELLERS,
    "ads_campaign_figures": SELLERS,
    "ads_campaign_booking": SELLERS,
    "ads_campaign_cancel": SELLERS,
    "ads_flight_state": NOBODY,  # it asks for a state first
    "ads_campaign_delete": NOBODY,
    "ads_campaign_*": SELLERS,
    "ads_advertiser_delete": NOBODY,
    "ads_advertiser_*": SELLERS,
    "ads_creative_add": NOBODY,
    "ads_creative_delete": NOBODY,
    "ads_creative_history": STAFF,  # of no row: back to the first page
    "ads_creative_*": SELLERS,
    "ads_slot_add": NOBODY,
    "ads_slot_delete": NOBODY,
    "ads_slot_*": SELLERS,
    # work in the background
    "background_tick_changelist": ADMINISTRATORS,
    "background_retry": ADMINISTRATORS,  # of no task: a sentence
    "background_forget": ADMINISTRATORS,
}


@dataclass(frozen=True)
class Address:
    """One pattern of the URLconf."""

    name: str
    route: str


def addresses() -> list[Address]:
    """Everything under /admin/ but the ways in and out, which lead on to the account pages."""
    found = [address for address in walk(get_resolver()) if address.route.startswith("admin/")]
    return [address for address in found if address.name not in ("login", "logout")]


def walk(resolver: URLResolver, before: str = "") -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield Address(pattern.name or route.removeprefix("admin/"), route)


def path_of(address: Address) -> str:
    """The address with a row's number where it wants one."""
    row = row_for(address.name)

    def fill(found: re.Match[str]) -> str:
        name = found.group(0).strip("<>").rpartition(":")[2]
        return {
            "content_type_id": "1",
            "app_label": "accounts",
            "url": "nothing-here",
            "task": str(UUID(int=7)),
        }.get(name, row)

    route = re.sub(r"\(\?P<app_label>[^)]*\)", "accounts", address.route).rstrip("$")
    return "/" + re.sub(r"<[^>]+>", fill, route)


def row_for(name: str) -> str:
    """The number of a row of the model that this page is about; 1 where there is none."""
    app, _, rest = name.partition("_")
    model = apps.all_models.get(app, {}).get(rest.partition("_")[0])
    found = model._default_manager.order_by("pk").last() if model else None
    return str(found.pk) if found else "1"


def may(client: Client, path: str) -> bool:
    """Was the person let in?"""
    answer = client.get(path)
    if answer.status_code == 405:
        answer = client.post(path)
    sent_to_sign_in = answer.status_code == 302 and "/login/" in answer["Location"]
    return answer.status_code not in (403, 404) and not sent_to_sign_in


@pytest.fixture
def paper_with_rows() -> None:
    """One row of what has a factory, so that a page about a row has one; a story no role wrote."""
    touch_paper()
    section = factories.make_section("Local")
    author, image, tag = factories.make_author(), factories.make_image(), factories.make_tag()
    article = factories.make_article(section=section, authors=[author], lead_image=image, tags=[tag])
    Redirect.objects.create(path="/old/", article=article)
    GuestSection.objects.create(section=section)
    reader = factories.make_finn()
    Sanction.objects.create(user=reader, kind=SanctionKind.WARN, reason="Shouting")
    post(article, Writing(body="Well said.", author_key=b"finn" * 4, author=reader))
    factories.make_draft(section=section)
    factories.make_stream()
    Campaign.objects.create(name="Spring", advertiser=Advertiser.objects.create(name="Harbour Café"))
    NavItem.objects.create(label="Local", path="/local/")
    now = timezone.now()
    Invitation.objects.create(email="gil@example.org", invited_at=now, expires_at=now + timedelta(days=7))
    BreakingBanner.objects.create(text="Ferry late", starts_at=now, ends_at=now + timedelta(hours=1))


@pytest.mark.usefixtures("paper_with_rows")
def test_a_stranger_is_let_in_nowhere(client: Client) -> None:
    open_to_all = [address.name for address in addresses() if may(client, path_of(address))]

    assert open_to_all == []


def allowed(name: str) -> str | None:
    """The table's row for this address: its own, or that of its panel."""
    if name.endswith("/<path:object_id>/"):  # Django's old addresses of a row: each leads to the new one
        return STAFF
    if name in MAY:
        return MAY[name]
    panel = next((key for key in MAY if key.endswith("*") and name.startswith(key[:-1])), None)
    return MAY[panel] if panel else None


def test_every_address_of_the_desk_has_a_row() -> None:
    without = sorted({address.name for address in addresses() if allowed(address.name) is None})

    assert without == [], "Say in MAY who may open these."


def test_every_row_of_the_table_is_an_address() -> None:
    names = {address.name for address in addresses()}
    idle = [key for key in MAY if not any(re.fullmatch(key.replace("*", ".*"), name) for name in names)]

    assert idle == []


@pytest.mark.usefixtures("paper_with_rows")
@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_says(client: Client, role: str) -> None:
    person = ROLES[role]()
    paths = [(address.name, path_of(address)) for address in addresses()]
    client.force_login(person)

    found = {name: may(client, path) for name, path in paths}

    assert found == {name: role in (allowed(name) or "").split() for name in found}


# what its role may look at and not send to: a form that is only read
LOOKS: dict[str, str] = {
    "articles_section_change": "reporter",
    "articles_author_change": "reporter",
    "articles_tag_change": "reporter",
}


@pytest.mark.usefixtures("paper_with_rows")
@pytest.mark.parametrize("role", ROLES)
def test_nobody_sends_to_what_they_may_not_open(client: Client, role: str) -> None:
    """The same table for POST: with every field a form could want, since a role is asked before a form is read."""
    person = ROLES[role]()
    client.force_login(person)
    fields = {
        "name": "Taken",
        "slug": "taken",
        "title": "Taken",
        "is_staff": "on",
        "is_superuser": "on",
        "sure": "1",
    }
    fields |= {"action": "delete_selected", "_selected_action": "1", "post": "yes", "_save": "Save"}
    shut = [a for a in addresses() if role not in (allowed(a.name) or "").split()]
    shut += [a for a in addresses() if role in LOOKS.get(a.name, "").split()]

    answers = {a.name: client.post(path_of(a), fields) for a in shut}

    let_in = {
        name: answer.status_code
        for name, answer in answers.items()
        if answer.status_code not in (400, 403, 404, 405)
        and not (answer.status_code == 302 and ("/login/" in answer["Location"] or allowed(name) == STAFF))
    }
    assert let_in == {}


@pytest.mark.parametrize(("role", "said"), [("reporter", False), ("editor", True)])
def test_whose_account_an_author_is_says_an_editor(client: Client, role: str, said: bool) -> None:
    cleo = factories.make_cleo()
    client.force_login(ROLES[role]())

    client.post("/admin/articles/author/add/", {"name": "Gil Arden", "slug": "gil", "user": cleo.pk})

    assert (Author.objects.get(slug="gil").user == cleo) is said


@pytest.mark.parametrize(
    ("target", "taken"),
    [
        ("/politics/", True),
        ("/search/?q=ferry", True),
        ("//evil.example/", False),
        ("/\\evil.example/", False),
        ("https://evil.example/", False),
        ("javascript:alert(1)", False),
        ("/a/\r\nSet-Cookie: a=b", False),
    ],
)
def test_an_old_address_leads_to_no_other_site(client: Client, target: str, taken: bool) -> None:
    client.force_login(factories.make_ben())

    answer = client.post("/admin/articles/redirect/add/", {"path": "/old/", "article": "", "target": target})

    assert (answer.status_code, Redirect.objects.filter(path="/old/").exists()) == (
        302 if taken else 200,
        taken,
    )
