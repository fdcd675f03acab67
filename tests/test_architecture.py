"""The shape of the house, where no linter can hold it."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("newsroom", "articles", "comments", "ads")
FORBIDDEN = {
    f"{name}.py"
    for name in ["utils", "helpers", "misc", "common", "services", "managers", "constants", "base"]
}
ALLOWED_BASE = {"newsroom/kit/postgres/base.py", "newsroom/pagecache/backends/base.py"}
LATE_REASONS = ("app ready", "slow import", "optional dependency")
# Top to bottom, as in docs/architecture.md; an app may import what stands below it.
RIVER = [
    "newsroom.demo",
    "newsroom.importers",
    "newsroom.desk",
    "newsroom.health",
    "newsroom.keeping",
    "newsroom.background",
    "newsroom.chrome",
    "comments",
    "articles",
    "ads",
    "newsroom.accounts",
    "newsroom.site",
    "newsroom.kit",
]


def tracked(*patterns):
    """Files of the project that git tracks or will track; without git, all that stand there."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    if listed.returncode == 0:
        found = [ROOT / line for line in listed.stdout.splitlines()]
    else:
        found = [path for pattern in patterns for path in ROOT.rglob(pattern)]
    return [path for path in found if path.is_file() and "/.venv" not in str(path)]


def modules():
    return [
        p for p in tracked("*.py") if p.relative_to(ROOT).parts[0] in ROOMS and "migrations" not in p.parts
    ]


def test_no_file_holds_two_thoughts():
    files = [p for p in tracked("*.py", "*.js", "*.css", "*.html") if "migrations" not in p.parts]
    long = {str(p.relative_to(ROOT)): n for p in files if (n := len(p.read_text().splitlines())) > 400}

    assert files
    assert long == {}


def test_every_module_says_what_it_is_for():
    silent = [str(p.relative_to(ROOT)) for p in modules() if not ast.get_docstring(ast.parse(p.read_text()))]

    assert modules()
    assert silent == []


def test_no_file_has_a_name_that_says_nothing():
    named = {str(p.relative_to(ROOT)) for p in modules() if p.name in FORBIDDEN} - ALLOWED_BASE

    assert named == set()


def test_no_directory_holds_more_than_thirty_entries():
    entries = {}
    for path in tracked("*.py", "*.js", "*.css", "*.html"):
        if "migrations" not in path.parts and "stories" not in path.parts:
            entries.setdefault(path.parent, set()).add(path.name)
    crowded = {str(d.relative_to(ROOT)): len(names) for d, names in entries.items() if len(names) > 30}

    assert crowded == {}


def test_every_late_import_has_a_reason():
    pattern = re.compile(r"# noqa: .*PLC0415(?P<why>.*)")
    poor = []
    for path in modules():
        for line in path.read_text().splitlines():
            if (found := pattern.search(line)) and not any(why in found["why"] for why in LATE_REASONS):
                poor.append(f"{path.relative_to(ROOT)}: {line.strip()}")

    assert poor == []


def test_the_apps_stand_in_the_order_of_the_river():
    ours = [app for app in settings.INSTALLED_APPS if app in RIVER]

    assert ours == RIVER


def test_django_uses_psycopg2():
    assert connection.Database.__name__ == "psycopg2"


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html"), key=str), ids=str)
def test_every_template_compiles(path):
    get_template(str(path.relative_to(ROOT / "templates")))


def test_every_partial_names_its_inputs():
    partials = list((ROOT / "templates").rglob("_*.html"))
    unnamed = [
        str(p.relative_to(ROOT))
        for p in partials
        if "{# needs:" not in "".join(p.read_text().splitlines()[:2])
    ]

    assert unnamed == []


def test_no_template_holds_inline_style_or_script():
    inline = re.compile(r"\sstyle=|\son[a-z]+=|<script(?![^>]*(?:\bsrc=|type=\"application/(?:ld\+)?json\"))")
    found = [
        f"{p.relative_to(ROOT)}: {m.group()}"
        for p in (ROOT / "templates").rglob("*.html")
        if "email" not in p.parts and (m := inline.search(p.read_text()))
    ]

    assert found == []


def test_base_stays_small():
    assert len((ROOT / "templates/base.html").read_text().splitlines()) <= 120
