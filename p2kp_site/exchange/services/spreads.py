"""Store the cells of spread columns: each is a row of its own, written by few statements."""

from typing import Any

from django.db import connection

from p2kp_site.exchange.columns import Spread
from p2kp_site.exchange.models import ImportJob, ImportRow
from p2kp_site.exchange.models.imports import RowKind
from p2kp_site.exchange.services.preview_sql import quote
from p2kp_site.foundation.history import write_history
from p2kp_site.foundation.models.change_sets import ChangeSet

_ROWS = ImportRow._meta.db_table


def store_spread(
    job: ImportJob,
    model: Any,
    spread: Spread,
    change_set: ChangeSet,
    authorship: dict[str, Any],
) -> None:
    """Write what the cells of a spread hold, for the rows that the import added or changed.

    A cell that was emptied takes its row away; its history stays and says who took it.
    """
    written = _Cells(job, model, spread)
    constants = [*authorship.values()]
    names = ", ".join(quote(name) for name in authorship)
    with connection.cursor() as cursor:
        emptied = f"SELECT c.id {written.beside} AND {written.amount} IS NULL"
        cursor.execute(
            f"UPDATE {written.table} SET {_assigned(authorship)} WHERE id IN ({emptied})",
            [*constants, job.pk],
        )
        if cursor.rowcount:
            write_history(spread.model, change_set, deleted=True)
            cursor.execute(f"DELETE FROM {written.table} WHERE change_set_id = %s", [change_set.pk])
        cursor.execute(
            f"UPDATE {written.table} SET {written.value} = n.amount, version = version + 1,"
            f" {_assigned(authorship)}"
            f" FROM (SELECT c.id AS id, {written.amount} AS amount {written.beside}) n"
            f" WHERE {written.table}.id = n.id AND {written.table}.{written.value} <> n.amount",
            [*constants, job.pk],
        )
        cursor.execute(
            f"INSERT INTO {written.table}"
            f" (ref, version, {written.parent}, {written.by}, {written.value}, {names})"
            f" SELECT {written.ref}, 1, p.id, {written.entry}, {written.amount},"
            f" {', '.join('%s' for _ in constants)} {written.rows} AND {written.amount} IS NOT NULL"
            f" AND NOT EXISTS (SELECT 1 FROM {written.table} c WHERE {written.same})",
            [*constants, job.pk],
        )
    write_history(spread.model, change_set, first=True)


def _assigned(authorship: dict[str, Any]) -> str:
    return ", ".join(f"{quote(name)} = %s" for name in authorship)


class _Cells:
    """The cells of a spread in the preview, as SQL beside the rows `p` that they belong to."""

    def __init__(self, job: ImportJob, model: Any, spread: Spread) -> None:
        meta: Any = spread.model._meta
        self.table = quote(meta.db_table)
        self.parent = quote(meta.get_field(spread.parent).column)
        self.by = quote(meta.get_field(spread.by).column)
        self.value = quote(meta.get_field(spread.value).column)
        table, prefix = quote(model._meta.db_table), spread.prefix
        if connection.vendor == "postgresql":
            cells = f"CROSS JOIN LATERAL jsonb_each(r.payload -> '{prefix}') e"
            self.entry, self.amount = "e.key::bigint", "(e.value ->> 0)::bigint"
            self.ref, ref = "e.value ->> 1", "r.payload ->> 'ref'"
        else:
            cells = f"CROSS JOIN json_each(r.payload, '$.{prefix}') e"
            self.entry, self.amount = "CAST(e.key AS integer)", "json_extract(e.value, '$[0]')"
            self.ref, ref = "json_extract(e.value, '$[1]')", "json_extract(r.payload, '$.ref')"
        self.rows = (
            f"FROM {_ROWS} r {cells} JOIN {table} p"
            f" ON p.id = COALESCE(r.target_id, (SELECT q.id FROM {table} q WHERE q.ref = {ref}))"
            f" WHERE r.job_id = %s AND r.kind IN ('{RowKind.NEW}', '{RowKind.CHANGED}')"
        )
        self.same = f"c.{self.parent} = p.id AND c.{self.by} = {self.entry}"
        self.beside = self.rows.replace(
            " WHERE r.job_id", f" JOIN {self.table} c ON {self.same} WHERE r.job_id"
        )
