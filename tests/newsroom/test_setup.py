"""The first hour of an empty site: one link, three steps, and nothing of it afterwards."""

import io
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client

from ads.models import Slot
from articles.models import Section
from newsroom.accounts.models import User
from newsroom.background.management.commands.serve import Command as Serve
from newsroom.demo.build import build
from newsroom.desk.first_day import nexts
from newsroom.site import setup
from newsroom.site.models import Setup, SiteSettings
from newsroom.site.snapshot import paper, touch_paper
from tests.factories import make_admin, make_article, make_ben, make_esi, make_section

pytestmark = pytest.mark.django_db

WORDS = "correct-horse-battery"
PERSON = {"name": "Nora Vale", "email": "Nora@Vale.example", "password": WORDS}


def rows(*names: str, **changes: str) -> dict[str, str]:
    """The section form as a browser without scripts sends it."""
    sent = {"form-TOTAL_FORMS": str(len(names)), "form-INITIAL_FORMS": "0"}
    for number, name in enumerate(names):
        sent |= {f"form-{number}-name": name, f"form-{number}-place": str(number + 1)}
    return sent | changes


def opened(client: Client) -> Client:
    path = setup.new_link("")[len(setup.settings.SITE_URL) :]
    assert client.post(path)["Location"] == "/setup/"
    return client


def set_up(client: Client) -> Client:
    opened(client).post("/setup/paper/", {"name": "The Vale", "tagline": "Up here", "language": "de"})
    client.post("/setup/you/", PERSON)
    client.post("/setup/sections/", rows("Nachrichten", "Sport"))
    return client


def test_three_steps_make_a_paper_with_an_administrator_sections_and_slots(
    client: Client, settings: Any
) -> None:
    set_up(client)

    person = User.objects.get()
    assert (paper().settings.name, paper().settings.tagline, paper().settings.language) == (
        "The Vale",
        "Up here",
        "de",
    )
    assert (person.name, person.email, person.is_staff, person.is_superuser) == (
        "Nora Vale", "nora@vale.example", True, True,
    )  # fmt: skip
    assert person.check_password(WORDS)
    assert EmailAddress.objects.get().verified
    assert list(Section.objects.values_list("slug", flat=True)) == ["nachrichten", "sport"]
    assert Slot.objects.count() == 4
    assert client.get("/admin/").status_code == 200
    settings.SECOND_FACTOR_REQUIRED = True
    assert client.get("/admin/")["Location"] == "/accounts/2fa/"
    assert "One more step before the desk" in client.get("/accounts/2fa/").content.decode()
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200  # no password asked again


def test_the_link_works_once_and_never_after_the_set_up(client: Client) -> None:
    link = setup.new_link("https://vale.example")
    path = link.removeprefix("https://vale.example")
    looked = Client().get(path)
    client.post(path)
    other = Client()

    again = [other.get(path).status_code, other.post(path).status_code, other.get("/setup/you/").status_code]
    mine = client.get(path)["Location"]

    assert looked.status_code == 200
    assert (again, mine) == ([403, 403, 403], "/setup/")
    assert path.split("/")[2] not in str(Setup.objects.values())
    set_up(Client())
    assert [Client().get(path).status_code, client.post("/setup/you/", PERSON).status_code] == [403, 403]
    assert User.objects.count() == 1


def test_a_newer_link_closes_what_an_older_one_opened(client: Client) -> None:
    opened(client)
    setup.new_link()

    assert client.get("/setup/paper/").status_code == 403


def test_a_guessed_link_opens_nothing_and_looks_the_same(client: Client) -> None:
    before = client.get("/setup/anything/").content
    setup.new_link()

    assert client.get("/setup/anything/").content == before
    assert client.post("/setup/anything/").status_code == 403


def test_it_is_resumed_at_the_first_step_that_is_not_done(client: Client) -> None:
    opened(client)
    found = [client.get("/setup/")["Location"]]
    client.post("/setup/paper/", {"name": "The Vale", "language": "en"})
    found.append(client.get("/setup/")["Location"])
    client.post("/setup/you/", PERSON)
    client.post("/accounts/logout/")
    assert client.get("/setup/sections/").status_code == 403  # signing out takes the browser's pass along

    client.post("/accounts/login/", {"login": "nora@vale.example", "password": WORDS})
    found.append(client.get("/setup/")["Location"])

    assert found == ["/setup/paper/", "/setup/you/", "/setup/sections/"]


def test_what_was_typed_comes_back_with_a_sentence(client: Client) -> None:
    opened(client)
    make_esi()

    paper_page = client.post("/setup/paper/", {"name": "", "tagline": "Kept line", "language": "xx"})
    client.post("/setup/paper/", {"name": "The Vale", "language": "en"})
    person_page = client.post(
        "/setup/you/", {"name": "Nora", "email": "ESI@example.org", "password": "short"}
    )

    assert (paper_page.status_code, person_page.status_code) == (422, 422)
    assert "Kept line" in paper_page.content.decode()
    assert "Somebody has an account with this address already" in person_page.content.decode()
    assert "at least 10 characters" in person_page.content.decode()
    assert 'value="Nora"' in person_page.content.decode()
    assert "short" not in person_page.content.decode().replace("too short", "")


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (("", ""), "A paper needs at least one section"),
        (("Live",), "is the address of another page"),
        (("Town", "town"), "Two sections would have the same address"),
        (("2025",), "is the address of another page"),
    ],
)
def test_sections_that_cannot_be_are_refused(client: Client, names: tuple[str, ...], sentence: str) -> None:
    opened(client).post("/setup/paper/", {"name": "The Vale", "language": "en"})
    client.post("/setup/you/", PERSON)

    answer = client.post("/setup/sections/", rows(*names))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Section.objects.exists()
    assert not setup.is_done()


def test_sections_stand_by_their_numbers_and_a_used_one_stays(client: Client) -> None:
    opened(client).post("/setup/paper/", {"name": "The Vale", "language": "en"})
    client.post("/setup/you/", PERSON)
    used = make_section("Used")
    make_article(section=used)

    refused = client.post("/setup/sections/", rows("Town"))
    client.post(
        "/setup/sections/",
        rows(
            "Town",
            "Coast",
            "Used, renamed",
            **{"form-0-place": "9", "form-2-place": "1", "form-2-pk": str(used.pk)},
        ),
    )

    assert "Stories or sub-sections stand in “Used”" in refused.content.decode()
    assert list(Section.objects.values_list("name", "slug")) == [
        ("Used, renamed", "used"), ("Coast", "coast"), ("Town", "town"),
    ]  # fmt: skip


def test_a_paper_in_arabic_has_sections_in_arabic_and_runs_from_right_to_left(client: Client) -> None:
    opened(client).post("/setup/paper/", {"name": "الميناء", "language": "ar"})
    client.post("/setup/you/", PERSON)
    client.post("/setup/sections/", rows("أخبار", "رياضة"))

    front = Client().get("/").content.decode()
    story = (
        Client().get(make_article(section=Section.objects.earliest("pk")).get_absolute_url()).content.decode()
    )

    assert [*Section.objects.values_list("name", "slug")] == [("أخبار", "section"), ("رياضة", "section-2")]
    assert '<html lang="ar" dir="rtl">' in front
    assert '<a href="/section-2/"' in front
    assert 'lang="ar" dir="rtl">' in story[story.index('<article class="story"') :]


def test_the_proposed_sections_speak_the_papers_language(client: Client) -> None:
    opened(client).post("/setup/paper/", {"name": "Das Tal", "language": "de"})
    client.post("/setup/you/", PERSON)

    assert 'value="Nachrichten"' in client.get("/setup/sections/").content.decode()


def test_before_the_set_up_the_front_page_says_so_and_nothing_secret(client: Client) -> None:
    link = setup.new_link()

    page = client.get("/").content.decode()

    assert "A new paper will stand here." in page
    assert link.split("/")[-2] not in page
    set_up(Client())
    assert "The first edition is being written." in client.get("/").content.decode()


def test_a_start_prints_a_link_for_the_sites_own_address_until_it_is_set_up() -> None:
    first = Serve._ways_to_set_up("https://vale.example")
    second = Serve._ways_to_set_up("https://vale.example")

    assert first[-1].strip().startswith("https://vale.example/setup/")
    assert first != second
    assert Client().get(first[-1].strip().removeprefix("https://vale.example")).status_code == 403
    make_admin()
    assert "Sign in and go on" in Serve._ways_to_set_up("https://vale.example")[-1]


def test_a_new_link_can_be_asked_for_until_the_paper_is_set_up() -> None:
    out = io.StringIO()
    call_command("setup_link", stdout=out)

    assert "/setup/" in out.getvalue()
    setup.finish()
    with pytest.raises(CommandError, match="set up already"):
        call_command("setup_link")


def test_removing_the_demo_leads_to_the_set_up(client: Client) -> None:
    build()
    out = io.StringIO()
    call_command("demo", "--remove", stdout=out)
    link = out.getvalue().strip().splitlines()[-1].strip()

    answer = client.get(link[link.index("/setup/") :])

    assert answer.status_code == 200
    assert (paper().settings.name, paper().settings.footer) == ("Newsroom", "")
    assert "A new paper will stand here." in client.get("/").content.decode()


def test_removing_the_demo_under_a_paper_with_a_name_and_an_administrator_leaves_it(client: Client) -> None:
    build()
    User.objects.create_superuser("real@example.com", WORDS)
    SiteSettings.objects.update(name="The Vale")
    touch_paper()
    out = io.StringIO()
    call_command("demo", "--remove", stdout=out)

    assert "/setup/" not in out.getvalue()
    assert (setup.is_done(), paper().settings.name) == (True, "The Vale")


def test_the_dashboard_says_what_to_do_next_and_ticks_what_is_done(client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    set_up(client)
    person = User.objects.get()
    before = {step.title: step.is_done for step in nexts(person)}
    make_article(by=person)
    make_ben()
    after = {step.title for step in nexts(person) if step.is_done}

    assert before == {
        "Set up the paper": True, "Set up a second factor": False, "Write the first story": False,
        "Invite your colleagues": False, "Give the paper its look": False, "Let mail leave the house": True,
    }  # fmt: skip
    assert after == {
        "Set up the paper", "Write the first story", "Invite your colleagues", "Let mail leave the house",
    }  # fmt: skip
    assert nexts(make_ben()) == []
    settings.SECOND_FACTOR_REQUIRED = False
    assert "What to do next" in client.get("/admin/").content.decode()
    client.post("/admin/first-day/")
    assert "What to do next" not in client.get("/admin/").content.decode()
