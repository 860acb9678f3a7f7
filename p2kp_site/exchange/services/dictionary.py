"""The passport of an export: what it is, whose view, when, and what each column means."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from p2kp_site.exchange.columns import COMPARED, Column
from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.models import ExportJob
from p2kp_site.exchange.services.export_sql import fixed_labels
from p2kp_site.exchange.writing.table_schema import ColumnDescription, table_schema

TYPES: dict[str, Any] = {
    "date": "date",
    "count": "integer",
    "ordinal": "integer",
    "year": "integer",
    "rupiah": "integer",
    "decimal": "number",
    "area_ha": "number",
    "yes_no": "boolean",
}


def facts(
    dataset: Dataset, words: Sequence[str], job: ExportJob, at: datetime, rows: int
) -> dict[str, str]:
    """What a person must know of the file as a whole, by label."""
    return {
        _("Dataset"): f"{dataset.title} ({dataset.slug})",
        _("Taken by"): str(job.owner),
        _("As of"): date_format(timezone.localtime(at), "j F Y H:i"),
        _("Area"): ", ".join(dataset.area_names()) or _("the whole nation"),
        _("Filter"): "; ".join(words) or _("none: every row that the person may see"),
        _("Rows"): str(rows),
        _("Job"): f"#{job.pk}",
    }


def passport_rows(
    dataset: Dataset, words: Sequence[str], job: ExportJob, at: datetime, counted: Any
) -> Iterator[tuple[str, str]]:
    """The sheet beside the data; made after it, so that it knows the number of rows."""
    yield from facts(dataset, words, job, at, counted.count).items()
    yield ("", "")
    yield (_("Column"), _("Meaning"))
    for column in dataset.columns:
        yield (column.name, column_meaning(dataset, column))


def column_meaning(dataset: Dataset, column: Column) -> str:
    """A column in one paragraph: what it is, what may stand in it, whether it must be filled."""
    parts = [f"{column.heading}.", str(column.help_text)]
    if labels := fixed_labels(dataset, column):
        parts.append(_("One of: %(choices)s.") % {"choices": ", ".join(labels.values())})
    if column.key:
        parts.append(_("Key: names the row."))
    elif column.required:
        parts.append(_("Must be filled."))
    if column.mode == COMPARED:
        parts.append(_("For reading only: an import compares it and does not store it."))
    if column.personal:
        parts.append(_("Personal data."))
    return " ".join(part for part in parts if part)


def schema_of(
    dataset: Dataset, words: Sequence[str], job: ExportJob, at: datetime, rows: int
) -> dict[str, Any]:
    """The Frictionless Table Schema beside a CSV file, with the facts of the file in `p2kp`."""
    return {
        **table_schema([describe(dataset, column) for column in dataset.columns]),
        "p2kp": facts(dataset, words, job, at, rows),
    }


def describe(dataset: Dataset, column: Column) -> ColumnDescription:
    """A column for the data dictionary."""
    options = dataset.reader_options(column)
    kind = TYPES.get(column.kind, "string")
    return ColumnDescription(
        name=column.name,
        title=str(column.heading),
        type=kind,
        description=column_meaning(dataset, column),
        required=column.required,
        unique=column.key and len(dataset.key_columns) == 1,
        choices=tuple(fixed_labels(dataset, column).values()),
        max_length=options.get("max_length") if kind == "string" else None,
        key=column.key,
    )


def dataset_as_data(dataset: Dataset) -> dict[str, Any]:
    """A dataset for automation: its name, and each column with what an import expects of it."""
    return {
        "name": dataset.slug,
        "title": str(dataset.title),
        "importable": dataset.importable,
        "columns": [
            {
                "name": column.name,
                "heading": str(column.heading),
                "type": column.kind,
                "required": column.required,
                "key": column.key,
                "choices": list(fixed_labels(dataset, column).values()),
                "personal": column.personal,
                "mode": column.mode,
            }
            for column in dataset.fields.values()
        ],
    }
