"""Quotation marks, dashes and the ellipsis become a printer's while one types; Undo gives the typed ones back."""

from typing import Any

import pytest

from newsroom.site.models import SiteSettings
from newsroom.site.snapshot import touch_paper
from tests.journeys.test_paste import body_of, until, writing  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = '"It\'s late," he said -- \'very\'... ("So")'


def type_into_body(page: Any, words: str) -> None:
    page.frame_locator(".cke_wysiwyg_frame").locator("body").click()
    page.keyboard.type(words)


def test_typed_marks_are_a_printers_in_headline_and_text(writing: Any) -> None:  # noqa: F811
    writing.get_by_label("Headline", exact=True).click()
    writing.keyboard.type(TYPED)
    type_into_body(writing, TYPED)

    printed = "“It’s late,” he said – ‘very’… (“So”)"
    assert writing.get_by_label("Headline", exact=True).input_value() == printed
    assert body_of(writing) == f"<p>{printed}</p>"


def test_undo_gives_the_typed_mark_back(writing: Any) -> None:  # noqa: F811
    type_into_body(writing, 'A "')
    until(writing, "CKEDITOR.instances.id_body.getData().includes('“')")
    writing.keyboard.press("Control+z")

    assert body_of(writing).removesuffix("</p>").strip() == '<p>A "'


def test_a_paper_in_a_language_without_known_marks_keeps_what_is_typed(writing: Any) -> None:  # noqa: F811
    SiteSettings.objects.update(language="fr")
    touch_paper()
    writing.goto("/admin/articles/article/add/")
    until(writing, "window.CKEDITOR?.instances.id_body?.status === 'ready'")

    type_into_body(writing, '"Oui"')

    assert body_of(writing) == '<p>"Oui"</p>'
