"""The paper's settings: shown at once on every page, refused with a sentence, and never unreadable."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from newsroom.site import colours
from newsroom.site.mail import letter, send
from newsroom.site.models import NavItem, SiteSettings
from newsroom.site.snapshot import paper, touch_paper
from tests.factories import make_admin, make_article

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/site/sitesettings/1/change/"
TYPED = {"name": "The Post", "language": "en", "comments_open_days": "14", "accent": "#9b1c1c"}


@pytest.fixture
def administrator(client: Client) -> Client:
    touch_paper()
    client.force_login(make_admin())
    return client


def picture(kind: str = "PNG", size: tuple[int, int] = (2000, 300)) -> io.BytesIO:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", size, (20, 40, 60)).save(out, kind)
    out.seek(0)
    out.name = f"logo.{kind.lower()}"
    return out


def test_a_change_stands_on_the_next_page_of_every_process(administrator: Client) -> None:
    before = Client().get("/").content.decode()
    answer = administrator.post(
        ADDRESS,
        TYPED
        | {
            "name": "The Vale",
            "footer": "Published on the hill.",
            "accent": "#0b5f8a",
            "social": "Mastodon https://example.social/@vale\nhttps://video.example/vale",
        },
    )

    page = Client().get("/").content.decode()

    assert answer.status_code == 302
    assert ("The Vale" in before, "The Vale" in page) == (False, True)
    assert "Published on the hill." in page
    assert '<a href="https://example.social/@vale" rel="me noopener">Mastodon</a>' in page
    assert '<a href="https://video.example/vale" rel="me noopener">video.example</a>' in page
    assert 'href="/-/look/0b5f8a.css"' in page


def test_the_colour_comes_as_a_sheet_that_never_changes(client: Client) -> None:
    answer = client.get("/-/look/0b5f8a.css")

    sheet = answer.content.decode()
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Type"].startswith("text/css")
    assert ":root{--accent:#0b5f8a;--link:#0b5f8a}" in sheet
    assert colours.on_dark("#0b5f8a") in sheet
    assert [client.get(f"/-/look/{odd}.css").status_code for odd in ("red", "0B5F8A", "0b5f8a;}", "")] == [
        404
    ] * 4


def test_a_pale_colour_is_refused_with_one_that_would_do(administrator: Client) -> None:
    page = administrator.post(
        ADDRESS, TYPED | {"accent": "#ffcc00", "footer": "Typed already"}
    ).content.decode()

    assert f"{colours.on_light('#ffcc00')} would do." in page
    assert "Typed already" in page
    assert paper().settings.accent == "#9b1c1c"


def test_a_colour_too_dark_for_dark_pages_is_lightened_there_and_said(administrator: Client) -> None:
    page = administrator.post(ADDRESS, TYPED | {"accent": "#00008b"}, follow=True).content.decode()

    assert f"lightened to {colours.on_dark('#00008b')}" in page


@given(st.integers(0, 0xFFFFFF))
def test_every_colour_becomes_one_that_can_be_read(number: int) -> None:
    colour = f"#{number:06x}"

    assert colours.is_readable(colours.on_light(colour), colours.LIGHT)
    assert colours.is_readable(colours.on_dark(colour), colours.DARK)


def test_the_grounds_are_those_of_the_public_pages() -> None:
    tokens = (Path(__file__).parents[2] / "static/css/tokens.css").read_text()

    assert f"--paper-2: {colours.LIGHT};" in tokens
    assert f"--paper-2: {colours.DARK};" in tokens


def test_a_logo_is_drawn_anew_and_stands_for_the_name(administrator: Client, settings: Any) -> None:
    settings.SITE_URL = "https://post.example"
    administrator.post(ADDRESS, TYPED | {"logo": picture()})
    from PIL import Image

    kept = paper().settings

    page = Client().get("/").content.decode()
    html = str(letter(send("ada@post.example", "Hello", ["."])).alternatives[0][0])

    assert (kept.logo_width, kept.logo_height) == (1200, 180)
    with Image.open(kept.logo.path) as drawn:
        assert (drawn.format, drawn.size) == ("PNG", (1200, 180))
    assert f'src="{kept.logo.url}" width="1200" height="180" alt="The Post"' in page
    assert f'src="https://post.example{kept.logo.url}"' in html
    administrator.post(ADDRESS, TYPED | {"logo-clear": "on"})
    assert "masthead__logo" not in Client().get("/").content.decode()


def test_what_is_no_picture_is_no_logo(administrator: Client) -> None:
    drawing = io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    drawing.name = "logo.svg"

    page = administrator.post(ADDRESS, TYPED | {"logo": drawing}).content.decode()

    assert "SVG files can carry programs" in page
    assert not paper().settings.logo


def test_a_line_that_is_no_address_comes_back_with_a_sentence(administrator: Client) -> None:
    page = administrator.post(ADDRESS, TYPED | {"social": "Mastodon javascript:alert(1)"}).content.decode()

    assert "does not end with an address" in page
    assert "Mastodon javascript:alert(1)</textarea>" in page
    assert paper().settings.social_links == []


def test_policies_are_pages_linked_where_they_matter(administrator: Client) -> None:
    story = make_article()
    before = [Client().get(f"/policies/{name}/").status_code for name in ("comments", "advertising", "other")]
    bare = Client().get(story.get_absolute_url()).content.decode()
    administrator.post(ADDRESS, TYPED | {"comment_policy": "Be <kind>.", "ad_policy": "No words for money."})

    page = Client().get(story.get_absolute_url()).content.decode()

    assert before == [404, 404, 404]
    assert "/policies/" not in bare
    assert page.count('<a href="/policies/comments/">') == 2  # the form and the footer
    assert page.count('<a href="/policies/advertising/">') == 3  # two slots and the footer
    assert "Be &lt;kind&gt;." in Client().get("/policies/comments/").content.decode()
    assert "No words for money." in Client().get("/policies/advertising/").content.decode()


def test_a_policys_page_costs_three_queries(client: Client, django_assert_num_queries: Any) -> None:
    touch_paper()
    SiteSettings.objects.update(comment_policy="Be kind.")
    touch_paper()
    client.get("/policies/comments/")

    with django_assert_num_queries(3):
        client.get("/policies/comments/")


def nav(*links: tuple[str, str, int], pks: tuple[int, ...] = ()) -> dict[str, str]:
    sent = {"form-TOTAL_FORMS": str(len(links)), "form-INITIAL_FORMS": str(len(pks))}
    for number, (label, path, place) in enumerate(links):
        sent |= {
            f"form-{number}-label": label,
            f"form-{number}-path": path,
            f"form-{number}-place": str(place),
        }
        if number < len(pks):
            sent[f"form-{number}-pk"] = str(pks[number])
    return sent


def test_the_navigation_is_arranged_as_one_by_its_numbers(administrator: Client) -> None:
    address = reverse("admin:site_navitem_changelist")
    administrator.post(address, nav(("Town", "/town/", 2), ("Coast", "/coast/", 1), ("", "", 3)))
    first = list(NavItem.objects.values_list("label", flat=True))
    coast, town = NavItem.objects.all()

    administrator.post(address, nav(("Harbour", "/coast/", 5), ("", "", 1), ("Chess", "https://chess.example/", 2),
                                    pks=(coast.pk, town.pk)))  # fmt: skip

    assert first == ["Coast", "Town"]
    assert list(NavItem.objects.values_list("label", "path")) == [
        ("Chess", "https://chess.example/"), ("Harbour", "/coast/"),
    ]  # fmt: skip
    assert NavItem.objects.get(label="Harbour").pk == coast.pk
    page = Client().get("/").content.decode()
    assert page.index("Chess") < page.index("Harbour")


@pytest.mark.parametrize(("label", "path"), [("Town", ""), ("", "/town/"), ("Evil", "javascript:alert(1)")])
def test_half_a_link_changes_nothing_and_comes_back(administrator: Client, label: str, path: str) -> None:
    NavItem.objects.create(label="Stays", path="/stays/")

    answer = administrator.post(reverse("admin:site_navitem_changelist"), nav((label, path, 1)))

    assert answer.status_code == 422
    assert f'value="{label or path}"' in answer.content.decode()
    assert list(NavItem.objects.values_list("label", flat=True)) == ["Stays"]
