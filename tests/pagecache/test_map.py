"""The invalidation map: after each change every page that shows it is new, and every other one is still kept."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ads.booking import Order, book
from ads.decision import snapshot
from ads.models import Creative, Slot
from articles.images import describe
from articles.publishing import publish, withdraw
from articles.revisions import save_draft
from comments.moderation import Seen, approve, hide
from comments.pausing import pause
from comments.posting import Writing, post, user_key
from comments.tasks import fold_tallies
from newsroom.kit.images import Stored
from newsroom.site.models import NavItem, SiteSettings
from newsroom.site.snapshot import touch_paper
from tests.factories import (
    make_admin,
    make_article,
    make_author,
    make_esi,
    make_finn,
    make_image,
    make_section,
    make_tag,
)
from tests.pagecache.reader import Reader

pytestmark = pytest.mark.django_db(transaction=True)


def again(story: Any, at: Any = None, change: str = "update", note: str = "", **changes: Any) -> None:
    """Publish the story once more, changed."""
    story.refresh_from_db()
    told = story.head.snapshot.with_changes(**changes)
    publish(
        story, save_draft(story, told, by=None, base=story.head_id), by=None, at=at, change=change, note=note
    )


@pytest.fixture
def paper(settings: Any) -> SimpleNamespace:
    """Two sections that share nothing: the town's with one writer and topic, the sea's with others."""
    for slot in ("article-top", "article-bottom", "front-top", "section-top"):
        Slot.objects.get_or_create(code=slot, defaults={"name": slot})
    town, sea = make_section("Town"), make_section("Sea")
    ada, ben = make_author("Ada", slug="ada"), make_author("Ben", slug="ben")
    roads, tides = make_tag("Roads"), make_tag("Tides")
    face, harbour = make_image(), make_image()
    ada.photo = face
    ada.save()
    last_year = timezone.now() - timedelta(days=370)
    esi = make_esi()
    told = SimpleNamespace(
        farm=make_section("Farm"),
        town=town, sea=sea, ada=ada, ben=ben, roads=roads, tides=tides, face=face, harbour=harbour, esi=esi,
        road=make_article(slug="road", section=town, authors=[ada], tags=[roads], lead_image=harbour),
        tide=make_article(slug="tide", section=sea, authors=[ben], tags=[tides], at=last_year),
    )  # fmt: skip
    NavItem.objects.create(label="Town", path="/town/")
    SiteSettings.objects.filter(pk=1).update(comments_open_days=0)  # an old story is replied to as well
    touch_paper()
    snapshot(fresh=True)  # not what another test's bookings were
    told.comment = post(told.tide, Writing("High, was it not?", user_key(esi), esi))
    fold_tallies()
    return told


def pages(paper: SimpleNamespace) -> list[str]:
    """Each public page of this paper."""
    road, tide = paper.road, paper.tide
    found = ["/", "/latest/", "/corrections/", "/live/", "/search/", "/search/?q=ferry", "/authors/"]
    found += [
        "/sitemap.xml",
        "/sitemap-pages.xml",
        "/sitemap-0.xml",
        "/news-sitemap.xml",
        "/robots.txt",
        "/ads.txt",
    ]
    for place in (
        "/",
        "/town/",
        "/sea/",
        "/authors/ada/",
        "/authors/ben/",
        "/topics/roads/",
        "/topics/tides/",
    ):
        found += [place, f"{place}feed/"]
    found += ["/feed/atom/", "/feed/json/"]
    for story in (road, tide):
        day = story.address_date
        found += [
            story.get_absolute_url(),
            f"/{day:%Y}/",
            f"/{day:%Y/%m}/",
            f"/{day:%Y/%m/%d}/",
            f"/comments/on/{story.pk}/",
        ]
    comment = paper.comment.pk
    found += [f"/comments/{comment}/", f"/comments/{comment}/replies/", f"/comments/{comment}/reply/"]
    return list(dict.fromkeys(found))


def desk() -> Client:
    client = Client()
    client.force_login(make_admin())
    return client


def save(panel: str, pk: Any, **fields: Any) -> None:
    """What a plain form at the desk does."""
    place = reverse(f"admin:{panel}_change", args=(pk,)) if pk else reverse(f"admin:{panel}_add")
    answer = desk().post(place, fields)
    assert answer.status_code == 302, answer.context["adminform"].form.errors


def picture() -> Stored:
    return Stored("abcdefabcdef", 728, 90, [364, 728], ["webp", "jpg"])


def order() -> Order:
    today = timezone.localdate()
    slots = tuple(Slot.objects.filter(code__in=("article-top", "front-top")))
    return Order(
        "Bakery",
        slots,
        today,
        today + timedelta(days=6),
        picture(),
        "https://bakery.example/",
        "Bread",
        Decimal(90),
    )


def house(paper: SimpleNamespace) -> Creative:
    words = {"alt": "Read us", "link": "https://paper.example/", "picture_hash": "abcdefabcdef"}
    made = Creative(width=728, height=90, widths=[364, 728], formats=["webp", "jpg"], **words)
    made.approved_hash = made.content_hash
    made.save()
    return made


def author_form(paper: SimpleNamespace, **fields: Any) -> None:
    values = {
        "name": "Ada",
        "slug": "ada",
        "job_title": "Reporter",
        "bio": "",
        "photo": paper.face.pk,
        "email": "",
        "user": "",
    }
    save("articles_author", paper.ada.pk, **values | fields)


def section_form(section: Any, **fields: Any) -> None:
    values = {
        "name": section.name,
        "slug": section.slug,
        "parent": "",
        "description": "",
        "position": section.position,
    }
    save("articles_section", section.pk, **values | fields)


def nav_form(paper: SimpleNamespace) -> None:
    save("site_navitem", NavItem.objects.get().pk, label="The town", path="/town/", position=0)


def settings_form(paper: SimpleNamespace) -> None:
    own = SiteSettings.objects.get(pk=1)
    fields = {
        name: getattr(own, name) for name in ("language", "accent", "footer", "comment_policy", "ad_policy")
    }
    own_days = {"comments_open_days": own.comments_open_days, "tagline": "All of it", "name": own.name}
    save("site_sitesettings", 1, **fields, **own_days)


def stream_form(paper: SimpleNamespace) -> None:
    now = timezone.now()
    save(
        "articles_livestream", None, title="Council", description="", provider="youtube", video="abcdefghijk",
        starts_at_0=f"{now - timedelta(hours=1):%Y-%m-%d}", starts_at_1=f"{now - timedelta(hours=1):%H:%M:%S}",
        ends_at_0="", ends_at_1="", switch="time",
    )  # fmt: skip


def slot_form(paper: SimpleNamespace) -> None:
    slot = Slot.objects.get(code="section-top")
    save("ads_slot", slot.pk, name=slot.name, week_price="0", shares="1", house_creative=house(paper).pk)


def open_to_guests(paper: SimpleNamespace) -> None:
    save("comments_guestsection", None, section=paper.sea.pk)


def comment(paper: SimpleNamespace) -> None:
    finn = make_finn()
    post(paper.road, Writing("Closed again.", user_key(finn), finn))
    fold_tallies()


def rename_esi(paper: SimpleNamespace) -> None:
    save("accounts_user", paper.esi.pk, name="Esi A. Mensah", email=paper.esi.email, is_active="on")


CHANGES: dict[str, Callable[[SimpleNamespace], object]] = {
    "publish": lambda p: make_article(slug="new-road", section=p.town, authors=[p.ada], tags=[p.roads]),
    "publish in an empty section": lambda p: make_article(section=p.farm, authors=[make_author()]),
    "publish a picture's story": lambda p: make_article(section=p.sea, authors=[p.ben], lead_image=p.harbour),
    "schedule": lambda p: make_article(section=p.town, at=timezone.now() + timedelta(minutes=20)),
    "schedule a change": lambda p: again(p.road, at=timezone.now() + timedelta(minutes=20), headline="Later"),
    "typo": lambda p: again(p.road, change="typo", headline="The road"),
    "correct": lambda p: again(p.road, change="correction", note="It was the other road.", standfirst="Not so."),
    "move": lambda p: again(p.road, section=p.sea.pk),
    "new address": lambda p: again(p.road, slug="street"),
    "retag": lambda p: again(p.road, tags=(p.tides.pk,)),
    "another writer": lambda p: again(p.road, bylines=(type(p.road.head.snapshot.bylines[0])(p.ben.pk, ""),)),
    "withdraw": lambda p: withdraw(p.road, by=None, reason="Wrong."),
    "withdraw last year's": lambda p: withdraw(p.tide, by=None, reason="Wrong."),
    "comment": comment,
    "hide": lambda p: hide(Seen(p.comment.pk, 1, 1), by=None, reason="Rude."),
    "approve": lambda p: approve(Seen(p.comment.pk, 1, 1), by=None),
    "pause": lambda p: pause(by=None, sentence="Not now."),
    "guests": open_to_guests,
    "rename a commenter": rename_esi,
    "author": lambda p: author_form(p, name="Ada Lovelace", job_title="Editor"),
    "author without a picture": lambda p: author_form(p, photo=""),
    "section": lambda p: section_form(p.town, name="The town"),
    "sub-section": lambda p: save("articles_section", None, name="Docks", slug="docks", parent=p.sea.pk, position=3),
    "topic": lambda p: save("articles_tag", p.roads.pk, name="Streets", slug="roads", description=""),
    "navigation": nav_form,
    "settings": settings_form,
    "stream": stream_form,
    "picture": lambda p: describe(p.harbour, alt="The harbour in fog", focal_x=10),
    "face": lambda p: describe(p.face, focal_x=10),
    "book": lambda p: book(order(), by=None),
    "house creative": slot_form,
}  # fmt: skip
# tags of pages that may be dropped though their bytes come out the same: whole lists that are cheap to make, ...
LOOSE = {"search", "sitemap", "authors", "corrections"}
# ... and what a change touches without showing: an hour, or a fact of which such a page shows another part
TOUCHED = {
    "schedule": {"front", "latest", "in-section", "year", "month", "day"},
    "navigation": {"chrome"},
    "settings": {"chrome"},
    "picture": {"image"},
    "guests": {"comments"},
    "approve": {"thread"},
    "hide": {"thread"},
    "section": {"section", "sections"},
    "author": {"author"},
    "author without a picture": {"author"},
    "topic": {"topic"},
    "sub-section": {"section", "sections"},
    "rename a commenter": {"person"},
    "withdraw last year's": {"years"},
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_shows_a_change_is_new_and_all_else_still_kept(paper: SimpleNamespace, change: str) -> None:
    reader, addresses = Reader(), pages(paper)
    before = {path: without_hour(reader.get(path).body) for path in addresses}
    tags = {path: reader.kept(path).tags for path in addresses}
    stories = {f"article:{story.pk}" for story in (paper.road, paper.tide)}
    of_the_story = f"article:{paper.tide.pk if 'last year' in change else paper.road.pk}"

    CHANGES[change](paper)

    after = {path: without_hour(reader.fresh(path)) for path in addresses}
    changed = {path for path in addresses if after[path] != before[path]}
    dropped = {path for path in addresses if reader.kept(path) is None}
    assert changed - dropped == set(), "stale"
    may = LOOSE | TOUCHED.get(change, set())
    needless = {
        path
        for path in dropped - changed
        if of_the_story not in tags[path]
        and not may & {tag.partition(":")[0] for tag in tags[path] - stories}
    }
    assert needless == set()
    assert changed or change in ("schedule", "schedule a change", "book")
    assert {path: without_hour(reader.get(path).body) for path in addresses} == after


def without_hour(body: bytes) -> bytes:
    """An empty feed says when it was asked for."""
    return re.sub(rb"<(lastBuildDate|updated)>[^<]*<", b"<", body)
