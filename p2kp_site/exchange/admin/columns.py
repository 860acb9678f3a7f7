"""What a file for a dataset should look like: its columns in words, and an empty workbook."""

import tempfile
from dataclasses import dataclass
from itertools import repeat
from typing import IO

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from p2kp_site.exchange.columns import COMPARED, Column
from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.services.dictionary import column_meaning
from p2kp_site.exchange.services.export_sql import fixed_labels
from p2kp_site.exchange.services.exporting import SHEET_KINDS
from p2kp_site.exchange.writing.xlsx_files import Sheet, SheetColumn, write_xlsx

# Rows of the template that are formatted before anything is typed: a code typed there stays a text.
_EMPTY_ROWS = 500

_KINDS: dict[str, str | Promise] = {
    "text": gettext_lazy("Text."),
    "long_text": gettext_lazy("Text, also of several lines."),
    "code": gettext_lazy("Code, as text."),
    "ref": gettext_lazy("Reference of the system."),
    "date": gettext_lazy("Date, day first: 12-08-2015 or 12 Agustus 2015."),
    "count": gettext_lazy("Whole number."),
    "ordinal": gettext_lazy("Number of the stage: 1, I, Tahap 1 or Termin I."),
    "year": gettext_lazy("Year, such as 2010."),
    "decimal": gettext_lazy("Number, with a decimal comma."),
    "area_ha": gettext_lazy("Hectares, with a decimal comma; m2 and km2 are converted."),
    "rupiah": gettext_lazy("Whole rupiah: 1500000 or Rp1.500.000."),
    "phone": gettext_lazy("Telephone number, with area code."),
}


@dataclass(frozen=True, slots=True)
class ColumnHelp:
    """A column on the page that asks for a file."""

    heading: str
    may_hold: str
    required: bool
    personal: bool


def columns_in_words(dataset: Dataset) -> list[ColumnHelp]:
    """The columns that this reader may bring, in the order of the template."""
    return [
        ColumnHelp(str(c.heading), _may_hold(dataset, c), c.required, c.personal)
        for c in dataset.columns
    ]


def _may_hold(dataset: Dataset, column: Column) -> str:
    labels = fixed_labels(dataset, column)
    if labels:
        parts = [_("One of: %(choices)s.") % {"choices": ", ".join(labels.values())}]
    elif column.lookup or column.mode == COMPARED:
        parts = []
    else:
        parts = [str(_KINDS.get(column.kind, ""))]
    if limit := dataset.reader_options(column).get("max_length"):
        parts.append(_("At most %(limit)d characters.") % {"limit": limit})
    parts.append(str(column.help_text))
    if column.beside:
        parts.append(_("Compared with the code, not stored."))
    elif column.compared:
        parts.append(_("For reading only: leave it as it was exported, or empty."))
    elif not (column.clearable or column.required or column.key):
        parts.append(_("In a row that exists it cannot be emptied."))
    return " ".join(part for part in parts if part)


def template_workbook(dataset: Dataset, creator: str) -> IO[bytes]:
    """An empty workbook with the headings; codes are text columns, so that no zero is lost."""
    # The reference is ours to give: a template is for rows that are not in the system yet.
    columns = [column for column in dataset.columns if column.kind != "ref"]
    sheet = Sheet(
        str(dataset.slug),
        [
            SheetColumn(
                str(c.heading),
                SHEET_KINDS.get(c.kind, "text"),
                c.width,
                note=column_meaning(dataset, c),
            )
            for c in columns
        ],
        repeat([""] * len(columns), _EMPTY_ROWS),
    )
    meanings = Sheet(
        _("Notes"),
        [SheetColumn(_("Column"), width=28), SheetColumn(_("Meaning"), width=80, wrapped=True)],
        [(str(c.heading), column_meaning(dataset, c)) for c in columns],
    )
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # closed when sent
    write_xlsx(
        file,
        [sheet, meanings],
        title=str(dataset.title),
        creator=creator,
        made_at=timezone.localtime().replace(tzinfo=None),
    )
    file.seek(0)
    return file
