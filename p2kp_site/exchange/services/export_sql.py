"""The cells of an export as SQL: what a person reads is made by the database, not row by row."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db.models import Case, Func, TextField, Value, When
from django.db.models.lookups import IsNull
from django.utils.translation import gettext

from p2kp_site.exchange.columns import Column
from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.writing import ByteSink
from p2kp_site.exchange.writing.safety import DANGEROUS_PATTERN

_CHUNK = 64 * 1024
# Rows that all leave are worth the help of the server's other processes, as many as it allows.
_SHARED_AMONG_CORES = "SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0"


class Defused(Func):
    """A text that no spreadsheet runs as a formula (PostgreSQL): see `writing.safety`."""

    # Nearly every text is settled by one of the first three tests, which cost next to nothing:
    # many cells are empty, and nothing dangerous begins with a letter or a digit.
    template = (
        "CASE WHEN %(expressions)s = '' THEN NULL"
        " WHEN %(expressions)s COLLATE \"C\" BETWEEN 'A' AND '~' THEN %(expressions)s"
        " WHEN %(expressions)s COLLATE \"C\" BETWEEN '0' AND ':' THEN %(expressions)s"
        f" WHEN %(expressions)s ~ '{DANGEROUS_PATTERN.replace(chr(39), chr(39) * 2)}'"
        " THEN '''' || %(expressions)s"
        " ELSE %(expressions)s END"
    )
    output_field = TextField()

    def as_sql(self, *args: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        """With the parameters of the text as often as the text is named."""
        sql, params = super().as_sql(*args, **context)
        return sql, tuple(params) * self.template.count("%(expressions)s")


class AllPlaces(Func):
    """A decimal as a text with all its places: SQLite forgets noughts at the end, and what is left
    (`103.152`) could also be thousands."""

    output_field = TextField()

    def __init__(self, source: Any, places: int) -> None:
        super().__init__(source, template=f"printf('%%%%.{places}f', %(expressions)s)")


def cell_expressions(
    dataset: Dataset,
    columns: Sequence[Column],
    guarded: Collection[int] = (),
    *,
    all_places: bool = False,
) -> dict[str, Any]:
    """One expression a column, named by position; those in `guarded` are defused.

    `all_places`: decimals are texts with all their places.
    """
    cells: dict[str, Any] = {}
    for position, column in enumerate(columns):
        source: Any = column.value
        if labels := fixed_labels(dataset, column):
            whens = [
                When(**{column.source: value, "then": Value(label)})
                for value, label in labels.items()
            ]
            source = Case(*whens, output_field=TextField())
        elif position in guarded:
            source = Defused(source)
        elif all_places and column.kind in ("decimal", "area_ha"):
            whole = AllPlaces(source, dataset.model_field(column.name).decimal_places)
            source = Case(When(IsNull(source, False), then=whole), output_field=TextField())
        cells[f"c{position}"] = source
    return cells


def fixed_labels(dataset: Dataset, column: Column) -> dict[Any, str]:
    """What stands in the file for a value of a fixed list, in the language of the export."""
    if column.kind == "yes_no":
        return {True: gettext("yes"), False: gettext("no")}
    if column.kind in ("choice", "sex"):
        choices = dataset.model_field(column.name).flatchoices
        return {value: str(label) for value, label in choices}
    return {}


def copy_csv(
    reading: Any,
    query: tuple[str, Sequence[Any]],
    delimiter: str,
    file: ByteSink,
    beat: Callable[[int], None],
) -> int:
    """Stream a query as CSV by PostgreSQL's own `COPY`; returns the rows written."""
    sql, params = query
    command = f"COPY ({sql}) TO STDOUT (FORMAT csv, DELIMITER '{delimiter}')"
    done, held, size = 0, [], 0
    reading.ensure_connection()
    # The driver's own cursor: Django's, while debugging, knows no parameters of a COPY.
    with reading.cursor() as cursor:
        cursor.execute(_SHARED_AMONG_CORES)
        with cursor.cursor.copy(command, params) as copy:
            for line in copy:
                held.append(bytes(line)[:-1])
                size += len(line)
                if size >= _CHUNK:
                    held.append(b"")
                    file.write(b"\r\n".join(held))
                    done += len(held) - 1
                    held, size = [], 0
                    beat(done)
    if held:
        file.write(b"\r\n".join([*held, b""]))
    return done + len(held)
