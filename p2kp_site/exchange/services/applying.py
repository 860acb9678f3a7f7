"""Store a confirmed import: one short transaction, set-based, all or nothing.

The transaction holds the job's row from its first statement and moves it to *done* in its last,
so that a killed worker leaves either everything or nothing, and nobody stores twice.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, models, transaction
from django.db.models import BigIntegerField, Exists, F, OuterRef
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone

from p2kp_site.exchange.columns import Column, Link
from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.lookups import RecordLookup
from p2kp_site.exchange.models import ImportJob
from p2kp_site.exchange.models.imports import ImportState, RowKind
from p2kp_site.exchange.registry import dataset_named
from p2kp_site.exchange.services.checking import count_rows
from p2kp_site.exchange.services.leases import Lease
from p2kp_site.exchange.services.own_links import refuse_orphans, settle_own_links
from p2kp_site.exchange.services.preview_sql import insert_new, quote, update_changed
from p2kp_site.exchange.services.spreads import store_spreads
from p2kp_site.exchange.services.totals import count_totals, tables_of_totals
from p2kp_site.foundation.closing import ClosingRecord
from p2kp_site.foundation.history import write_history
from p2kp_site.foundation.models.change_sets import ChangeSet, Door, open_change_set
from p2kp_site.foundation.reader import Reader, reader_for
from p2kp_site.foundation.signoffs import SignedForm

MANY_ROWS = 1_000


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
    _refuse_without_rights(job, dataset, reader)
    try:
        with transaction.atomic():
            lease.beat(done=0, total=job.added + job.changed, now=True)
            _hold_still(dataset, reader)
            stale = _refuse_stale(job, dataset, reader)
            if job.layout.get("premises", "") != dataset.premises():
                raise ChangedSincePreview(job.added + job.changed)
            if stale and not job.partial:
                raise ChangedSincePreview(stale)
            counts = count_rows(job)
            change_set = open_change_set(
                by=job.owner, at=at, door=Door.IMPORT, why=f"{job.file_name} (#{job.pk})"
            )
            _store(job, dataset, change_set, counts)
            lease.settle(ImportState.DONE, change_set=change_set, **counts)
    except ChangedSincePreview as error:
        _read_again(lease, error.args[0])
    except IntegrityError as error:
        # Somebody else stored the same in this very moment, if it can be seen now.
        with transaction.atomic():
            stale = _refuse_stale(job, dataset, reader)
            transaction.set_rollback(True)
        if not stale and any(name in str(error) for name in dataset.contested):
            stale = job.added + job.changed
        if not stale:
            raise
        _read_again(lease, stale)


def _refuse_without_rights(job: ImportJob, dataset: Dataset, reader: Reader) -> None:
    """The person may do still what the preview says."""
    verbs = {"import": True, "add": job.added, "change": job.changed}
    needed = [dataset.right(verb) for verb, done in verbs.items() if done]
    if not all(map(reader.may, needed)) or reader.area is None:
        raise PermissionDenied(job.dataset)


def _read_again(lease: Lease[ImportJob], rows: int) -> None:
    failure = {"kind": "changed_since_preview", "params": {"rows": rows}}
    lease.settle(ImportState.QUEUED, failure=failure, woken_at=None, attempts=0)


def _store(job: ImportJob, dataset: Dataset, change_set: ChangeSet, counts: dict[str, int]) -> None:
    model: Any = dataset.model
    authorship: dict[str, Any] = {
        "changed_at": connection.ops.adapt_datetimefield_value(change_set.at),
        "changed_by_id": change_set.by_id,
        "change_set_id": change_set.pk,
    }
    in_file = [dataset.fields[name] for name in job.layout["set"]]
    filled = ["ref", *_filled(dataset, dict.fromkeys([*in_file, *dataset.key_columns]))]
    filled += dataset.implied
    if issubclass(model, SignedForm) and counts["changed"]:
        model._default_manager.filter(pk__in=_targets(job)).reopen()
    # Changes first: a new row may take what an old one gives up, such as being the final election.
    changed = update_changed(job, model, _filled(dataset, in_file), authorship)
    added = insert_new(job, model, filled, {**_rest(model, {*filled, *authorship}), **authorship})
    settle_own_links(job, dataset)
    _carry_below(job, dataset)
    dataset.follow(change_set)
    history = write_history(model, change_set, first=True)
    brought = {column.spread for column in in_file}
    for spreads in dataset.spreads_by_model:
        if stored := [spread for spread in spreads if spread in brought]:
            store_spreads(job, model, stored, change_set, authorship)
    count_totals(dataset, change_set)
    if dataset.part_of:
        touch_parents(dataset, change_set)
    if (added, changed, history) != (counts["added"], counts["changed"], added + changed):
        raise ReceiptDoesNotAddUp(f"{job}: {added} + {changed}, history {history}, {counts}")
    if added >= MANY_ROWS:
        _take_stock(model)


def _take_stock(model: type[models.Model]) -> None:
    """Let PostgreSQL know at once how large a table became.

    Until it looks by itself, it plans the next act over all these rows, or the same file again,
    for the small table that it remembers, and loops where it should join.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {quote(model._meta.db_table)}")


def _targets(job: ImportJob) -> models.QuerySet[Any]:
    """The rows of the table that the preview changes."""
    return job.rows.filter(kind=RowKind.CHANGED).values("target_id")


def _carry_below(job: ImportJob, dataset: Dataset) -> None:
    """What lies below rows that moved follows them."""
    for link in dataset.all_links.values():
        if "area" in link.lookup.stores and link.own[0] in job.layout["set"]:
            moved = job.rows.filter(kind=RowKind.CHANGED, changes__has_any_keys=link.columns)
            if keys := list(moved.values_list("target_id", flat=True)):
                # A method of our query sets.
                dataset.model._default_manager.filter(pk__among=keys).carry_below()  # type: ignore[attr-defined]


def touch_parents(dataset: Dataset, change_set: ChangeSet) -> None:
    """What rows are part of has changed with them: it is a new version, and loses its sign-offs."""
    field = dataset.model._meta.get_field(dataset.part_of)
    parents: Any = field.related_model
    written = dataset.model._default_manager.filter(change_set=change_set)
    # A column, no relation from elsewhere.
    rows = parents._default_manager.filter(pk__in=written.values(field.attname))  # type: ignore[union-attr]
    if issubclass(parents, SignedForm):
        rows.reopen()
    rows.update(change_set=change_set)


def _filled(dataset: Dataset, columns: Iterable[Column]) -> list[str]:
    """The columns of the table that these columns of the dataset fill."""
    filled: dict[str, None] = {}
    for column in columns:
        if link := dataset.link_of(column.name):
            filled |= dict.fromkeys(link.lookup.stores)
        elif dataset.is_direct(column):
            filled[column.name] = None
    return list(filled)


def _rest(model: Any, filled: set[str]) -> dict[str, Any]:
    """Columns of a new row that no column of the file fills, with their defaults."""
    return {
        field.column: field.get_db_prep_save(field.get_default(), connection)
        for field in model._meta.concrete_fields
        if not field.primary_key and field.column not in filled
    }


def _hold_still(dataset: Dataset, reader: Reader) -> None:
    """Have nobody move what the rows name (regions, boards) while they are stored.

    Whoever moves a region then finds the new rows and takes them along. SQLite has one writer.
    """
    if connection.vendor != "postgresql":
        return
    lookups = [link.lookup for link in dataset.all_links.values()]
    tables = {lookup.current(reader).model._meta.db_table for lookup in lookups}
    # Whoever holds a row whose total is moved here would wait for us, and we for them.
    moved = tables_of_totals(dataset)
    with connection.cursor() as cursor:
        for table in sorted((tables | moved) - {dataset.model._meta.db_table}):
            mode = "EXCLUSIVE" if table in moved else "SHARE"
            cursor.execute(f"LOCK TABLE {quote(table)} IN {mode} MODE")


def _refuse_stale(job: ImportJob, dataset: Dataset, reader: Reader) -> int:
    """Refuse the rows that are no longer what the preview showed; returns how many."""
    rows: Any = dataset.model._default_manager
    key = dataset.key_columns[0].name
    fault = [{"column": key, "kind": "changed_since_preview", "params": {}}]
    new, changed = job.rows.filter(kind=RowKind.NEW), job.rows.filter(kind=RowKind.CHANGED)
    same = rows.writable_by(reader).filter(
        pk=OuterRef("target_id"), version=OuterRef("seen_version")
    )
    if issubclass(dataset.model, ClosingRecord):
        same = same.filter(dataset.model.open_rows)
    if issubclass(dataset.model, SignedForm):
        same = same.filter(signoff=OuterRef("seen_signoff"))
    stale = [changed.filter(~Exists(same))]
    values, holder = _in_payload(dataset.model, dataset.key_stores)
    stale.append(new.annotate(**values).filter(Exists(rows.filter(**holder))))
    others = rows.filter(**holder).exclude(pk=OuterRef("target_id"))
    stale.append(changed.annotate(**values).filter(Exists(others)))
    if any(column["field"] == "ref" for column in job.layout["columns"]):
        came_back = rows.filter(ref=OuterRef("came_ref"))
        stale.append(new.annotate(came_ref=KT("payload__ref")).filter(Exists(came_back)))
    if dataset.issues_keys:
        # Rows without a key of their own: what they look like may have come in since.
        keyless = new.annotate(issued=KT(f"payload__{key}")).exclude(key=F("issued"))
        if likenesses := set(keyless.values_list("key", flat=True)):
            known = dataset.known_likenesses(likenesses).keys() & likenesses
            stale.append(new.filter(key__in=known))
    stale += _stale_by_links(job, dataset, reader)
    refused = sum(some.update(kind=RowKind.REFUSED, faults=fault) for some in stale)
    return refused + refuse_orphans(job, dataset)


def _stale_by_links(
    job: ImportJob, dataset: Dataset, reader: Reader
) -> Iterator[models.QuerySet[Any]]:
    """Rows that name something which they might not name any more."""
    new, changed = job.rows.filter(kind=RowKind.NEW), job.rows.filter(kind=RowKind.CHANGED)
    for link in dataset.all_links.values():
        current = link.lookup.current(reader)
        yield _without_its_find(new, dataset, link, current)
        if link.own[0] in job.layout["set"]:
            touched = changed.filter(changes__has_any_keys=link.columns)
            yield _without_its_find(touched, dataset, link, current)
            # What was not touched may be named no more (a region that is retired), but where
            # it lies is stored again: it must lie there still.
            anywhere = current.model._default_manager.all()
            yield _without_its_find(changed, dataset, link, anywhere)
        if isinstance(link.lookup, RecordLookup) and link.lookup.open_when is not None:
            still_open = link.lookup.still_open()
            yield _without_its_find(new, dataset, link, still_open)
            if link.key == dataset.part_of:
                rows = dataset.model._default_manager.filter(pk=OuterRef("target_id"))
                parent = link.key.removesuffix("_id")
                inside = rows.filter((f"{parent}__in", still_open.values("pk")))
                yield changed.filter(~Exists(inside))


def _in_payload(model: Any, columns: Iterable[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a preview row would store in these columns, as annotations and as a condition."""
    values: dict[str, Any] = {}
    same: dict[str, Any] = {}
    for position, name in enumerate(columns):
        field: Any = model._meta.get_field(name)
        kind = field.target_field if field.is_relation else field
        text = isinstance(kind, models.CharField | models.TextField)
        value = KT(f"payload__{name}")
        values[f"kept_{position}"] = value if text else Cast(value, _plain(kind))
        same[field.attname] = OuterRef(f"kept_{position}")
    return values, same


def _plain(field: Any) -> Any:
    return models.DateField() if isinstance(field, models.DateField) else BigIntegerField()


def _without_its_find(
    rows: models.QuerySet[Any], dataset: Dataset, link: Link, finds: models.QuerySet[Any]
) -> models.QuerySet[Any]:
    """Rows whose look-up would no longer find the same (a region that moved or left the area)."""
    stores = link.lookup.stores
    values, same = _in_payload(dataset.model, stores)
    found = dict(zip(stores.values(), same.values(), strict=True))
    rows = rows.annotate(kept=KT(f"payload__{link.key}"), **values).filter(kept__isnull=False)
    rows = rows.exclude(kept="null")  # as SQLite says it
    return rows.filter(~Exists(finds.filter(**found)))
