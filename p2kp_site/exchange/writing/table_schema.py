"""The data dictionary beside a CSV file, as a Frictionless Table Schema.

The form is public (https://datapackage.org/standard/table-schema/), so that a statistician's
tools check and load a file without asking us.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from p2kp_site.exchange.writing.safety import safe_cell

FieldType = Literal["string", "integer", "number", "boolean", "date", "datetime"]

MISSING_VALUES: Final = ("",)
# As `csv_files.write_csv` puts them: with a space, with or without a zone.
_DATETIME_FORMAT: Final = "any"


@dataclass(frozen=True, slots=True)
class ColumnDescription:
    """What one column of a file means; `name` is its heading in the file.

    `choices` are the words that may stand in it, `max_length` is in characters and for strings
    only, `key` marks a column that (with other key columns) names the row. A boolean column's
    `choices` are the word for true and the word for false, in this order.
    """

    name: str
    title: str
    type: FieldType = "string"
    description: str = ""
    required: bool = False
    unique: bool = False
    choices: Sequence[str] = ()
    max_length: int | None = None
    key: bool = False


def table_schema(columns: Iterable[ColumnDescription]) -> dict[str, Any]:
    """Return the schema of a file with these columns, in their order, ready for `json.dump`.

    The schema speaks of the file as written, so a choice that begins like a formula has its
    apostrophe (`safety.safe_cell`). Raises `ValueError` for two columns of one name, a
    `max_length` on anything but a string, and a boolean without exactly two words or none.
    """
    described = list(columns)
    names = [column.name for column in described]
    if len(set(names)) != len(names):
        raise ValueError("two columns have the same name")
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in described],
        "missingValues": list(MISSING_VALUES),
    }
    if keys := [column.name for column in described if column.key]:
        schema["primaryKey"] = keys
    return schema


def _field(column: ColumnDescription) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "title": column.title, "type": column.type}
    if column.description:
        field["description"] = column.description
    if column.type == "datetime":
        field["format"] = _DATETIME_FORMAT
    if column.type == "boolean" and column.choices:
        if len(column.choices) != 2:
            raise ValueError(f"{column.name}: a boolean has a word for true and one for false")
        field["trueValues"], field["falseValues"] = [[word] for word in column.choices]
    if constraints := _constraints(column):
        field["constraints"] = constraints
    return field


def _constraints(column: ColumnDescription) -> dict[str, Any]:
    if column.max_length is not None and column.type != "string":
        raise ValueError(f"{column.name}: only a string has a maximum length")
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.unique:
        constraints["unique"] = True
    if column.choices and column.type != "boolean":
        constraints["enum"] = [
            safe_cell(choice) if column.type == "string" else choice for choice in column.choices
        ]
    if column.max_length is not None:
        constraints["maxLength"] = column.max_length
    return constraints
