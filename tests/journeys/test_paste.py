"""Pasting from Google Docs and from Word in a real browser: the marks of writing survive, and nothing else."""

import base64
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from articles.models import Image
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

CLIPBOARD = Path(__file__).parent / "clipboard"
KEPT = (
    "<h2>A harbour in two minds</h2>"
    '<p>The council met on <strong>Tuesday</strong><em> very late</em>, and read <a href="https://example.org/minutes">the minutes</a> aloud.</p>'
    "<ul><li>Ropes</li><li>Tar</li></ul>"
)
PASTE = """([html, name]) => {
  const editor = CKEDITOR.instances.id_body, target = editor.editable().$;
  const carried = new (target.ownerDocument.defaultView.DataTransfer)();
  carried.setData("text/html", html);
  carried.setData("text/plain", name);
  target.focus();
  target.dispatchEvent(new (target.ownerDocument.defaultView.ClipboardEvent)("paste", {clipboardData: carried, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def writing(new_visitor: Any, site: str) -> Any:
    """The writing page, open, with an editor at it."""
    page = new_visitor()
    client = Client()
    client.force_login(factories.make_ben())
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
    page.goto("/admin/articles/article/add/")
    until(page, "window.CKEDITOR?.instances.id_body?.status === 'ready'")
    return page


def until(page: Any, truth: str, seconds: int = 30) -> None:
    """Wait in the page itself: the policy forbids the browser driver's own way, which evaluates a string."""
    look = f"const look = () => ({truth}) ? done() : Date.now() > end ? late(new Error('never')) : setTimeout(look, 50)"
    page.evaluate(
        "new Promise((done, late) => { const end = Date.now() + " + f"{seconds}000; " + look + "; look(); })"
    )


def body_of(page: Any) -> str:
    return re.sub(
        r">\s+<", "><", page.evaluate("CKEDITOR.instances.id_body.getData()").replace("&nbsp;", " ")
    ).strip()


def paste(page: Any, html: str) -> None:
    page.evaluate(PASTE, [html, "words"])
    until(page, "CKEDITOR.instances.id_body.getData().trim() !== ''")


@pytest.mark.parametrize("source", ["google-docs.html", "word.html"])
def test_a_paste_keeps_headings_bold_italic_links_and_lists_and_nothing_else(
    writing: Any, source: str
) -> None:
    paste(writing, (CLIPBOARD / source).read_text())

    assert body_of(writing) == KEPT


def test_a_paste_is_never_empty_when_a_filter_fails(writing: Any) -> None:
    writing.evaluate("for (const name in CKEDITOR.pasteFilters) delete CKEDITOR.pasteFilters[name].guarded")
    writing.evaluate(
        "CKEDITOR.plugins.pastetools.filters.gdocs ? (CKEDITOR.plugins.pastetools.filters.gdocs.rules = () => { throw new Error('broken') }) : 0"
    )

    paste(writing, (CLIPBOARD / "google-docs.html").read_text())

    assert "The council met on" in body_of(writing)


def picture(colour: str) -> str:
    """A picture as Word's clipboard carries it."""
    from PIL import Image as Pixels

    out = io.BytesIO()
    Pixels.new("RGB", (700, 400), colour).save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def test_each_of_several_pasted_pictures_asks_for_its_words(writing: Any) -> None:
    images = "".join(f'<p><img src="{picture(colour)}"></p>' for colour in ("teal", "olive"))

    writing.evaluate(PASTE, [f"<p>Before</p>{images}", "words"])
    for number, alt in enumerate(("A teal wall", "An olive wall"), start=1):
        upload = writing.locator(".library-upload")
        upload.get_by_text("say what it shows").wait_for()
        upload.locator("[name=alt]").fill(alt)
        upload.locator("[name=caption]").fill(f"{alt}, seen from the quay.")
        upload.locator("button").click()
        until(writing, f"CKEDITOR.instances.id_body.getData().split('<img').length === {number + 1}")

    assert sorted(image.alt for image in Image.objects.all()) == ["A teal wall", "An olive wall"]
    assert re.findall(r"(\w+ \w+ wall), seen", body_of(writing)) == ["A teal wall", "An olive wall"]


def test_a_picture_that_cannot_come_along_is_said(writing: Any) -> None:
    writing.evaluate(PASTE, ['<p>Before</p><p><img src="https://pictures.example/a.png"></p>', "words"])

    writing.get_by_role("alert").get_by_text("A picture could not come along").wait_for()

    assert body_of(writing) == "<p>Before</p>"
    assert not Image.objects.exists()


def test_a_pasted_picture_goes_to_the_library_and_asks_for_alt(writing: Any) -> None:
    address = picture("teal")
    writing.evaluate(PASTE, [f'<p>Before</p><p><img src="{address}"></p>', "words"])
    upload = writing.locator(".library-upload")
    upload.locator("button").click()
    asked = writing.locator("[data-library-said]").inner_text()
    upload.locator("[name=alt]").fill("A teal wall")
    upload.locator("button").click()
    until(writing, "CKEDITOR.instances.id_body.getData().includes('<img')")

    assert asked == "Say what the picture shows, or mark it as decorative."
    image = Image.objects.get()
    assert image.alt == "A teal wall"
    assert f"/i/{image.content_hash}-" in body_of(writing)
    assert "data:" not in body_of(writing)
