"""Check an imported file: read it slice by slice into the preview, with a beat between slices."""

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import BigIntegerField, Count, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone

from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.faults import advice_headings
from p2kp_site.exchange.models import ImportJob, ImportRow
from p2kp_site.exchange.models.imports import ImportState, RowKind
from p2kp_site.exchange.reading import Table, UnusableFile, open_table
from p2kp_site.exchange.reading.ordinals import read_ordinal
from p2kp_site.exchange.registry import dataset_named
from p2kp_site.exchange.services.leases import Lease
from p2kp_site.exchange.services.own_links import refuse_orphans
from p2kp_site.exchange.services.preview_sql import refuse_repeated, settle_statistics
from p2kp_site.exchange.services.staging import Staging
from p2kp_site.foundation.reader import reader_for
from p2kp_site.foundation.signoffs import SIGNED, SignedForm

SLICE = 5_000


def check_import(lease: Lease[ImportJob]) -> None:
    """Read the file of an import into its preview and settle it as checked.

    Settles it as `mapping` when a column is unknown. Raises UnusableFile when the file is.
    A check that died is begun again from the first row.
    """
    job = lease.job
    reader = reader_for(job.owner, on=timezone.localdate(lease.clock()))
    dataset = dataset_named(job.dataset)(reader)
    if not reader.may(dataset.right("import")) or reader.area is None:
        raise PermissionDenied(job.dataset)
    # Whatever is written into the preview stands in one transaction with a beat: who lost the job
    # writes nothing into the preview of the worker that has it now.
    with transaction.atomic():
        lease.beat(done=0, now=True)
        ImportRow.objects.filter(job=job).delete()
    with _open(job, dataset) as table:
        layout = _layout(job, table, dataset.premises())
        _refuse_hidden_columns(dataset, table)
        _refuse_stages_side_by_side(dataset, table)
        staging = Staging(
            job_id=job.pk,
            dataset=dataset,
            columns=table.columns,
            reader=reader,
            texts=table.encoding is not None,
        )
        layout["set"] = [column.name for column in staging.shape.set_columns]
        read, blank = (0, 0) if table.unknown else _fill_preview(lease, table, staging)
        # Asked again: a value far down in a column without heading is only met while reading.
        layout |= _columns_of(table)
        layout["notes"] = [{"kind": n.kind, "params": n.params} for n in table.notes]
    with transaction.atomic():
        lease.beat(done=read, now=True)
        if layout["unknown"]:
            lease.settle(ImportState.MAPPING, layout=layout)
            return
        # Only by references can two rows of different keys mean one row of the table.
        by_ref = any(column.name == "ref" for column in staging.shape.columns)
        for same in ("key", "target_id") if by_ref else ("key",):
            refuse_repeated(job, same, column=staging.dataset.key_columns[0].name)
        refuse_orphans(job, staging.dataset)
        counts = count_rows(job)
        layout["notes"] += _lost_signoffs(job, staging.dataset)
        lease.settle(ImportState.CHECKED, layout=layout, read=read, blank=blank, **counts)


def _lost_signoffs(job: ImportJob, dataset: Dataset) -> list[dict[str, Any]]:
    """Notes of how many rows, and records that they are part of, lose their sign-offs."""
    signed = job.rows.filter(kind=RowKind.CHANGED, seen_signoff__in=SIGNED)
    lost = {"rows": signed.count(), "parents": _signed_parents(job, dataset)}
    return [{"kind": f"signed_{what}", "params": {"count": n}} for what, n in lost.items() if n]


def _signed_parents(job: ImportJob, dataset: Dataset) -> int:
    """How many records lose their sign-offs because rows that are part of them change."""
    if not dataset.part_of:
        return 0
    field: Any = dataset.model._meta.get_field(dataset.part_of)
    if not issubclass(field.related_model, SignedForm):
        return 0
    new = job.rows.filter(kind=RowKind.NEW)
    named = new.annotate(part_of=Cast(KT(f"payload__{dataset.part_of}"), BigIntegerField()))
    targets = job.rows.filter(kind=RowKind.CHANGED).values("target_id")
    held = dataset.model._default_manager.filter(pk__in=targets).values(field.attname)
    signed = field.related_model._default_manager.filter(signoff__in=SIGNED)
    return int(signed.filter(Q(pk__in=named.values("part_of")) | Q(pk__in=held)).count())


def _fill_preview(lease: Lease[ImportJob], table: Table, staging: Staging) -> tuple[int, int]:
    """Read all slices into the preview; returns the rows read, and the blank ones among them."""
    read = blank = 0
    lease.beat(done=0, total=table.row_estimate, now=True)
    for rows in table.slices(SLICE):
        read += len(rows)
        blank += sum(row.kind == "blank" for row in rows)
        with _collecting_later(), transaction.atomic():
            staging.stage(rows)
            lease.beat(done=read, now=True)
    settle_statistics(read)
    return read, blank


@contextmanager
def _collecting_later() -> Iterator[None]:
    """A slice makes hundreds of thousands of objects and no circle of them: looking for circles
    again and again meanwhile takes an eighth of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _open(job: ImportJob, dataset: Dataset) -> Table:
    """The table in the file, with the decisions about columns that the owner made before."""
    headings, path = dataset.headings(), job.file.path
    # The column of advice in a file of refused rows that comes back corrected.
    advice: dict[str, str | None] = dict.fromkeys(advice_headings())
    table = open_table(
        path, name=job.file_name, headings=headings, mapping={**advice, **job.mapping}
    )
    if table.unknown and not job.mapping:
        before = (
            ImportJob.objects.filter(owner=job.owner, dataset=job.dataset, pk__lt=job.pk)
            .filter(layout__shape=_shape(table))
            .exclude(mapping={})
            .order_by("-pk")
            .first()
        )
        if before:
            table.close()
            job.mapping = before.mapping
            ImportJob.objects.filter(pk=job.pk).update(mapping=job.mapping)
            mapping = {**advice, **job.mapping}
            return open_table(path, name=job.file_name, headings=headings, mapping=mapping)
    return table


def _shape(table: Table) -> str:
    """The headings of a file in their order, as a fingerprint: offices use one form for years."""
    headings = {c.letter: c.heading for c in table.columns}
    headings |= {u.letter: u.heading for u in table.unknown}
    ordered = sorted(headings.items(), key=lambda item: (len(item[0]), item[0]))
    return hashlib.sha256(repr(ordered).encode()).hexdigest()


def count_rows(job: ImportJob) -> dict[str, int]:
    """How many rows of the preview are of each kind, named as on the receipt."""
    found = dict(job.rows.order_by().values_list("kind").annotate(n=Count("pk")))
    return {
        "added": found.get(RowKind.NEW, 0),
        "changed": found.get(RowKind.CHANGED, 0),
        "unchanged": found.get(RowKind.UNCHANGED, 0),
        "refused": found.get(RowKind.REFUSED, 0),
        "skipped": found.get(RowKind.SKIPPED, 0),
    }


def _layout(job: ImportJob, table: Table, premises: str) -> dict[str, Any]:
    """What was found in the file, as the job's page tells it."""
    same = (
        ImportJob.objects.filter(
            sha256=job.sha256,
            dataset=job.dataset,
            owner=job.owner,
            state=ImportState.DONE,
            pk__lt=job.pk,
        )
        .order_by("pk")
        .first()
    )
    return {
        "shape": _shape(table),
        "sheet": table.sheet,
        "header_rows": list(table.header_rows),
        "premises": premises,
        "same_as": same.pk if same else None,
    }


def _columns_of(table: Table) -> dict[str, Any]:
    return {
        "columns": [
            {"index": c.index, "letter": c.letter, "heading": c.heading, "field": c.field}
            for c in table.columns
        ],
        "unknown": [
            {
                "key": u.key,
                "letter": u.letter,
                "heading": u.heading,
                "suggestions": list(u.suggestions),
            }
            for u in table.unknown
        ],
    }


def _refuse_hidden_columns(dataset: Dataset, table: Table) -> None:
    """A column that the person may not see may not come in either."""
    seen = {column.name for column in dataset.columns}
    for column in table.columns:
        if column.field and column.field not in seen:
            raise UnusableFile("forbidden_column", heading=column.heading)


def _refuse_stages_side_by_side(dataset: Dataset, table: Table) -> None:
    """A form with columns for each stage (`Tahap I`, `Tahap II`): a row of it means several, and no
    answer about its columns makes them rows."""
    present = {column.field for column in table.columns}
    absent = [c for c in dataset.columns if c.required and c.name not in present]
    staged = [column for column in absent if column.read_as == "ordinal"]
    if not staged or "ref" in present:
        return
    firsts = [" ".join(unknown.heading.split()[:2]) for unknown in table.unknown]
    named = [text for text in firsts if text[:1].isalpha()]
    stages = dict.fromkeys(text for text in named if isinstance(read_ordinal(text), int))
    if len(stages) > 1:
        column = str(staged[0].heading)
        raise UnusableFile("stages_side_by_side", column=column, headings=", ".join(stages))
