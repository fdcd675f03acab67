"""What can be held of the documents: their links lead somewhere, and their commands, variables and words are the program's."""

import re
from itertools import count
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.management import get_commands

ROOT = Path(settings.BASE_DIR)
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")])
TEXT = {page: page.read_text() for page in PAGES}
PICTURES_MOST = 1_500_000  # bytes of docs/img: everybody who clones carries them
# where the words of the screen stand
SCREENS = [
    path
    for folder in ("templates", "newsroom", "articles", "comments", "ads", "static/js")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in (".html", ".txt", ".py", ".js")
]


def links_of(page: Path) -> list[str]:
    """What the page leads to and shows."""
    return re.findall(r'(?:\]\(|<img src=")([^)"\s]+)[)"]', TEXT[page])


def anchors(text: str) -> set[str]:
    """The names that headings can be linked by."""
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("document", PAGES, ids=lambda document: str(document.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    for link in links_of(document):
        path, _, anchor = unquote(link).partition("#")
        if "://" in path or path.startswith("mailto:"):
            continue
        there = (document.parent / path).resolve() if path else document
        assert there.exists(), f"{link} leads nowhere"
        if anchor:
            assert anchor in anchors(there.read_text()), f"{link}: no such heading"


def test_every_page_and_picture_is_led_to() -> None:
    led = {(page.parent / link.partition("#")[0]).resolve() for page in PAGES for link in links_of(page)}
    pictures = list((DOCS / "img").iterdir())
    decisions = (DOCS / "decisions").iterdir()

    assert [path.name for path in (*pictures, *DOCS.glob("*.md")) if path not in led] == []
    assert (DOCS / "decisions") in led or all(path in led for path in decisions)
    assert sum(path.stat().st_size for path in pictures) <= PICTURES_MOST


def test_every_picture_is_one_the_script_takes() -> None:
    script = (DOCS / "take_screenshots.py").read_text()

    taken = set(re.findall(r'keep\(\w+, "([\w-]+)"', script))

    assert taken == {path.stem for path in (DOCS / "img").iterdir()}


@pytest.mark.parametrize("document", PAGES, ids=lambda document: str(document.relative_to(ROOT)))
def test_commands_exist(document: Path) -> None:
    code = "\n".join(
        re.findall(r"```.*?```|`[^`\n]+`", TEXT[document], re.DOTALL)
    )  # prose may make what it likes
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert set(re.findall(r"(?:^|[`;&'(] ?|^ +)make ([a-z-]+)", code, re.MULTILINE)) <= targets
    assert set(re.findall(r"manage\.py ([a-z_]+)", code)) <= set(get_commands())


def test_setup_lists_the_variables_that_are_read() -> None:
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "newsroom" / "settings.py").read_text()))

    listed = re.findall(r"^\| `([A-Z_]+)` \|", TEXT[DOCS / "setup.md"], re.MULTILINE)

    assert sorted(listed) == sorted(read)


def test_decisions_are_numbered_without_gaps() -> None:
    pages = sorted((DOCS / "decisions").iterdir())

    for number, page in zip(count(1), pages, strict=False):
        assert page.name.startswith(f"{number:04}-")
        assert page.read_text().startswith(f"# {number}. ")


def test_the_guide_calls_things_what_the_screen_calls_them() -> None:
    """In the editors' guide, what stands in *italics* is read on the screen."""
    said = set(re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", TEXT[DOCS / "editors-guide.md"]))
    sources = "\n".join(path.read_text() for path in SCREENS)
    words = re.sub(r"<[^>]+>", "", sources.replace("&nbsp;", " ")) + sources  # between tags, and in them

    assert len(said) > 50
    assert sorted(phrase for phrase in said if phrase not in words) == []
