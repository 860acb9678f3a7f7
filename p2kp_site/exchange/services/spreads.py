"""Store the cells of spread columns: each is a row of its own, written by few statements."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from p2kp_site.exchange.columns import Spread
from p2kp_site.exchange.models import ImportJob, ImportRow
from p2kp_site.exchange.models.imports import RowKind
from p2kp_site.exchange.services.preview_sql import quote
from p2kp_site.foundation.history import write_history
from p2kp_site.foundation.models.change_sets import ChangeSet

_ROWS = ImportRow._meta.db_table
_CELLS = "cells_to_store"


def store_spreads(
    job: ImportJob,
    model: Any,
    spreads: Sequence[Spread],
    change_set: ChangeSet,
    authorship: dict[str, Any],
) -> None:
    """Write what the cells of spreads hold, for the rows that the import added or changed.

    All spreads of one model are stored at once, so that its history is written once. A cell that
    was emptied takes its row away; its history stays and says who took it.
    """
    spread = spreads[0]
    meta: Any = spread.model._meta
    table = quote(meta.db_table)
    parent, by, value = (
        quote(meta.get_field(name).column) for name in (spread.parent, spread.by, spread.value)
    )
    also = quote(meta.get_field(spread.also[0]).column) if spread.also else ""
    same = f"{table}.{parent} = n.parent AND {table}.{by} = n.entry"
    same += f" AND {table}.{also} = n.also" if also else ""
    more, of_more = (f", {also}", ", n.also") if also else ("", "")
    said = ", ".join(f"{quote(name)} = %s" for name in authorship)
    names, constants = ", ".join(map(quote, authorship)), [*authorship.values()]
    with _cells(job, model, spreads), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {said} FROM {_CELLS} n WHERE {same} AND n.amount IS NULL",
            constants,
        )
        if cursor.rowcount:
            write_history(spread.model, change_set, deleted=True)
            cursor.execute(f"DELETE FROM {table} WHERE change_set_id = %s", [change_set.pk])
        cursor.execute(
            f"UPDATE {table} SET {value} = n.amount, version = version + 1, {said}"
            f" FROM {_CELLS} n WHERE {same} AND {table}.{value} <> n.amount",
            constants,
        )
        cursor.execute(
            f"INSERT INTO {table} (ref, version, {parent}, {by}, {value}{more}, {names})"
            f" SELECT n.ref, 1, n.parent, n.entry, n.amount{of_more},"
            f" {', '.join('%s' for _ in constants)}"
            f" FROM {_CELLS} n WHERE n.amount IS NOT NULL"
            f" AND NOT EXISTS (SELECT 1 FROM {table} WHERE {same})",
            constants,
        )
    write_history(spread.model, change_set, first=True)


@contextmanager
def _cells(job: ImportJob, model: Any, spreads: Sequence[Spread]) -> Iterator[None]:
    """The cells of spreads in the preview as a table of this connection: `parent` (the row that
    they belong to), `entry`, `amount`, `ref`, and what `also` tells them apart. Taken apart once:
    joined as JSON, a planner that errs takes them apart for every row of the table."""
    parts = [_cells_of(model, spread) for spread in spreads]
    params: list[Any] = []
    for spread in spreads:
        params += [spread.also[1] if spread.also else "", job.pk]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {_CELLS} AS {' UNION ALL '.join(parts)}", params)
        if connection.vendor == "postgresql":
            cursor.execute(f"ANALYZE {_CELLS}")
        yield
        cursor.execute(f"DROP TABLE {_CELLS}")


def _cells_of(model: Any, spread: Spread) -> str:
    """The cells of one spread, as a query that asks for `also` and the job."""
    if connection.vendor == "postgresql":
        each = f"CROSS JOIN LATERAL jsonb_each(r.payload -> '{spread.prefix}') e"
        entry, amount, ref = "e.key::bigint", "(e.value ->> 0)::bigint", "e.value ->> 1"
        own = "r.payload ->> 'ref'"
    else:
        each = f"CROSS JOIN json_each(r.payload, '$.{spread.prefix}') e"
        entry, amount = "CAST(e.key AS integer)", "json_extract(e.value, '$[0]')"
        ref, own = "json_extract(e.value, '$[1]')", "json_extract(r.payload, '$.ref')"
    table = quote(model._meta.db_table)
    # Of a new row the key is known by its reference only.
    parent = f"COALESCE(r.target_id, (SELECT p.id FROM {table} p WHERE p.ref = {own}))"
    return (
        f"SELECT {parent} AS parent, {entry} AS entry, {amount} AS amount, {ref} AS ref,"
        f" CAST(%s AS text) AS also FROM {_ROWS} r {each}"
        f" WHERE r.job_id = %s AND r.kind IN ('{RowKind.NEW}', '{RowKind.CHANGED}')"
    )
