"""Databases that every run gets afresh: templates are filled once, then copied."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


class SqliteFiles:
    """Templates as files in a folder."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def url(self, name: str) -> str:
        return f"sqlite:///{self._path(name)}"

    def copy(self, template: str, name: str) -> None:
        self.drop(name)
        shutil.copyfile(self._path(template), self._path(name))

    def drop(self, name: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            self._path(name, suffix).unlink(missing_ok=True)

    def create(self, name: str) -> None:
        self.drop(name)

    def settle(self, name: str) -> None:
        """Nothing to do: the last connection that closed has emptied the log."""

    def _path(self, name: str, suffix: str = "") -> Path:
        return self._folder / f"{name}.sqlite3{suffix}"


class PostgresqlServer:
    """Templates as databases of one server that is the bench's own."""

    name = "postgresql"

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._socket = self._url.path.rpartition("/")[0][1:]
        with self._connected() as connection:
            # A checkpoint in the middle of a run would hit one side and not the other.
            connection.execute("ALTER SYSTEM SET max_wal_size = '8GB'")
            connection.execute("ALTER SYSTEM SET checkpoint_timeout = '1h'")
            connection.execute("SELECT pg_reload_conf()")

    def url(self, name: str) -> str:
        return self._url._replace(path=f"/{self._socket}/{name}").geturl()

    def copy(self, template: str, name: str) -> None:
        self.drop(name)
        self._do("CREATE DATABASE {} TEMPLATE {}", name, template)
        self._do("CHECKPOINT")

    def drop(self, name: str) -> None:
        self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def create(self, name: str) -> None:
        self.drop(name)
        self._do("CREATE DATABASE {}", name)

    def settle(self, name: str) -> None:
        """Statistics as a server has them that ran for a while: none of tables without rows."""
        with self._connected(name) as connection:
            filled = connection.execute(
                "SELECT relname FROM pg_stat_user_tables WHERE pg_relation_size(relid) > 0"
            )
            for (table,) in filled.fetchall():
                connection.execute(sql.SQL("VACUUM ANALYZE {}").format(sql.Identifier(table)))

    def _do(self, statement: str, *names: str) -> None:
        with self._connected() as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    @contextmanager
    def _connected(self, name: str = "postgres") -> Iterator[psycopg.Connection]:
        user, host = self._url.username or "", self._socket
        with psycopg.connect(host=host, user=user, dbname=name, autocommit=True) as connection:
            yield connection


Databases = SqliteFiles | PostgresqlServer
