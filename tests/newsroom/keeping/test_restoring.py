"""A restore: everything comes back, or nothing is touched."""

import os
import tarfile
import threading
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from articles.models import Article
from newsroom.background import serving
from newsroom.keeping import archive, dumping, restoring
from tests.newsroom.keeping.places import everything, quiet

pytestmark = pytest.mark.django_db(transaction=True)


def refused(file, settings, match, **options):
    """The restore is refused with this sentence, and nothing is another."""
    before = everything(settings)
    with pytest.raises(CommandError, match=match):
        quiet("restore", file, **options)
    assert everything(settings) == before
    assert not Path(f"{settings.MEDIA_ROOT}.restoring").exists()


def test_a_site_in_use_is_replaced_only_when_told_so_and_can_be_had_back(backup, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    Article.objects.filter(published_at=None).update(state="submitted")
    default_storage.save("i/new.jpg", ContentFile(b"new"))
    now = everything(settings)

    refused(backup, settings, "This site is in use")
    quiet("restore", backup, replace=True)
    assert everything(settings) != now
    assert not (Path(settings.MEDIA_ROOT) / "i/new.jpg").exists()

    (undo,) = (tmp_path / "backups").iterdir()
    quiet("restore", undo, replace=True)
    assert everything(settings) == now


def test_a_migrated_site_without_people_is_an_empty_place(backup, settings, elsewhere):
    before = everything(settings)
    elsewhere()
    quiet("migrate", verbosity=0)

    quiet("restore", backup)

    assert everything(settings) == before


def test_a_database_of_something_else_is_left_alone(backup, settings, elsewhere):
    elsewhere()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE shop_orders (id int)")

    refused(backup, settings, "no newsroom's, such as shop_orders")


def test_media_without_a_database_are_left_alone(backup, settings, elsewhere):
    elsewhere()
    default_storage.save("mine.jpg", ContentFile(b"mine"))

    refused(backup, settings, "There are files in")


def test_a_backup_without_media_leaves_those_that_are_there(paper, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    before = everything(settings)
    quiet("backup", tmp_path / "b", database_only=True)
    Article.objects.update(state="submitted")

    quiet("restore", tmp_path / "b", replace=True)

    assert everything(settings) == before


def test_a_running_site_is_not_restored(backup, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    lock = serving.Lock(tmp_path / "serve.lock")
    lock.take("http://127.0.0.1:1")

    refused(backup, settings, "The site is running", replace=True)


def test_a_worker_in_the_database_is_told(backup, settings, monkeypatch):
    monkeypatch.setattr(restoring, "LEAVING_SECONDS", 0)
    held, done = threading.Event(), threading.Event()

    def worker():
        connection.ensure_connection()
        held.set()
        done.wait(30)
        connection.close()

    company = threading.Thread(target=worker)
    company.start()
    held.wait(10)
    try:
        refused(backup, settings, "1 other connections", replace=True)
    finally:
        done.set()
        company.join()


@pytest.mark.parametrize("keep", [0, 100, 600, 5000, 0.5, 0.98])
def test_a_truncated_backup_is_refused(backup, settings, keep):
    whole = backup.read_bytes()
    backup.write_bytes(whole[: keep if keep >= 100 or keep == 0 else int(len(whole) * keep)])

    refused(backup, settings, "is no backup of a newsroom|cut off", replace=True)


@pytest.mark.parametrize("part", [archive.DUMP, "media/i/one.jpg"])
def test_a_changed_byte_is_found(backup, settings, part):
    with tarfile.open(backup) as tar:
        at = tar.getmember(part).offset_data + 1000
    content = bytearray(backup.read_bytes())
    content[at] ^= 1
    backup.write_bytes(content)

    refused(backup, settings, f"{part}' is not what was written", replace=True)


def test_foreign_files_are_refused(settings, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear editor, " * 1000)
    with tarfile.open(tmp_path / "other.tar", "w") as tar:
        tar.add(tmp_path / "letter.txt", "letter.txt")

    refused(tmp_path / "letter.txt", settings, "is no backup of a newsroom")
    refused(tmp_path / "other.tar", settings, "is no backup of a newsroom")
    refused(tmp_path / "none", settings, "There is no file")
    refused(tmp_path, settings, "There is no file")


def forged(path, name, kind=tarfile.REGTYPE, head=None):
    """A backup with right checksums, and a part that nobody's backup has."""

    class Forger(archive.Writer):
        def finish(self):
            part = tarfile.TarInfo(name)
            part.type, part.linkname = kind, "/etc/passwd"
            self._file.write(part.tobuf(tarfile.GNU_FORMAT))
            super().finish()

    with path.open("w+b") as file:
        forger = Forger(
            file, {"migrations": [], "postgresql": 15, "program": 15, "media": True} | (head or {})
        )
        forger.add(archive.DUMP, [b"PGDMP"])
        forger.finish()
    return path


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("media/../../outside.txt", tarfile.REGTYPE),
        ("../outside.txt", tarfile.REGTYPE),
        ("/outside.txt", tarfile.REGTYPE),
        ("media//outside.txt", tarfile.REGTYPE),
        ("media/..", tarfile.REGTYPE),
        ("media/a\\..\\b", tarfile.REGTYPE),
        ("media/link", tarfile.SYMTYPE),
        ("media/link", tarfile.LNKTYPE),
        ("media/device", tarfile.CHRTYPE),
        ("database.dump", tarfile.REGTYPE),
        ("secret-key", tarfile.REGTYPE),
    ],
)
def test_no_part_can_leave_the_media(settings, tmp_path, name, kind):
    file = forged(tmp_path / "forged", name, kind)

    refused(file, settings, "does not belong into one", replace=True)


def test_a_part_without_a_checksum_is_found(settings, tmp_path):
    file = forged(tmp_path / "forged", "media/i/extra.jpg")

    refused(file, settings, "media/i/extra.jpg' is not what was written", replace=True)


def test_a_dump_that_does_not_load_changes_nothing(paper, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    with (tmp_path / "b").open("w+b") as file:
        writer = archive.Writer(
            file, {"migrations": [], "postgresql": 15, "program": 15, "media": True, "made_at": "2026"}
        )
        writer.add(archive.DUMP, [b"PGDMP", os.urandom(5000)])
        writer.add("media/i/one.jpg", [b"other"])
        writer.finish()

    refused(tmp_path / "b", settings, "could not be loaded, and is as it was", replace=True)


def test_a_dump_that_ends_in_the_middle_changes_nothing(paper, settings, tmp_path):
    whole = b"".join(dumping.dump())
    before = everything(settings)
    connection.close()

    with pytest.raises(dumping.DumpError):
        dumping.load([whole[: len(whole) // 2]], made_with=dumping.server_major())

    assert everything(settings) == before


@pytest.mark.parametrize(
    ("head", "match"),
    [
        ({"migrations": [["articles", "9999_tomorrow"]]}, "articles.9999_tomorrow is unknown here"),
        ({"migrations": [["podcasts", "0001_initial"]]}, "made by a newer release"),
        ({"format": 2}, "made by a newer release"),
        ({"postgresql": 99}, "from PostgreSQL 99"),
    ],
)
def test_a_backup_of_a_newer_release_is_refused(settings, tmp_path, head, match):
    with (tmp_path / "b").open("w+b") as file:
        writer = archive.Writer(
            file, {"migrations": [], "postgresql": 15, "program": 15, "media": True} | head
        )
        writer.add(archive.DUMP, [b"PGDMP"])
        writer.finish()

    refused(tmp_path / "b", settings, match, replace=True)


def test_a_backup_of_an_older_release_is_brought_up_to_date(paper, tmp_path, settings, elsewhere):
    old, newest = ("background", "0001_initial"), sorted(MigrationRecorder(connection).applied_migrations())
    whole = everything(settings)
    quiet("migrate", "background", "zero", verbosity=0)
    try:
        quiet("backup", tmp_path / "old")
    finally:
        quiet("migrate", "background", verbosity=0)

    elsewhere()
    quiet("restore", tmp_path / "old", as_it_was=True)
    assert old not in MigrationRecorder(connection).applied_migrations()
    quiet("restore", tmp_path / "old", replace=True)

    assert sorted(MigrationRecorder(connection).applied_migrations()) == newest
    assert everything(settings)[0]["articles_article"] == whole[0]["articles_article"]
