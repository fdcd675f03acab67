"""Django's PostgreSQL backend, but for one thing: where no server answers, the embedded one is started."""

from typing import Any

import psycopg2
from django.db.backends.postgresql import base
from django.utils.asyncio import async_unsafe

from newsroom.kit.postgres.server import PORT, SUPERUSER, Embedded


class DatabaseWrapper(base.DatabaseWrapper):
    """The usual connection costs nothing more than Django's own."""

    def get_connection_params(self) -> dict[str, Any]:
        own = self.settings_dict
        self._embedded = Embedded(own["EMBEDDED_HOME"], durable=own.get("EMBEDDED_DURABLE", True))
        own["HOST"], own["PORT"], own["USER"] = str(self._embedded.socket_dir), PORT, own["USER"] or SUPERUSER
        return super().get_connection_params()

    @async_unsafe
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        try:
            return super().get_new_connection(conn_params)
        except psycopg2.OperationalError as problem:
            if "does not exist" not in str(problem):
                self._embedded.ensure_running()
        try:
            return super().get_new_connection(conn_params)
        except psycopg2.OperationalError as problem:
            if "does not exist" not in str(problem) or not self._make_database(conn_params):
                raise
            return super().get_new_connection(conn_params)

    def _make_database(self, conn_params: dict[str, Any]) -> bool:
        """Make the site's own database; test databases are Django's business."""
        name = str(conn_params.get("dbname") or conn_params.get("database"))
        if name != self.settings_dict["NAME"] or name.startswith("test_"):
            return False
        where = {key: value for key, value in conn_params.items() if key in ("host", "port", "user")}
        connection = psycopg2.connect(**where, dbname="postgres")
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(f'CREATE DATABASE "{name}"')
        except (psycopg2.errors.DuplicateDatabase, psycopg2.errors.UniqueViolation):
            pass  # another process was first
        finally:
            connection.close()
        return True
