"""Pictures sent from the desk: taken in once, or refused with a sentence."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.models import Image
from newsroom.kit.images import RefusedError, ingest
from tests import factories

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/articles/image/upload/"


def picture(name: str = "ferry.png", colour: str = "teal") -> SimpleUploadedFile:
    from PIL import Image as Pixels

    out = io.BytesIO()
    Pixels.new("RGB", (400, 300), colour).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


@pytest.fixture
def ada(client: Client) -> Client:
    client.force_login(factories.make_ada())
    return client


def test_a_picture_is_taken_in_with_its_words(ada: Client) -> None:
    answer = ada.post(UPLOAD, {"upload": picture(), "alt": "A ferry", "credit": "Ada"}).json()

    image = Image.objects.get()
    assert (answer["uploaded"], answer["fileName"], answer["url"]) == (1, "ferry", image.url())
    assert (image.alt, image.credit, image.title) == ("A ferry", "Ada", "ferry")


def test_one_file_is_one_picture(ada: Client) -> None:
    ada.post(UPLOAD, {"upload": picture()})
    ada.post(UPLOAD, {"upload": picture("again.png"), "alt": "A ferry"})

    assert Image.objects.get().alt == "A ferry"


@pytest.mark.parametrize(
    "content",
    [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<script>alert(1)</script>", b"\x89PNG\r\n\x1a\nhalf"],
)
def test_what_is_no_picture_is_refused_with_a_sentence(ada: Client, content: bytes) -> None:
    answer = ada.post(UPLOAD, {"upload": SimpleUploadedFile("ferry.png", content, "image/png")})

    assert answer.status_code == 400
    assert answer.json()["uploaded"] == 0
    assert answer.json()["error"]["message"].endswith(".")
    assert not Image.objects.exists()


@pytest.mark.parametrize(
    "content", [b"<!---->" * 142, b"<!-- a" * 160 + b"<svg", b"\xef\xbb\xbf \n" * 200, b"<?xml > " * 120]
)
def test_no_file_is_looked_at_for_long(content: bytes) -> None:
    with pytest.raises(RefusedError, match="no picture we can read"):  # was not over in a lifetime
        ingest(content)


def test_a_drawing_is_known_whatever_stands_before_it() -> None:
    for before in (b"\xef\xbb\xbf", b"<?xml version='1.0'?>\n<!-- > -- -->\n<!DOCTYPE svg>", b" \n"):
        with pytest.raises(RefusedError, match="SVG files can carry programs"):
            ingest(before + b"<svg xmlns='http://www.w3.org/2000/svg'/>")


def test_an_upload_needs_its_token(settings: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.make_ada())

    assert client.post(UPLOAD, {"upload": picture()}).status_code == 403


def test_moderators_add_no_pictures(client: Client) -> None:
    client.force_login(factories.make_cleo())

    assert client.post(UPLOAD, {"upload": picture()}).status_code == 403


def test_a_lead_picture_is_sent_with_the_form_itself(ada: Client) -> None:
    ada.post(
        "/admin/articles/article/add/",
        {
            "headline": "Ferry",
            "lead_file": picture(),
            "lead_alt": "A ferry",
            "lead_caption": "Late",
            "do": "save",
        },
    )

    image = Image.objects.get()
    assert (image.alt, image.caption) == ("A ferry", "Late")
    assert image.uses.get().revision.snapshot.lead_image == image.pk
