"""Write an export: the rows that its owner sees now, streamed from the database into one file."""

import json
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.models import ExportJob
from p2kp_site.exchange.models.exports import ExportFormat, ExportState
from p2kp_site.exchange.registry import dataset_named
from p2kp_site.exchange.services.dictionary import column_meaning, passport_rows, schema_of
from p2kp_site.exchange.services.export_sql import cell_expressions, copy_csv
from p2kp_site.exchange.services.imports import NotNow
from p2kp_site.exchange.services.leases import Lease
from p2kp_site.exchange.writing.atomic import HashedFile, atomic_file
from p2kp_site.exchange.writing.csv_files import BYTE_ORDER_MARK, write_csv
from p2kp_site.exchange.writing.xlsx_files import Sheet, SheetColumn, write_xlsx
from p2kp_site.foundation.reader import Reader, reader_for

_FETCH = 2_000
SHEET_KINDS: dict[str, Any] = {
    "date": "date",
    "count": "number",
    "ordinal": "number",
    "year": "year",
    "decimal": "number",
    "area_ha": "number",
    "rupiah": "rupiah",
}
TEXT_KINDS = frozenset({"text", "name", "long_text", "code", "ref", "phone", "region_code"})


def start_export(
    *,
    reader: Reader,
    dataset: str,
    format: str,
    filters: dict[str, Any],
    language: str,
    at: datetime,
) -> ExportJob:
    """Queue an export of the rows that a filter shows.

    Raises PermissionDenied without the right to export, UnusableFilter for a filter that nobody
    knows: it is asked here already, where a person can still correct it.
    """
    kind = dataset_named(dataset)
    if not reader.may(kind.right("export")) or reader.area is None or reader.user is None:
        raise PermissionDenied(dataset)
    kind.filterset_class(filters, kind(reader).rows(), reader=reader).rows()
    return ExportJob.objects.create(
        dataset=dataset,
        owner=reader.user,
        area=reader.area,
        language=language,
        created_at=at,
        format=format,
        filters=filters,
    )


def cancel_export(*, job: ExportJob, by: Reader, at: datetime) -> None:
    """Give an export up: at once where it waits, at the next beat where a worker writes it.

    Raises NotNow when it is over already.
    """
    if by.user is None or job.owner_id != by.user.pk:
        raise PermissionDenied(str(job))
    row = ExportJob.objects.filter(pk=job.pk)
    waiting = row.filter(state=ExportState.QUEUED)
    if not waiting.update(state=ExportState.CANCELLED, finished_at=at):
        asked = row.filter(state=ExportState.RUNNING).update(cancel_requested=True)
        if not asked:
            raise NotNow("moved_on", job)
    job.refresh_from_db()


def write_export(lease: Lease[ExportJob]) -> None:
    """Write the file of an export and settle it as done, with rows, size and checksum."""
    job, at = lease.job, lease.clock()
    reader = reader_for(job.owner, on=timezone.localdate(at))
    dataset = dataset_named(job.dataset)(reader)
    if not reader.may(dataset.right("export")) or reader.area is None:
        raise PermissionDenied(job.dataset)
    filterset = dataset.filterset_class(job.filters, dataset.rows(), reader=reader)
    rows = filterset.rows()
    format_ = ExportFormat(job.format)
    lease.beat(done=0, now=True)
    place = _own_place(job)
    folder = Path(settings.MEDIA_ROOT) / place
    name = f"{slugify(job.dataset)}-{timezone.localdate(at):%Y%m%d}-{job.pk}.{format_.suffix}"
    export = _Writer(lease, dataset, rows, filterset.in_words(), at)
    with atomic_file(folder / name) as file:
        count = export.xlsx(file) if format_ == ExportFormat.XLSX else export.csv(file, format_)
    dictionary = ""
    if format_ != ExportFormat.XLSX:
        dictionary = f"{name.removesuffix('.csv')}.schema.json"
        schema = schema_of(dataset, filterset.in_words(), job, at, count)
        (folder / dictionary).write_text(json.dumps(schema, ensure_ascii=False, indent=2))
    with transaction.atomic():
        lease.beat(done=count, now=True)
        lease.settle(
            ExportState.DONE,
            row_count=count,
            size=file.size,
            sha256=file.hexdigest(),
            file=f"{place}/{name}",
            columns=[c.name for c in dataset.columns],
            dictionary=dictionary and f"{place}/{dictionary}",
        )


def _own_place(job: ExportJob) -> str:
    """A folder for this attempt alone, since a worker taken for dead may still be writing.

    What attempts before it left is taken away.
    """
    place = f"exports/{job.pk}"
    for attempt in range(1, job.attempts):
        shutil.rmtree(Path(settings.MEDIA_ROOT) / place / str(attempt), ignore_errors=True)
    place = f"{place}/{job.attempts}"
    (Path(settings.MEDIA_ROOT) / place).mkdir(parents=True, exist_ok=True)
    return place


class _Writer:
    """One export on its way from the database into a file."""

    def __init__(
        self,
        lease: Lease[ExportJob],
        dataset: Dataset,
        rows: Any,
        words: Sequence[str],
        at: datetime,
    ) -> None:
        self.lease, self.dataset, self.words, self.at = lease, dataset, words, at
        self.columns = dataset.columns
        self.rows = rows.order_by(*dataset.order)

    def csv(self, file: HashedFile, format_: ExportFormat) -> int:
        delimiter = ";" if format_ == ExportFormat.CSV_EXCEL else ","
        header = [column.name for column in self.columns]
        texts = {i for i, column in enumerate(self.columns) if column.kind in TEXT_KINDS}
        if connection.vendor == "postgresql":
            file.write(BYTE_ORDER_MARK + (delimiter.join(header) + "\r\n").encode())
            query = self._query(guarded=texts)
            with _reading_connection() as reading:
                return copy_csv(reading, query, delimiter, file, self._beat)
        cells = self._cells(all_places=True)
        return write_csv(file, header, cells, delimiter=delimiter, text_columns=texts)

    def xlsx(self, file: HashedFile) -> int:
        columns = [
            # A workbook is for people, so it bears headings; CSV bears the names of the columns.
            SheetColumn(
                str(column.heading),
                SHEET_KINDS.get(column.kind, "text"),
                column.width,
                note=column_meaning(self.dataset, column),
            )
            for column in self.columns
        ]
        counted = _Counted(self._cells())
        data = Sheet(str(self.dataset.slug), columns, counted)
        job = self.lease.job
        passport = Sheet(
            _("Notes"),
            [SheetColumn("", width=28), SheetColumn("", width=70, wrapped=True)],
            passport_rows(self.dataset, self.words, job, self.at, counted),
            headed=False,
        )
        write_xlsx(
            file,
            [data, passport],
            title=str(self.dataset.title),
            creator=str(job.owner.name),
            made_at=timezone.localtime(self.at).replace(tzinfo=None),
        )
        return counted.count

    def _query(
        self, guarded: Collection[int] = (), *, all_places: bool = False
    ) -> tuple[str, Sequence[Any]]:
        cells = cell_expressions(self.dataset, self.columns, guarded, all_places=all_places)
        query = self.rows.annotate(**cells).values_list(*cells).query
        sql, params = query.sql_with_params()
        return sql, params

    def _cells(self, *, all_places: bool = False) -> Iterator[Sequence[Any]]:
        """The rows as the database gives them."""
        sql, params = self._query(all_places=all_places)
        done = 0
        with _reading_connection() as reading, reading.chunked_cursor() as cursor:
            cursor.execute(sql, params)
            fetch = partial(cursor.fetchmany, _FETCH)
            served = reading.vendor == "postgresql"
            for some in _ahead(fetch) if served else iter(fetch, []):
                yield from some
                done += len(some)
                self._beat(done)

    def _beat(self, done: int) -> None:
        self.lease.beat(done=done)


class _Counted:
    """Rows on their way, counted."""

    def __init__(self, rows: Iterator[Sequence[Any]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Sequence[Any]]:
        for row in self._rows:
            self.count += 1
            yield row


def _ahead(fetch: Callable[[], list[Any]]) -> Iterator[list[Any]]:
    """What `fetch` gives until it gives nothing, a call ahead: a server finds rows while we write.

    For a connection that may be read from another thread.
    """
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(fetch)
        while some := coming.result():
            coming = beside.submit(fetch)
            yield some


@contextmanager
def _reading_connection() -> Iterator[Any]:
    """A connection of its own for the long read, so that beats can be written beside it.

    Inside a transaction (a test, a command's own) the rows are only seen by its own connection.
    """
    if connection.in_atomic_block:
        yield connection
        return
    reading = connection.copy()
    try:
        reading.set_autocommit(False)
        yield reading
    finally:
        reading.close()
