"""Backups: whole or not there; restored row by row, or nothing is touched."""

import os
import subprocess
import threading
from pathlib import Path

import pytest
from django.conf import settings as running
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management.base import CommandError
from django.db import connection

from newsroom.keeping import archive, backing_up, dumping
from newsroom.site.models import NavItem
from tests.newsroom.keeping.places import everything, quiet

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_row_and_every_file_comes_back(paper, settings, tmp_path, elsewhere):
    file = tmp_path / "monday.newsroom"
    before = everything(settings)

    said = quiet("backup", file)
    elsewhere()
    quiet("restore", file)

    assert "is whole" in said
    assert len([found for found in before[0].values() if isinstance(found, tuple) and found[0]]) >= 20
    assert len(before[1]) == 4
    assert everything(settings) == before
    assert file.stat().st_mode & 0o777 == 0o600
    # and a restored site can be backed up and restored again
    quiet("backup", tmp_path / "tuesday.newsroom")
    quiet("restore", tmp_path / "tuesday.newsroom", replace=True)
    assert everything(settings) == before


def test_its_parts_can_be_checked_and_read_without_us(paper, tmp_path):
    quiet("backup", tmp_path / "b")

    subprocess.run(["tar", "xf", tmp_path / "b", "-C", tmp_path], check=True)

    assert subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path).returncode == 0
    content = (tmp_path / "b").read_bytes()
    assert running.SECRET_KEY.encode() not in content


def test_what_is_written_together_is_restored_together(settings, tmp_path, elsewhere):
    """While a writer adds pairs in transactions, the backup holds whole pairs; their files are there."""
    done = threading.Event()
    first = threading.Event()

    def write():
        from django.db import transaction

        number = 0
        while not done.is_set():
            number += 1
            default_storage.save(f"i/{number}.jpg", ContentFile(b"jpg" * 1000))
            with transaction.atomic():
                NavItem.objects.create(label=f"one {number}", path=f"/one/{number}/")
                NavItem.objects.create(label=f"two {number}", path=f"/two/{number}/")
            if number == 20:
                first.set()
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    first.wait(30)
    try:
        quiet("backup", tmp_path / "b")
    finally:
        done.set()
        writer.join()
    elsewhere()
    quiet("restore", tmp_path / "b")

    ones = {
        path.split("/")[2]
        for path in NavItem.objects.filter(label__startswith="one").values_list("path", flat=True)
    }
    twos = {
        path.split("/")[2]
        for path in NavItem.objects.filter(label__startswith="two").values_list("path", flat=True)
    }
    assert len(ones) >= 20
    assert ones == twos
    assert ones <= {path.stem for path in Path(settings.MEDIA_ROOT).glob("i/*.jpg")}


def test_a_backup_replaces_no_file_and_wants_a_folder(tmp_path):
    (tmp_path / "there").write_text("mine")

    with pytest.raises(CommandError, match="exists already"):
        quiet("backup", tmp_path / "there")
    with pytest.raises(CommandError, match="There is no folder"):
        quiet("backup", tmp_path / "nowhere" / "b")
    assert (tmp_path / "there").read_text() == "mine"


def test_a_backup_that_fails_half_way_leaves_no_file(paper, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backing_up, "_read", full)

    with pytest.raises(CommandError, match="No space left on device"):
        quiet("backup", tmp_path / "b")
    assert not list(tmp_path.glob("b*"))


def test_a_killed_backup_has_no_final_name_and_the_next_one_writes_over_it(paper, tmp_path):
    (tmp_path / "b.partial").write_bytes(b"half" * 1_000_000)

    quiet("backup", tmp_path / "b")

    archive.verify(tmp_path / "b")
    assert [path.name for path in tmp_path.glob("b*")] == ["b"]


def test_two_backups_do_not_write_one_file(tmp_path):
    with backing_up._alone(tmp_path / "b.partial"), pytest.raises(CommandError, match="Another backup"):
        quiet("backup", tmp_path / "b")


def test_a_backup_wants_room(tmp_path, monkeypatch):
    monkeypatch.setattr(backing_up, "SPARE", 2**62)

    with pytest.raises(CommandError, match="not enough room"):
        quiet("backup", tmp_path / "b")
    assert not list(tmp_path.glob("b*"))


def test_programs_that_are_too_old_are_told_with_the_remedy():
    with pytest.raises(dumping.DumpError, match="apt install postgresql-client-99"):
        dumping.program("pg_dump", at_least=99)


def test_a_dump_that_fails_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"passfile": "/dev/null"})
    monkeypatch.setattr(dumping, "_where", lambda: {**os.environ, "PGHOST": str(tmp_path), "PGDATABASE": "x"})

    with pytest.raises(CommandError, match=r"could not be written out: .*failed"):
        quiet("backup", tmp_path / "b")
    assert not list(tmp_path.glob("b*"))


def test_a_database_that_is_not_there_is_told(tmp_path, monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "NAME", "test_of_no_site")

    with pytest.raises(CommandError, match="The database does not answer"):
        quiet("backup", tmp_path / "b")
    connection.close()
    assert not list(tmp_path.glob("b*"))
