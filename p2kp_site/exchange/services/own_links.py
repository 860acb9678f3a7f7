"""Rows that name other rows of their own table, which may come in with the same file.

What is not in the table yet has no key to store: its code waits in the payload, under `later`, and
becomes a key once all rows of the file are there.
"""

from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.fields.json import KT
from django.utils.text import capfirst

from p2kp_site.exchange.columns import Link
from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.models import ImportJob, ImportRow
from p2kp_site.exchange.models.imports import RowKind
from p2kp_site.exchange.services.preview_sql import quote

LATER = "later"
_ROWS = ImportRow._meta.db_table


def refuse_orphans(job: ImportJob, dataset: Dataset) -> int:
    """Refuse rows that name a row which will not be stored; returns how many.

    That leaves others without what they name, so it is asked until nobody is left.
    """
    refused = 0
    for link in dataset.own_links:
        kind = capfirst(str(dataset.model._meta.verbose_name))
        while orphans := list(_orphans(job, dataset, link)):
            for row in orphans:
                params = {"text": row.wanted, "kind": kind, "suggestions": []}
                row.add_fault({"column": link.head, "kind": "unknown_record", "params": params})
            ImportRow.objects.bulk_update(orphans, ["kind", "faults"])
            refused += len(orphans)
    return refused


def _orphans(job: ImportJob, dataset: Dataset, link: Link) -> QuerySet[Any]:
    rows = job.rows.filter(kind__in=[RowKind.NEW, RowKind.CHANGED])
    rows = rows.annotate(wanted=KT(f"payload__{LATER}__{link.key}")).filter(wanted__isnull=False)
    (by,) = dataset.key_stores
    standing = dataset.model._default_manager.filter((by, OuterRef("wanted")))
    coming = job.rows.filter(kind=RowKind.NEW, key=OuterRef("wanted"))
    return rows.filter(~Exists(standing), ~Exists(coming))


def settle_own_links(job: ImportJob, dataset: Dataset) -> None:
    """Turn the codes that waited into the keys of the rows that were stored just now."""
    table = quote(dataset.model._meta.db_table)
    for link in dataset.own_links:
        field: Any = dataset.model._meta.get_field(link.key)
        column = quote(field.column)
        (by,) = dataset.key_stores
        if connection.vendor == "postgresql":
            wanted, ref = f"r.payload #>> '{{{LATER},{link.key}}}'", "r.payload ->> 'ref'"
        else:
            wanted = f"json_extract(r.payload, '$.{LATER}.{link.key}')"
            ref = "json_extract(r.payload, '$.ref')"
        sql = (
            f"UPDATE {table} SET {column} = q.id"
            f" FROM {_ROWS} r JOIN {table} q ON q.{quote(by)} = {wanted}"
            f" WHERE r.job_id = %s AND r.kind IN ('{RowKind.NEW}', '{RowKind.CHANGED}')"
            f" AND {table}.id ="
            f" COALESCE(r.target_id, (SELECT s.id FROM {table} s WHERE s.ref = {ref}))"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [job.pk])
