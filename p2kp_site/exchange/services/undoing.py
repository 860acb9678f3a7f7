"""Undo a finished import: added rows go, changed rows become what they were, by its change set."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, UniqueConstraint

from p2kp_site.exchange.columns import Spread
from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.lookups import RecordLookup
from p2kp_site.exchange.models import ImportJob
from p2kp_site.exchange.models.imports import ImportState
from p2kp_site.exchange.registry import dataset_named
from p2kp_site.exchange.services.applying import touch_parents
from p2kp_site.exchange.services.imports import NotNow
from p2kp_site.exchange.services.preview_sql import quote
from p2kp_site.exchange.services.totals import count_totals
from p2kp_site.foundation.history import write_history
from p2kp_site.foundation.models.change_sets import ChangeSet, Door, open_change_set
from p2kp_site.foundation.reader import Reader


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What an undo did: rows removed, rows put back, and rows that had moved on and were left."""

    removed: int
    restored: int
    kept: int


def undo_import(*, job: ImportJob, by: Reader, at: datetime, why: str = "") -> UndoReport:
    """Take back what an import did, except where somebody went on from it.

    A row that was edited or signed since, or that others refer to by now, stays as it is and is
    counted as kept. Raises NotNow when the import is not done (any more) or when others built on
    the totals that it moved, PermissionDenied for a stranger.
    """
    try:
        return _undo(job, by, at, why)
    except IntegrityError as error:
        if any(name in str(error) for name in dataset_named(job.dataset).contested):
            job.refresh_from_db()
            raise NotNow("built_upon", job) from error
        raise


def _undo(job: ImportJob, by: Reader, at: datetime, why: str) -> UndoReport:
    dataset = dataset_named(job.dataset)(by)
    if by.user is None or not by.may(dataset.right("import")):
        raise PermissionDenied(str(job))
    if not ImportJob.objects.visible_to(by).filter(pk=job.pk).exists():
        raise PermissionDenied(str(job))
    with transaction.atomic():
        change_set = open_change_set(
            by=by.user, at=at, door=Door.UNDO, why=why or f"{job.file_name} (#{job.pk})"
        )
        moved = ImportJob.objects.filter(pk=job.pk, state=ImportState.DONE).update(
            state=ImportState.UNDONE, undo_change_set=change_set
        )
        if not moved:
            job.refresh_from_db()
            raise NotNow("moved_on", job)
        model: Any = dataset.model
        untouched = model._default_manager.writable_by(by).filter(change_set=job.change_set)
        untouched = _of_what_is_open(untouched, dataset, job)
        removed = gone = _remove_from(dataset, untouched.filter(version=1), change_set)
        while gone and dataset.own_links:
            # Of rows that name each other, the last is free first.
            gone = _remove_from(dataset, untouched.filter(version=1), change_set)
            removed += gone
        before = untouched.filter(version__gt=1)
        _undo_cells(dataset, before, job.change_set, change_set)
        restored = _restore(model, before, change_set)
        count_totals(dataset, change_set)
        if dataset.part_of:
            touch_parents(dataset, change_set)
    job.refresh_from_db()
    return UndoReport(removed, restored, job.added + job.changed - removed - restored)


def _of_what_is_open(rows: QuerySet[Any], dataset: Dataset, job: ImportJob) -> QuerySet[Any]:
    """Of these rows those whose parents take writes still, or have not been touched since."""
    link = dataset.all_links.get(dataset.part_of)
    if link is None or not isinstance(link.lookup, RecordLookup):
        return rows
    parents = link.lookup.model._default_manager
    standing = parents.filter(change_set=job.change_set).values("pk")
    parent = link.key.removesuffix("_id")
    return rows.filter(
        Q((f"{parent}__in", standing)) | Q((f"{parent}__in", link.lookup.still_open().values("pk")))
    )


def _authorship(change_set: ChangeSet) -> dict[str, Any]:
    return {
        "change_set": change_set,
        "changed_by_id": change_set.by_id,
        "changed_at": change_set.at,
    }


def _restore(model: Any, rows: QuerySet[Any], change_set: ChangeSet) -> int:
    """Put the values of the version before back, as a new version, in one statement.

    Where another row has taken the old key since, the row stays as it is.
    """
    history = model.history.model
    kept = {"id", "ref", "version", "changed_at", "changed_by_id", "change_set_id"}
    kept |= {model._meta.get_field(name).column for name in model.guarded}
    columns = [f.column for f in history.tracked_fields if f.column not in kept]
    table = quote(model._meta.db_table)
    ids, params = rows.values("pk").query.sql_with_params()
    free, more = _results_are_free(model, table)
    assignments = "".join(f"{quote(c)} = h.{quote(c)}, " for c in columns)
    sql = (
        f"UPDATE {table} SET {assignments}version = {table}.version + 1,"
        f" changed_at = %s, changed_by_id = %s, change_set_id = %s"
        f" FROM {quote(history._meta.db_table)} h"
        f" WHERE h.id = {table}.id AND h.version = {table}.version - 1 AND h.history_type <> '-'"
        f" AND {table}.id IN ({ids}) AND {table}.version > 1"
        f"{_keys_are_free(model, table, columns)}{free}"
    )
    at = connection.ops.adapt_datetimefield_value(change_set.at)
    with connection.cursor() as cursor:
        cursor.execute(sql, [at, change_set.by_id, change_set.pk, *params, *more])
        restored = cursor.rowcount
    written = model._default_manager.filter(change_set=change_set)
    written.rederive()
    written.carry_below()
    write_history(model, change_set)
    return restored


def _keys_are_free(model: Any, table: str, columns: Sequence[str]) -> str:
    """SQL: no other row of the table holds a unique value that the history row `h` brings back."""
    fields = model._meta.concrete_fields
    keys = [[f.column] for f in fields if f.unique and f.column in columns]
    keys += [
        [model._meta.get_field(name).column for name in constraint.fields]
        for constraint in model._meta.total_unique_constraints
    ]
    return "".join(
        f" AND NOT EXISTS (SELECT 1 FROM {table} o WHERE o.id <> {table}.id AND {same})"
        for same in (" AND ".join(f"o.{quote(c)} = h.{quote(c)}" for c in key) for key in keys)
    )


def _results_are_free(model: Any, table: str) -> tuple[str, list[Any]]:
    """The same, of what is unique under a condition only, such as the final election of a term."""
    parts, params = "", []
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.condition:
            columns = [model._meta.get_field(name).column for name in constraint.fields]
            same = " AND ".join(f"o.{quote(c)} = h.{quote(c)}" for c in columns)
            back, now = (
                rows.filter(constraint.condition).values("pk").query.sql_with_params()
                for rows in (model.history.model.objects.all(), model._default_manager.all())
            )
            parts += (
                f" AND NOT (h.history_id IN ({back[0]}) AND EXISTS (SELECT 1 FROM {table} o"
                f" WHERE o.id <> {table}.id AND {same} AND o.id IN ({now[0]})))"
            )
            params += [*back[1], *now[1]]
    return parts, params


def _remove_from(dataset: Dataset, rows: Any, change_set: ChangeSet) -> int:
    """Delete rows that nothing refers to, and take them off the totals that they had moved."""
    off = (lambda: count_totals(dataset, change_set, gone=True)) if dataset.totals else None
    return _remove(dataset.model, rows, change_set, dataset.spreads, off)


def _remove(
    model: Any,
    rows: Any,
    change_set: ChangeSet,
    spreads: Sequence[Spread] = (),
    beforehand: Callable[[], None] | None = None,
) -> int:
    """Delete added rows that nothing refers to; their history says who took them back."""
    own = {spread.model for spread in spreads}
    for relation in model._meta.related_objects:
        if relation.related_model in own:
            continue
        referring = relation.related_model._default_manager.filter(
            (relation.field.name, OuterRef("pk"))
        )
        rows = rows.filter(~Exists(referring))
    rows.stamp(**_authorship(change_set))
    gone = model._default_manager.filter(change_set=change_set)
    for spread in spreads:
        _remove(spread.model, _cells(spread, gone), change_set)
    write_history(model, change_set, deleted=True)
    if beforehand:
        beforehand()
    return int(gone._raw_delete(gone.db))


def _undo_cells(dataset: Dataset, rows: Any, done: Any, change_set: ChangeSet) -> None:
    """Make the spread cells of rows what they were before an import, where nobody touched them."""
    # The cells in one table are known by their parent, whichever spread they belong to.
    spreads = [several[0] for several in dataset.spreads_by_model]
    for spread in spreads:
        # Before anything is put back: what is removed is known by the change set of the undo.
        cells = _cells(spread, rows).filter(change_set=done)
        _remove(spread.model, cells.filter(version=1), change_set)
    for spread in spreads:
        _put_back(spread, rows, done, change_set)


def _cells(spread: Spread, rows: QuerySet[Any]) -> Any:
    """The rows that hold the spread cells of these rows."""
    return spread.model._default_manager.filter((f"{spread.parent}__in", rows.values("pk")))


def _put_back(spread: Spread, rows: QuerySet[Any], done: Any, change_set: ChangeSet) -> None:
    """Put the spread cells back that an import changed or emptied, where nobody touched the row."""
    model: Any = spread.model
    history = model.history.model
    cells = _cells(spread, rows).filter(change_set=done)
    _restore(model, cells.filter(version__gt=1), change_set)
    table, past = quote(model._meta.db_table), quote(history._meta.db_table)
    parent = quote(model._meta.get_field(spread.parent).column)
    columns = [field.column for field in history.tracked_fields]
    now = {"change_set_id", "changed_at", "changed_by_id", "version"}
    values = ["%s" if c in now - {"version"} else f"h.{quote(c)}" for c in columns]
    values = [
        "h.version + 1" if c == "version" else v for c, v in zip(columns, values, strict=True)
    ]
    at = connection.ops.adapt_datetimefield_value(change_set.at)
    given = {"changed_at": at, "changed_by_id": change_set.by_id, "change_set_id": change_set.pk}
    ids, params = rows.values("pk").query.sql_with_params()
    sql = (
        f"INSERT INTO {table} ({', '.join(map(quote, columns))}) SELECT {', '.join(values)}"
        f" FROM {past} h WHERE h.history_type = '-' AND h.change_set_id = %s"
        f" AND h.{parent} IN ({ids})"
        f" AND NOT EXISTS (SELECT 1 FROM {table} c WHERE c.id = h.id)"
    )
    said = [given[c] for c in columns if c in given]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*said, done.pk, *params])
    write_history(model, change_set)
