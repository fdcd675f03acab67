"""`make upgrade`, from the commit before this one: with the demo edition in it and a reader on it, and back again when it fails.

A clone of the repository, a site of its own, real processes: slow, so it is run by `make check` and CI in a step of its own.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from itertools import takewhile
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import psycopg2
import pytest

from newsroom.keeping import upgrading
from tests.newsroom.keeping.places import of_files
from tests.newsroom.sites import Site
from tests.newsroom.workers import until

ROOT = Path(__file__).resolve().parents[3]
FROM = os.environ.get("UPGRADE_FROM", "HEAD~1")
# rows that a running site writes by itself, and those that an upgrade is there to write
OWN_LIFE = (
    "background_",
    "django_migrations",
    "django_tasks",
    "newsroom_cache",
    "django_content_type",
    "auth_",
)
BROKEN_TABLES = """
from django.db import migrations
def boom(apps, editor): raise RuntimeError("the migration broke")
class Migration(migrations.Migration):
    dependencies = [("site", {before!r})]
    operations = [migrations.RunSQL("DELETE FROM site_navitem; CREATE TABLE half_done (id int)")]
"""
BROKEN_NEXT = """
from django.db import migrations
def boom(apps, editor): raise RuntimeError("the migration broke")
class Migration(migrations.Migration):
    dependencies = [("site", "9998_half")]
    operations = [migrations.RunPython(boom)]
"""


def git(folder, *words):
    who = ("-c", "user.name=A tester", "-c", "user.email=tester@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class Clone(Site):
    """A site in a clone of the repository, with its data beside the code; knows the tables it had at first."""

    columns: ClassVar = {}

    def rows(self):
        """Every row of every table that is the paper's, in the tables and columns that there were at first."""
        postmaster = (self.var / "pg" / "data" / "postmaster.pid").read_text().split("\n")
        connection = psycopg2.connect(
            host=postmaster[4], port=postmaster[3], user="postgres", dbname="newsroom"
        )
        try:
            with connection.cursor() as cursor:
                if not self.columns:
                    cursor.execute(
                        "SELECT table_name, array_agg(column_name::text) FROM information_schema.columns"
                        " WHERE table_schema = 'public' GROUP BY 1"
                    )
                    own = {table: names for table, names in cursor if not table.startswith(OWN_LIFE)}
                    self.columns = {
                        table: ", ".join(map('"{}"'.format, names)) for table, names in own.items()
                    }
                found = {}
                for table, names in self.columns.items():
                    cursor.execute(f'SELECT ROW({names})::text FROM "{table}"')  # noqa: S608 -- the catalogue's names
                    found[table] = sorted(cursor.fetchall())
                return found
        finally:
            connection.close()

    def stories(self):
        """The addresses of the stories that readers find."""
        status, latest = self.get("/latest/")
        assert status == 200
        return sorted(set(re.findall(r'href="(/20\d\d/\d\d/\d\d/[^"/]+/)"', latest)))


class Reader(threading.Thread):
    """Somebody who reads on and on, and remembers each answer."""

    def __init__(self, site, paths):
        super().__init__()
        self.site, self.paths, self.answers, self.done = site, paths, [], threading.Event()

    def run(self):
        while not self.done.is_set():
            for path in self.paths:
                self.answers.append(self.site.get(path)[0])
            self.done.wait(0.05)


@pytest.fixture(scope="module")
def site():
    """The commit before, with a demo edition in it, running."""
    if subprocess.run(["git", "rev-parse", "-q", "--verify", FROM], cwd=ROOT, capture_output=True).returncode:
        pytest.skip(f"no history: {FROM} is not in this clone")
    with tempfile.TemporaryDirectory(prefix="newsroom-upgrade-") as made:
        Path(made).chmod(0o755)
        folder = Path(made) / "clone"
        site_head = git(ROOT, "rev-parse", "HEAD")
        git(ROOT, "clone", "-q", "--no-hardlinks", str(ROOT), str(folder))
        git(folder, "checkout", "-q", "-B", "release", git(ROOT, "rev-parse", FROM))
        here, there = ((place / "requirements.lock").read_bytes() for place in (ROOT, folder))
        if here == there:  # else the upgrade's own bootstrap makes the environment
            (folder / ".venv").symlink_to(Path(sys.prefix))
        else:
            subprocess.run(["./bootstrap.sh", "run"], cwd=folder, check=True)
        site = Clone(folder, folder / "var")
        site.head = site_head
        try:
            site.start()
            until(lambda: site.get("/")[0] == 200, 900)
            yield site
        finally:
            site.stop()
            shutil.rmtree(folder, ignore_errors=True)


def commit_files(site, files):
    for name, text in files.items():
        path = site.folder / name
        path.write_text(text)
    git(site.folder, "add", "-A", "--", *files)
    git(site.folder, "commit", "-q", "-m", "Break it")


def go_back(site, said):
    """Do what was printed, line by line."""
    printed = said.split("To go back:\n")[1].splitlines()
    lines = [line.strip() for line in takewhile(lambda line: line.startswith("  "), printed)]
    *commands, start = lines
    for command in commands:
        status, words = site.run("sh", "-c", command)
        assert status == 0, words
    site.serve(["sh", "-c", f"exec {start}"])
    return lines


@pytest.fixture(scope="module")
def upgraded(site):
    """The same site, brought to the present commit while somebody read; what was seen and said meanwhile."""
    new, stories = site.head, site.stories()
    seen = SimpleNamespace(site=site, new=new, stories=stories, rows=site.rows())
    seen.files = of_files(site.var / "media")
    reader = Reader(site, ["/", stories[0], "/latest/"])
    reader.start()
    try:
        git(site.folder, "reset", "-q", "--hard", new)
        seen.status, seen.said = site.run("make", "upgrade")
        until(lambda: reader.answers[-3:] == [200, 200, 200])
    finally:
        reader.done.set()
        reader.join()
    seen.answers = reader.answers
    return seen


@pytest.mark.slow
def test_an_upgrade_keeps_every_row_and_file_and_its_readers(upgraded):
    site = upgraded.site

    assert upgraded.status == 0, upgraded.said
    assert len(upgraded.stories) > 5
    assert len(upgraded.files) > 100
    assert sum(bool(found) for found in upgraded.rows.values()) > 25
    assert set(upgraded.answers) <= {
        200,
        0,
    }  # served, or (between two sites) not reached; never an error page
    assert site.stories() == upgraded.stories
    assert site.rows() == upgraded.rows
    assert of_files(site.var / "media") == upgraded.files
    assert (site.var / "release").read_text().strip() == upgraded.new[:12]


@pytest.mark.slow
def test_a_migration_that_fails_after_another_did_harm_has_its_way_back(upgraded):
    site = upgraded.site
    git(site.folder, "checkout", "-q", "-B", "release", upgraded.new)
    before = max(path.stem for path in (site.folder / "newsroom/site/migrations").glob("0*.py"))
    commit_files(
        site,
        {
            "newsroom/site/migrations/9998_half.py": BROKEN_TABLES.format(before=before),
            "newsroom/site/migrations/9999_broken.py": BROKEN_NEXT,
        },
    )
    whole = site.rows()

    status, said = site.run("make", "upgrade")

    assert status != 0
    assert "the migration broke" in said
    assert "Tables and static files: " in said
    assert site.rows() != whole
    assert site.get("/")[0] == 0
    assert go_back(site, said)[1] == f"git checkout {upgraded.new[:12]}"
    assert site.rows() == whole
    assert site.stories() == upgraded.stories


@pytest.mark.slow
def test_a_release_that_serves_no_front_page_has_its_way_back(upgraded):
    site = upgraded.site
    git(site.folder, "checkout", "-q", "-B", "release", upgraded.new)
    commit_files(site, {"templates/articles/front.html": "{% load nothing %}"})
    whole = site.rows()

    status, said = site.run("make", "upgrade")

    assert status != 0
    assert "the front page answers 500" in said
    go_back(site, said)
    assert site.rows() == whole
    assert site.get("/")[0] == 200


@pytest.mark.slow
def test_a_release_that_cannot_be_loaded_leaves_the_site_running(upgraded):
    site = upgraded.site
    git(site.folder, "checkout", "-q", "-B", "release", upgraded.new)
    commit_files(site, {"newsroom/urls.py": "import nothing_of_this_name"})

    status, said = site.run("make", "upgrade")

    git(site.folder, "checkout", "-q", "-B", "release", upgraded.new)
    assert status != 0
    assert "Nothing was changed in the data, and the site still runs as it did." in said
    assert site.get(upgraded.stories[0])[0] == 200


# --- its parts, quickly ----------------------------------------------------------------------------------------


def running(**changes):
    return upgrading.Running(
        **{"pid": 1, "command": ["python", "manage.py", "serve"], "environment": {}} | changes
    )


def test_the_way_back_says_as_much_as_was_done():
    back = upgrading.WayBack("abc", None)
    assert (
        back.in_words()
        == "Nothing was changed in the data. To go back:\n  git checkout abc\n  ./bootstrap.sh run"
    )

    back = upgrading.WayBack("abc", running())
    assert "the site still runs as it did" in back.in_words()
    back.is_stopped = True
    assert back.in_words().splitlines()[-1] == "  python manage.py serve"
    back.backup = Path("/var/b c")
    assert back.in_words().splitlines() == [
        "The data are as they were in the backup. The site is stopped. To go back:",
        "  .venv/bin/python manage.py restore --replace --as-it-was '/var/b c'",
        "  git checkout abc",
        "  ./bootstrap.sh run",
        "  python manage.py serve",
    ]
    assert "put the files of the release" in upgrading.WayBack("", None).in_words()


def test_a_site_that_does_not_run_is_not_found(tmp_path, monkeypatch):
    monkeypatch.setattr(upgrading, "VAR", tmp_path)
    assert upgrading.find_running() is None
    (tmp_path / "serve.lock").write_text("12345 http://127.0.0.1:8000\n")
    assert upgrading.find_running() is None


@pytest.mark.parametrize(
    ("command", "port"),
    [(["serve", "--port", "8001"], "8001"), (["serve", "--port=8002"], "8002"), (["serve"], "8000")],
)
def test_the_port_is_the_one_it_was_started_on(command, port):
    assert upgrading._option(command, "--port", "8000") == port
