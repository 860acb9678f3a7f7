"""A slice of a file, read: cells to values, names to what they name, faults at their cells."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import BaseValidator, ProhibitNullCharactersValidator

from p2kp_site.exchange.datasets import Column, Dataset, Found, Lookup
from p2kp_site.exchange.reading import Column as FileColumn
from p2kp_site.exchange.reading import Fault, Marked, SourceRow
from p2kp_site.exchange.reading.cells import column_reader
from p2kp_site.foundation.reader import Reader


class Slice(NamedTuple):
    """The values of a slice, column by column; by position the faults of its rows, and the marks
    of values that were read by a convention."""

    rows: Sequence[SourceRow]
    values: dict[str, list[Any]]
    faults: dict[int, dict[str, Fault]]
    marks: dict[int, dict[str, Marked]]

    def refuse(self, position: int, column: str, fault: Fault) -> None:
        """Note what is wrong with a cell; the first fault of a cell stays."""
        self.faults.setdefault(position, {}).setdefault(column, fault)


class SliceReader:
    """Reads the slices of one file, with everything compiled once a column."""

    def __init__(self, dataset: Dataset, columns: Sequence[FileColumn], reader: Reader) -> None:
        self.dataset, self.reader = dataset, reader
        self.in_file = [(c.index, dataset.fields[c.field]) for c in columns if c.field]
        self.found: dict[str, dict[str, Found]] = {}
        self._blanks = {c.name: blank_of(dataset, c) for _index, c in self.in_file}
        self._rules = {c.name: _rules_of(dataset, c) for _index, c in self.in_file}
        self._readers = {
            column.name: column_reader(column.read_as, **dataset.reader_options(column))
            for _index, column in self.in_file
        }

    def read(self, rows: Sequence[SourceRow]) -> Slice:
        """Read the data rows of a slice; look-ups cost a query or two, whatever its length."""
        part = Slice(rows, {}, {}, {})
        for index, column in self.in_file:
            self._read_column(index, column, part)
        for _index, column in self.in_file:
            if column.lookup:
                self._look_up(column, column.lookup, part)
        for _index, column in self.in_file:
            if column.beside:
                self._compare_beside(column, *column.beside, part)
        return part

    def _read_column(self, index: int, column: Column, part: Slice) -> None:
        marks: dict[int, Marked] = {}
        cells = [row.cells[index] for row in part.rows]
        read, faults = self._readers[column.name](cells, marks)
        if column.kind == "date":
            read = [day and day.isoformat() for day in read]
        elif column.kind == "code":
            read = [code and code.upper() for code in read]
        if (blank := self._blanks[column.name]) is not None:
            read = [blank if value is None else value for value in read]
        part.values[column.name] = read
        for position, fault in faults.items():
            part.refuse(position, column.name, fault)
        for position, mark in marks.items():
            part.marks.setdefault(position, {})[column.name] = mark
        if rules := self._rules[column.name]:
            for position, value in enumerate(read):
                if value and (why := _broken(rules, value)):
                    fault = Fault("not_allowed", {"text": str(value), "why": why})
                    part.refuse(position, column.name, fault)

    def _look_up(self, column: Column, lookup: Lookup, part: Slice) -> None:
        """Put in place of each text the one that its find goes by; unknown texts are faults."""
        cells = part.values[column.name]
        found = self.found.setdefault(column.name, {})
        if texts := {text for text in cells if text} - found.keys():
            found.update(lookup.resolve(texts, self.reader))
        name = next((c.name for _i, c in self.in_file if c.beside == (column.name, "name")), "")
        names = part.values.get(name) or [None] * len(cells)
        for position, text in enumerate(cells):
            if not text:
                continue
            if meant := found.get(text):
                if meant.text != text:
                    cells[position] = meant.text
                    found[meant.text] = meant
            else:
                part.refuse(
                    position, column.name, lookup.unknown(text, names[position], self.reader)
                )

    def _compare_beside(self, column: Column, other: str, aspect: str, part: Slice) -> None:
        """A name written beside a code must mean the same place; empty is fine."""
        lookup, found = self.dataset.fields[other].lookup, self.found.get(other)
        if lookup is None or found is None:
            return
        both = zip(part.values[column.name], part.values[other], strict=True)
        for position, (written, text) in enumerate(both):
            meant = found.get(text) if text and written else None
            if meant and lookup.differs(written, meant, aspect):
                params = {"text": str(written), "code": text, "found": meant.beside[aspect]}
                part.refuse(position, column.name, Fault("differs_from_code", params))


def blank_of(dataset: Dataset, column: Column) -> Any:
    """What an empty cell stands for: "" where texts are never null, else None."""
    if column.lookup or column.beside or column.name == "ref":
        return None
    field = dataset.model_field(column.name)
    return "" if field.empty_strings_allowed and not field.null and field.blank else None


def _rules_of(dataset: Dataset, column: Column) -> list[Any]:
    """The rules that a page holds a value of this column to, but for its length."""
    if column.lookup or column.beside or column.name == "ref":
        return []
    seen_to = (BaseValidator, ProhibitNullCharactersValidator)
    return [v for v in dataset.model_field(column.name).validators if not isinstance(v, seen_to)]


def _broken(rules: Sequence[Any], value: Any) -> str:
    """What the first broken rule says; nothing when all hold."""
    for rule in rules:
        try:
            rule(value)
        except ValidationError as error:
            return " ".join(error.messages)
    return ""
