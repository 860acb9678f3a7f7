"""Refused rows handed back as a file: the cells as they came, and beside them what to do."""

import tempfile
from collections.abc import Iterator, Sequence
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.faults import describe_fault, heading_of, what_to_do
from p2kp_site.exchange.models import ImportJob
from p2kp_site.exchange.models.imports import RowKind
from p2kp_site.exchange.writing.csv_files import write_csv
from p2kp_site.exchange.writing.xlsx_files import Sheet, SheetColumn, write_xlsx

_IN_MEMORY = 5 * 1024 * 1024
_FETCH = 2_000


def refused_file(job: ImportJob, dataset: Dataset, suffix: str) -> IO[bytes]:
    """The refused rows under the headings of the file they came in, ready to be corrected."""
    columns = job.layout.get("columns", [])
    # A column of serial numbers is not asked about when the file comes back.
    headings = [_("No."), *(c["heading"] or c["letter"] for c in columns), what_to_do()]
    rows = _rows(job, dataset, [c["index"] for c in columns])
    file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # closed when sent
    if suffix == "csv":
        write_csv(file, headings, rows, text_columns=range(len(headings)))
    else:
        write_xlsx(
            file,
            [_sheet(headings, rows)],
            title=job.file_name,
            creator=str(job.owner.name),
            made_at=timezone.localtime().replace(tzinfo=None),
        )
    file.seek(0)
    return file


def _sheet(headings: Sequence[str], rows: Iterator[Sequence[Any]]) -> Sheet:
    plain = [SheetColumn(heading, width=18) for heading in headings[1:-1]]
    advice = SheetColumn(headings[-1], width=80, wrapped=True)
    return Sheet(_("Refused"), [SheetColumn(headings[0], width=8), *plain, advice], rows)


def _rows(job: ImportJob, dataset: Dataset, indices: Sequence[int]) -> Iterator[list[str]]:
    refused = job.rows.filter(kind=RowKind.REFUSED).order_by("number")
    for row in refused.only("number", "source", "faults").iterator(_FETCH):
        cells = [row.source[i] if i < len(row.source) else "" for i in indices]
        yield [str(row.number), *cells, all_to_do(row.faults, dataset)]


def all_to_do(faults: Sequence[dict[str, Any]], dataset: Dataset) -> str:
    """All that is to be done about a row, in one cell."""
    told = []
    for fault in faults:
        heading, text = heading_of(fault, dataset), describe_fault(fault, dataset)
        told.append(f"{heading}: {text}" if heading else text)
    return " ".join(told)
