"""Put many rows into a table by the database's own bulk path, for trusted values only."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

_SLICE = 5_000


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> int:
    """Insert rows of plain values (one per column, in order) and return how many.

    PostgreSQL takes them as one `COPY`, SQLite as prepared inserts. Nothing is checked in Python:
    the database's constraints are. JSON goes in as text.
    """
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(map(quote, columns))
    # Without a transaction around them SQLite would commit every single insert.
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            written = 0
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
                    written += 1
            return written
        marks = ", ".join(["%s"] * len(columns))
        iterator, written = iter(rows), 0
        while some := list(islice(iterator, _SLICE)):
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", some)
            written += len(some)
        return written
