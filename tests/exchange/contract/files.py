"""Files of any dataset as tables: taken out, spoilt cell by cell, brought in again."""

import csv
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

from openpyxl import load_workbook

from communities.models import Region
from p2kp_site.exchange.columns import COMPARED, Column
from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.models import ImportJob
from p2kp_site.exchange.models.exports import ExportState
from p2kp_site.exchange.services.export_sql import fixed_labels
from p2kp_site.exchange.services.exporting import start_export
from p2kp_site.exchange.services.imports import start_import
from p2kp_site.exchange.services.running import run_export, run_import
from p2kp_site.foundation.reader import Reader
from tests.builders import AT
from tests.exchange.contract.world import FAR_VILLAGE, HERE, is_reference, sample_of
from tests.exchange.services.office import as_csv, as_xlsx, clock, content_of, make_person, reader

Table = list[list[Any]]

# What no cell of a kind can mean. Texts can mean anything: they are only too long.
NONSENSE = {
    "date": "bukan tanggal",
    "amount": "bukan angka",
    "count": "bukan angka",
    "ordinal": "bukan angka",
    "year": "bukan angka",
    "decimal": "bukan angka",
    "area_ha": "bukan angka",
    "percent": "bukan angka",
    "yes_no": "mungkin saja",
    "choice": "bukan pilihan",
    "sex": "bukan jenis",
    "nik": "bukan NIK",
    "phone": "bukan telepon",
    "rt_rw": "bukan RT",
    "region_code": "bukan kode",
}
TEXTS = ("text", "multiline", "name")
# Two texts of each kind that a cell may hold.
OTHERS = {
    "date": ("2009-02-03", "2009-02-04"),
    "amount": ("3", "4"),
    "count": ("3", "4"),
    "ordinal": ("3", "4"),
    "year": ("3", "4"),
    "decimal": ("3", "4"),
    "area_ha": ("3", "4"),
    "percent": ("3 %", "4 %"),
    "sex": ("L", "P"),
    "nik": ("1404010101800001", "1404010101800002"),
    "phone": ("081234560001", "081234560002"),
    "rt_rw": ("001/002", "001/003"),
    "region_code": (FAR_VILLAGE, FAR_VILLAGE),
}
NOWHERE = {"region_code": "14.04.99.1999", "count": "1", "ordinal": "39", "year": "1"}


def keeper_of(kind: type[Dataset]) -> Reader:
    """Who keeps these rows: the steward of the regency, or of the nation for reference rows."""
    area = None if is_reference(kind) else Region.objects.in_force().get(code=HERE)
    return reader(make_person(region=area))


def take(kind: type[Dataset], by: Reader, format_: str, *, language: str = "id") -> bytes:
    """All rows of a dataset as a file."""
    job = start_export(
        reader=by, dataset=kind.slug, format=format_, filters={}, language=language, at=AT
    )
    run_export(job.pk, clock=clock)
    job.refresh_from_db()
    assert job.state == ExportState.DONE, job.failure
    return content_of(job)


def bring(kind: type[Dataset], by: Reader, content: bytes, format_: str) -> ImportJob:
    """The preview of a file."""
    name = f"berkas.{format_}"
    job = start_import(reader=by, dataset=kind.slug, file=BytesIO(content), name=name, at=AT)
    run_import(job.pk, clock=clock)
    job.refresh_from_db()
    return job


def table_of(content: bytes, format_: str) -> Table:
    """The cells of a file, its headings first."""
    if format_ == "csv":
        return [list(row) for row in csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))]
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def file_of(table: Sequence[Sequence[Any]], format_: str) -> bytes:
    """A file of these cells."""
    return as_csv(*table) if format_ == "csv" else as_xlsx(*table)


def without(table: Table, columns: Sequence[Column], unwanted: Callable[[Column], bool]) -> Table:
    """The table less some columns."""
    kept = [i for i, column in enumerate(columns) if not unwanted(column)]
    return [[row[i] for i in kept] for row in table]


def is_compared(column: Column) -> bool:
    return column.mode == COMPARED


def is_ref(column: Column) -> bool:
    return column.name == "ref"


CELL = 32_767


def too_long(dataset: Dataset, column: Column) -> str | None:
    """A text that the column cannot keep; None where it keeps any."""
    limit = dataset.reader_options(column).get("max_length")
    # More than a cell of a workbook holds cannot be brought in one.
    return "X" * (limit + 1) if limit and limit < CELL else None


def nonsense(dataset: Dataset, column: Column) -> str | None:
    """What this column can never mean; None where any text means something."""
    if column.lookup or is_ref(column) or is_compared(column):
        return None
    return NONSENSE.get(column.read_as) or too_long(dataset, column)


def links_of(dataset: Dataset) -> list[tuple[tuple[str, ...], tuple[str, ...], str]]:
    """What of a row names other rows: all its columns, those of no other use, and the one at which
    it is said that there is no such row."""
    return [(link.columns, link.own, link.head) for link in dataset.all_links.values()]


def nothing_of(dataset: Dataset, column: Column) -> str:
    """A text of the right form that names no row."""
    own: dict[str, str] = getattr(sample_of(dataset.slug), "UNKNOWN", {})
    return own.get(column.name) or NOWHERE.get(column.read_as, "TIDAK-ADA-99")


def other_than(dataset: Dataset, column: Column, cell: Any) -> Any:
    """Something that the column may hold and this cell does not."""
    if labels := fixed_labels(dataset, column):
        return next(label for label in labels.values() if label != cell)
    if isinstance(cell, datetime | date):
        return cell + timedelta(days=1)
    if isinstance(cell, int | float):
        return cell + 1
    one, other = OTHERS.get(column.read_as, ("LAIN-1", "LAIN-2"))
    return other if cell == one else one
