"""Every row of every table, and every file, in a form that two places can be compared by."""

import hashlib
import io
from pathlib import Path

from django.core.management import call_command
from django.db import connection


def of_tables(cursor):
    """Each table's number of rows and a hash of all of them; each sequence's value."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    found = {}
    for (table,) in cursor.fetchall():
        whole_rows = "md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), ''))"
        cursor.execute(f'SELECT count(*), {whole_rows} FROM "{table}" t')  # noqa: S608 -- the catalogue's names
        found[table] = cursor.fetchone()
    cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
    return found | dict(cursor.fetchall())


def of_files(root):
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }


def everything(settings):
    with connection.cursor() as cursor:
        return of_tables(cursor), of_files(Path(settings.MEDIA_ROOT))


def quiet(*args, **options):
    said = io.StringIO()
    call_command(*args, stdout=said, **options)
    return said.getvalue()
