"""One reader for each kind of value, and the same for whole columns.

A cell reader returns the value, None for an empty cell, a Fault, or a Marked value that was read
by a convention. A column reader is made once for a column and used for every slice of it.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from .amounts import read_amount, read_count
from .codes import read_region_code, read_rt_rw
from .dates import read_date
from .faults import Fault, Marked, clip
from .measures import read_area, read_decimal, read_percent
from .ordinals import read_ordinal, read_year
from .people import read_nik, read_phone, read_sex
from .texts import ChoiceReader, are_plain, read_choice, read_name, read_text, read_yes_no

_MOST_REMEMBERED, _LONGEST_REMEMBERED = 20_000, 100
# Of no number, date or code; and patterns are not let loose on a novel.
_LONGEST_VALUE = 500
_TEXTS = ("text", "multiline", "name")

_READERS: Mapping[str, Callable[..., Any]] = {
    "text": read_text,
    "multiline": partial(read_text, multiline=True),
    "name": read_name,
    "amount": read_amount,
    "count": read_count,
    "ordinal": read_ordinal,
    "year": read_year,
    "decimal": read_decimal,
    "area_ha": read_area,
    "percent": read_percent,
    "date": read_date,
    "sex": read_sex,
    "yes_no": read_yes_no,
    "nik": read_nik,
    "phone": read_phone,
    "rt_rw": read_rt_rw,
    "region_code": read_region_code,
    "choice": read_choice,
}
KINDS = frozenset(_READERS)

ColumnReader = Callable[..., tuple[list[Any], dict[int, Fault]]]


def cell_reader(kind: str, **options: Any) -> Callable[[Any], Any]:
    """The reader of one cell, with its options.

    text, multiline, name: max_length. amount, count, ordinal, year: minimum. decimal: units, plain.
    area_ha, percent: plain. sex, yes_no: heading. choice: choices, a mapping of labels to values.
    """
    reader: Callable[[Any], Any]
    if kind == "choice":
        reader = ChoiceReader(**options)
    else:
        reader = partial(_READERS[kind], **options) if options else _READERS[kind]
    return reader if kind in _TEXTS else partial(_read_short, reader)


def _read_short(reader: Callable[[Any], Any], cell: Any) -> Any:
    if cell.__class__ is str and len(cell) > _LONGEST_VALUE:
        params = {"text": clip(cell), "length": len(cell), "limit": _LONGEST_VALUE}
        return Fault("too_long", params)
    return reader(cell)


def column_reader(kind: str, **options: Any) -> ColumnReader:
    """A function from the cells of one column to their values and, by position, their faults.

    A faulty cell has the value None. Given `marks`, a dict, it also collects by position the
    Marked values that were read by a convention.
    """
    memory = _Memory(cell_reader(kind, **options))
    plain = (
        partial(are_plain, kind == "name", options.get("max_length")) if kind in _TEXTS else None
    )

    def read(
        cells: Sequence[Any], marks: dict[int, Marked] | None = None
    ) -> tuple[list[Any], dict[int, Fault]]:
        if plain is not None and plain(cells):
            return ([cell or None for cell in cells] if "" in cells else list(cells)), {}
        memory.odd = False
        values = list(map(memory.__getitem__, cells))
        faults: dict[int, Fault] = {}
        if memory.odd or memory.holds_odd:
            for index, value in enumerate(values):
                kind = value.__class__
                if kind is Fault:
                    faults[index] = value
                    values[index] = None
                elif kind is Marked:
                    values[index] = value.value
                    if marks is not None:
                        marks[index] = value
        return values, faults

    return read


class _Memory(dict[Any, Any]):
    """What texts were read as. Only texts: 1, 1.0 and True would be one and the same key."""

    def __init__(self, reader: Callable[[Any], Any]) -> None:
        super().__init__()
        self._reader = reader
        self.odd = self.holds_odd = False

    def __missing__(self, cell: Any) -> Any:
        value = self._reader(cell)
        odd = value.__class__ is Fault or value.__class__ is Marked
        self.odd = self.odd or odd
        short = cell.__class__ is str and len(cell) <= _LONGEST_REMEMBERED
        if short and len(self) < _MOST_REMEMBERED:
            self[cell] = value
            self.holds_odd = self.holds_odd or odd
        return value
