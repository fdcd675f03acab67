"""A paper to keep, and an empty place to put it."""

import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from comments.posting import Writing, post
from newsroom.site.models import NavItem
from tests import factories


@pytest.fixture
def paper():
    """A little of everything, with a picture's file and an odd text."""
    author, tag = factories.make_author("Ada"), factories.make_tag("Ferries")
    article = factories.make_article(section=factories.make_section("Local"), authors=[author], tags=[tag])
    factories.make_draft()
    post(article, Writing(body="“Well said.”\n\t\\N ☃", author_key=b"finn" * 4, author=factories.make_finn()))
    NavItem.objects.create(label="Local", path="/local/")
    for name in ("i/one.jpg", "i/two.avif", "cr/deep/er/three.png"):
        default_storage.save(name, ContentFile(os.urandom(70_000)))
    default_storage.save("empty.txt", ContentFile(b""))
    return article


@pytest.fixture
def elsewhere(settings, tmp_path):
    """Go to a place of another database and other media; the empty one it is at first."""
    own = connection.settings_dict
    here, there = own["NAME"], f"{own['NAME']}_restored"

    def execute(sql):
        with connection.cursor() as cursor:
            cursor.execute(sql)

    execute(f'DROP DATABASE IF EXISTS "{there}" WITH (FORCE)')
    execute(f'CREATE DATABASE "{there}"')

    def go():
        connection.close()
        own["NAME"] = there
        settings.MEDIA_ROOT = tmp_path / "elsewhere" / "media"
        settings.VAR_DIR = tmp_path / "elsewhere"

    yield go
    connection.close()
    own["NAME"] = here
    execute(f'DROP DATABASE "{there}" WITH (FORCE)')


@pytest.fixture
def backup(paper, tmp_path):
    call_command("backup", tmp_path / "b.newsroom", verbosity=0)
    return tmp_path / "b.newsroom"
