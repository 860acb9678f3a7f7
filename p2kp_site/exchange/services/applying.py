"""Store a confirmed import: one short transaction, set-based, all or nothing.

The transaction holds the job's row from its first statement and moves it to *done* in its last,
so that a killed worker leaves either everything or nothing, and nobody stores twice.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, models, transaction
from django.db.models import BigIntegerField, Exists, F, OuterRef
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone

from p2kp_site.exchange.datasets import Column, Dataset, Lookup
from p2kp_site.exchange.models import ImportJob
from p2kp_site.exchange.models.imports import ImportState, RowKind
from p2kp_site.exchange.registry import dataset_named
from p2kp_site.exchange.services.checking import count_rows
from p2kp_site.exchange.services.leases import Lease
from p2kp_site.exchange.services.preview_sql import insert_new, update_changed
from p2kp_site.foundation.history import write_history
from p2kp_site.foundation.models.change_sets import ChangeSet, Door, open_change_set
from p2kp_site.foundation.reader import Reader, reader_for


class ChangedSincePreview(Exception):
    """Rows are no longer what the person saw when they confirmed."""


class ReceiptDoesNotAddUp(Exception):
    """The database stored another number of rows than the preview promised."""


def apply_import(lease: Lease[ImportJob]) -> None:
    """Store what the preview holds and settle the import as done, with its receipt.

    When rows changed since the preview, a partial import refuses just these; any other goes back
    to be read again, so that the person confirms what is true.
    """
    job, at = lease.job, lease.clock()
    reader = reader_for(job.owner, on=timezone.localdate(at))
    dataset = dataset_named(job.dataset)(reader)
    verbs = {"import": True, "add": job.added, "change": job.changed}
    needed = [dataset.right(verb) for verb, done in verbs.items() if done]
    if not all(map(reader.may, needed)) or reader.area is None:
        raise PermissionDenied(job.dataset)
    try:
        with transaction.atomic():
            lease.beat(done=0, total=job.added + job.changed, now=True)
            _hold_still(dataset, reader)
            stale = _refuse_stale(job, dataset, reader)
            if stale and not job.partial:
                raise ChangedSincePreview(stale)
            counts = count_rows(job)
            change_set = open_change_set(
                by=job.owner, at=at, door=Door.IMPORT, why=f"{job.file_name} (#{job.pk})"
            )
            _store(job, dataset, change_set, counts)
            lease.settle(ImportState.DONE, change_set=change_set, **counts)
    except ChangedSincePreview as error:
        failure = {"kind": "changed_since_preview", "params": {"rows": error.args[0]}}
        lease.settle(ImportState.QUEUED, failure=failure, woken_at=None, attempts=0)


def _store(job: ImportJob, dataset: Dataset, change_set: ChangeSet, counts: dict[str, int]) -> None:
    model = dataset.model
    stored = [c for c in dataset.fields.values() if not c.beside and c.name != "ref"]
    authorship: dict[str, Any] = {
        "changed_at": connection.ops.adapt_datetimefield_value(change_set.at),
        "changed_by_id": change_set.by_id,
        "change_set_id": change_set.pk,
    }
    filled = ["ref", *_filled(stored)]
    added = insert_new(job, model, filled, {**_rest(model, {*filled, *authorship}), **authorship})
    in_file = [c for c in stored if c.name in job.layout["set"]]
    changed = update_changed(job, model, _filled(in_file), authorship)
    history = write_history(model, change_set, first=True)
    if (added, changed, history) != (counts["added"], counts["changed"], added + changed):
        raise ReceiptDoesNotAddUp(f"{job}: {added} + {changed}, history {history}, {counts}")


def _filled(columns: Iterable[Column]) -> list[str]:
    """The columns of the table that these columns of the dataset fill."""
    return [
        name
        for column in columns
        for name in (column.lookup.stores if column.lookup else (column.name,))
    ]


def _rest(model: Any, filled: set[str]) -> dict[str, Any]:
    """Columns of a new row that no column of the file fills, with their defaults."""
    return {
        field.column: field.get_db_prep_save(field.get_default(), connection)
        for field in model._meta.concrete_fields
        if not field.primary_key and field.column not in filled
    }


def _hold_still(dataset: Dataset, reader: Reader) -> None:
    """Have nobody move what the rows name (regions) while they are stored.

    Whoever moves a region then finds the new rows and takes them along. SQLite has one writer.
    """
    if connection.vendor != "postgresql":
        return
    lookups = [column.lookup for column in dataset.fields.values() if column.lookup]
    tables = {lookup.current(reader).model._meta.db_table for lookup in lookups}
    with connection.cursor() as cursor:
        for table in sorted(tables - {dataset.model._meta.db_table}):
            cursor.execute(f"LOCK TABLE {connection.ops.quote_name(table)} IN SHARE MODE")


def _refuse_stale(job: ImportJob, dataset: Dataset, reader: Reader) -> int:
    """Refuse the rows that are no longer what the preview showed; returns how many."""
    rows: Any = dataset.model._default_manager
    key = next(c.name for c in dataset.fields.values() if c.key)
    fault = [{"column": key, "kind": "changed_since_preview", "params": {}}]
    new, changed = job.rows.filter(kind=RowKind.NEW), job.rows.filter(kind=RowKind.CHANGED)
    same = rows.writable_by(reader).filter(
        pk=OuterRef("target_id"), version=OuterRef("seen_version")
    )
    holder = rows.filter((key, OuterRef("key")))
    stale = [
        changed.filter(~Exists(same)),
        new.filter(Exists(holder)),
        changed.filter(Exists(holder.exclude(pk=OuterRef("target_id")))),
    ]
    # Rows without a key of their own: what they look like may have come in since.
    keyless = new.annotate(issued=KT(f"payload__{key}")).exclude(key=F("issued"))
    if likenesses := set(keyless.values_list("key", flat=True)):
        known = dataset.known_likenesses(likenesses).keys() & likenesses
        stale.append(new.filter(key__in=known))
    for column in dataset.fields.values():
        if column.lookup:
            current = column.lookup.current(reader)
            stale.append(_without_its_find(new, column.lookup, current))
            if column.name in job.layout["set"]:
                touched = changed.filter(changes__has_key=column.name)
                stale.append(_without_its_find(touched, column.lookup, current))
                # What was not touched may be named no more (a region that is retired), but where
                # it lies is stored again: it must lie there still.
                anywhere = current.model._default_manager.all()
                stale.append(_without_its_find(changed, column.lookup, anywhere))
    return sum(some.update(kind=RowKind.REFUSED, faults=fault) for some in stale)


def _without_its_find(
    rows: models.QuerySet[Any], lookup: Lookup, finds: models.QuerySet[Any]
) -> models.QuerySet[Any]:
    """Rows whose look-up would no longer find the same (a region that moved or left the area)."""
    stored: dict[str, Any] = {}
    same: dict[str, Any] = {}
    for position, (name, field) in enumerate(lookup.stores.items()):
        value = KT(f"payload__{name}")
        stored[f"stored_{position}"] = Cast(value, BigIntegerField()) if field == "pk" else value
        same[field] = OuterRef(f"stored_{position}")
    return rows.annotate(**stored).filter(~Exists(finds.filter(**same)))
