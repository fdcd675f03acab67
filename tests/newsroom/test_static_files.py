"""How static files are deployed."""

from pathlib import Path

from django.conf import settings

from newsroom.kit.static_files import folded

CSS = Path(settings.BASE_DIR) / "static" / "css"
LAYERS = "@layer tokens, reset, base, layout, components, print;"


def test_sheet_is_folded_into_one() -> None:
    parts = {"a.css": "/* a */\n@layer base {\n  p { margin: 0 }\n}\n", "b.css": "b {}\n"}

    sheet = folded('/* parts */\n@import url("a.css");\n@import url("b.css");\n', parts.__getitem__)

    assert sheet == "@layer base {\np { margin: 0 }\n}\nb {}"


def test_public_sheet_is_whole_and_light() -> None:
    sheet = folded((CSS / "site.css").read_text(), lambda name: (CSS / name).read_text())

    assert sheet.startswith(LAYERS)
    assert "@import" not in sheet
    assert len(sheet) <= 30_000
