"""Statements over a whole preview at once, in the words of the database at hand."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models

from p2kp_site.exchange.models import ImportJob, ImportRow
from p2kp_site.exchange.models.imports import RowKind

_ROWS = ImportRow._meta.db_table
_WORTH_ANALYZING = 1_000
# What statements ask for; sampling the wide JSON columns as well would cost three times as much.
_ASKED_FOR = "job_id, number, kind, key, target_id, seen_version"


def quote(name: str) -> str:
    return str(connection.ops.quote_name(name))


class Payload:
    """The values of preview rows `r` as typed SQL: a join to make, and one expression a column."""

    def __init__(self, model: type[models.Model], columns: Sequence[str]) -> None:
        if connection.vendor == "postgresql":
            types = ", ".join(
                f"{quote(c)} {model._meta.get_field(c).db_type(connection)}" for c in columns
            )
            self.join = f"CROSS JOIN LATERAL jsonb_to_record(r.payload) AS x({types})"
            self.values = [f"x.{quote(c)}" for c in columns]
        else:
            self.join = ""
            self.values = [f"json_extract(r.payload, '$.{c}')" for c in columns]


def settle_statistics(rows: int) -> None:
    """Let PostgreSQL know of a large fresh preview, or it plans the storing as if it were empty."""
    if connection.vendor == "postgresql" and rows > _WORTH_ANALYZING:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {_ROWS} ({_ASKED_FOR})")


def insert_new(
    job: ImportJob, model: type[models.Model], columns: Sequence[str], constants: dict[str, Any]
) -> int:
    """Add every new row of the preview to the table in one statement; returns how many."""
    payload = Payload(model, columns)
    names = ", ".join(quote(c) for c in (*columns, *constants))
    marks = "".join(", %s" for _ in constants)
    sql = (
        f"INSERT INTO {quote(model._meta.db_table)} ({names})"
        f" SELECT {', '.join(payload.values)}{marks} FROM {_ROWS} r {payload.join}"
        f" WHERE r.job_id = %s AND r.kind = '{RowKind.NEW}' ORDER BY r.number"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*constants.values(), job.pk])
        return cursor.rowcount


def update_changed(
    job: ImportJob, model: type[models.Model], columns: Sequence[str], constants: dict[str, Any]
) -> int:
    """Change every row that the preview found changed, in one statement; returns how many.

    A row whose version has moved on is left alone, and so missing from the number.
    """
    payload, table = Payload(model, columns), quote(model._meta.db_table)
    assignments = [f"{quote(c)} = {v}" for c, v in zip(columns, payload.values, strict=True)]
    assignments += [f"{quote(c)} = %s" for c in constants]
    sql = (
        f"UPDATE {table} SET {', '.join(assignments)}, version = {table}.version + 1"
        f" FROM {_ROWS} r {payload.join}"
        f" WHERE r.job_id = %s AND r.kind = '{RowKind.CHANGED}'"
        f" AND {table}.id = r.target_id AND {table}.version = r.seen_version"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*constants.values(), job.pk])
        return cursor.rowcount


def refuse_repeated(job: ImportJob, same: str, *, column: str) -> int:
    """Refuse every row whose key (or whose row in the base) stands in the file more than once."""
    build = "jsonb_build" if connection.vendor == "postgresql" else "json"
    live = f"kind IN ('{RowKind.NEW}', '{RowKind.CHANGED}', '{RowKind.UNCHANGED}')"
    present = "key <> ''" if same == "key" else f"{same} IS NOT NULL"
    sql = (
        f"UPDATE {_ROWS} SET kind = '{RowKind.REFUSED}', faults = {build}_array({build}_object("
        f"'column', %s, 'kind', 'repeated_key', 'params', {build}_object('text', key,"
        f" 'first', d.lo, 'last', d.hi, 'count', d.n)))"
        f" FROM (SELECT {same} AS same, min(number) AS lo, max(number) AS hi, count(*) AS n"
        f" FROM {_ROWS} WHERE job_id = %s AND kind <> '{RowKind.SKIPPED}' AND {present}"
        f" GROUP BY {same} HAVING count(*) > 1) d"
        f" WHERE job_id = %s AND {live} AND {_ROWS}.{same} = d.same"
    )
    if connection.vendor == "postgresql":
        sql = sql.replace("'column', %s,", "'column', %s::text,")
    with connection.cursor() as cursor:
        cursor.execute(sql, [column, job.pk, job.pk])
        return cursor.rowcount
