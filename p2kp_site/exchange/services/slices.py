"""A slice of a file, read: cells to values, names to what they name, faults at their cells."""

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, cast

from django.core.exceptions import ValidationError
from django.core.validators import (
    BaseValidator,
    ProhibitNullCharactersValidator,
    RegexValidator,
)

from p2kp_site.exchange.columns import Column, Found, Link
from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.reading import Fault, Marked, SourceRow
from p2kp_site.exchange.reading.cells import column_reader
from p2kp_site.exchange.services.shape import Shape
from p2kp_site.foundation.reader import Reader


class Slice(NamedTuple):
    """The values of a slice, column by column, and the rows that its links name; by position the
    faults of its rows, and the marks of values that were read by a convention."""

    rows: Sequence[SourceRow]
    values: dict[str, list[Any]]
    found: dict[str, list[Found | None]]
    faults: dict[int, dict[str, Fault]]
    marks: dict[int, dict[str, Marked]]

    def refuse(self, position: int, column: str, fault: Fault) -> None:
        """Note what is wrong with a cell; the first fault of a cell stays."""
        self.faults.setdefault(position, {}).setdefault(column, fault)

    def mark(self, position: int, column: str, mark: Marked) -> None:
        """Note that a cell was read by a convention."""
        self.marks.setdefault(position, {})[column] = mark


class SliceReader:
    """Reads the slices of one file, with everything compiled once a column."""

    def __init__(self, shape: Shape, reader: Reader) -> None:
        self.shape, self.reader = shape, reader
        dataset = shape.dataset
        self.found: dict[str, dict[Any, Found | None]] = {key: {} for key in dataset.all_links}
        # Keys of the file so far: a row may name one of them.
        self._own = {link.key for link in dataset.own_links}
        self._in_file: set[Any] = set()
        self._agreed: dict[str, set[tuple[Any, Any]]] = {}
        self._names = {
            c.beside[0]: c.name for c in shape.columns if c.beside and "name" in c.beside
        }
        self._blanks = {c.name: blank_of(dataset, c) for c in shape.columns}
        self._rules = {c.name: _rules_of(dataset, c) for c in shape.columns}
        self._readers = {
            c.name: column_reader(c.read_as, **shape.reader_options(c)) for c in shape.columns
        }

    def read(self, rows: Sequence[SourceRow]) -> Slice:
        """Read the data rows of a slice; look-ups cost a query or two, whatever its length."""
        part = Slice(rows, {}, {}, {}, {})
        across = list(zip(*(row.cells for row in rows), strict=False))
        for index, column in self.shape.in_file:
            self._read_column(across[index], column, part)
        for column in self.shape.left_out:
            part.values[column.name] = [None] * len(rows)
        for link in self.shape.links:
            self._look_up(link, part)
        for column in self.shape.columns:
            if column.beside:
                self._compare_beside(column, *column.beside, part)
        return part

    def _read_column(self, cells: Sequence[Any], column: Column, part: Slice) -> None:
        marks: dict[int, Marked] = {}
        read, faults = self._readers[column.name](cells, marks)
        if column.kind == "date":
            read = [day and day.isoformat() for day in read]
        elif column.kind == "code":
            read = [code and code.upper() for code in read]
        if column.spread and column.spread.zero_is_nothing:
            read = [value or None for value in read]
        if (blank := self._blanks[column.name]) is not None:
            read = [blank if value is None else value for value in read]
        part.values[column.name] = read
        for position, fault in faults.items():
            part.refuse(position, column.name, fault)
        for position, mark in marks.items():
            part.mark(position, column.name, mark)
        for hold, why in self._rules[column.name]:
            if not all(map(hold, read)):
                for position, value in enumerate(read):
                    if not hold(value):
                        fault = Fault("not_allowed", {"text": str(value), "why": why(value)})
                        part.refuse(position, column.name, fault)

    def _look_up(self, link: Link, part: Slice) -> None:
        """Find what the cells of a link name, and put in their place what it goes by today."""
        columns = [part.values[name] for name in link.columns]
        texts = columns[0] if len(columns) == 1 else _together(link, columns, part)
        known = self.found[link.key]
        wanted = set(texts)
        wanted.discard(None)
        wanted.discard("")
        if fresh := wanted - known.keys():
            resolved = self.lookup_of(link).resolve(fresh, self.reader)
            known |= {text: resolved.get(text) for text in fresh}
        if link.key in self._own:
            self._in_file.update(part.values.get(self.shape.dataset.key_columns[0].name, ()))
            coming = {text for text in wanted & self._in_file if known[text] is None}
            known |= {text: Found(text, {link.key: None}) for text in coming}
        known[None] = known[""] = None
        part.found[link.key] = found = [known[text] for text in texts]
        if any((meant := known[text]) is None or meant.text != text for text in wanted):
            self._settle_odd(link, texts, columns, found, part)

    def lookup_of(self, link: Link) -> Any:
        return self.shape.dataset.all_links[link.key].lookup

    def _settle_odd(
        self,
        link: Link,
        texts: Sequence[Any],
        columns: Sequence[list[Any]],
        found: Sequence[Found | None],
        part: Slice,
    ) -> None:
        """Refuse what was not found; what goes by another name today is called so."""
        names = part.values.get(self._names.get(link.head, ""))
        for position, text in enumerate(texts):
            if not text:
                continue
            if (meant := found[position]) is None:
                name = names[position] if names else None
                fault = self.lookup_of(link).unknown(text, name, self.reader)
                part.refuse(position, link.head, fault)
            elif meant.text != text:
                now = (meant.text,) if len(columns) == 1 else meant.text
                for column, value in zip(columns, now, strict=True):
                    column[position] = value

    def _compare_beside(self, column: Column, other: str, aspect: str, part: Slice) -> None:
        """A name written beside a code must mean the same place; empty is fine."""
        link = self.shape.dataset.link_of(other)
        if link is None or link.key not in part.found:
            return
        lookup, found = link.lookup, part.found[link.key]
        agreed = self._agreed.setdefault(column.name, set())
        both = list(zip(part.values[column.name], part.values[other], strict=True))
        # Few places come again and again: what agreed once is not looked at twice.
        if not (new := set(both) - agreed):
            return
        head = self.shape.dataset.fields[other]
        may_be_empty = head.clearable and not head.required
        for position, pair in enumerate(both):
            meant = found[position] if pair in new and all(pair) else None
            if may_be_empty and pair[0] and not pair[1]:
                # Where a code must stand, its own cell says so.
                if other not in part.faults.get(position, ()):
                    text = {"text": str(pair[0])}
                    part.refuse(position, column.name, Fault("name_without_code", text))
                continue
            if meant and lookup.differs(pair[0], meant, aspect):
                params = {"text": str(pair[0]), "code": pair[1], "found": meant.beside[aspect]}
                part.refuse(position, column.name, Fault("differs_from_code", params))
            elif len(link.columns) == 1 and len(agreed) < _MOST_AGREED:
                agreed.add(pair)


_MOST_AGREED = 100_000


def _together(link: Link, columns: Sequence[list[Any]], part: Slice) -> list[Any]:
    """The values of several columns as one; a needed one that is missing is a fault of its cell."""
    texts: list[Any] = list(zip(*columns, strict=True))
    needed = [link.columns.index(name) for name in link.needed]
    own = [link.columns.index(name) for name in link.own]
    for position, text in enumerate(texts):
        if None in text or "" in text:
            whole = all(text[i] not in (None, "") for i in needed)
            texts[position] = tuple(value or None for value in text) if whole else None
            if not whole and any(text[i] not in (None, "") for i in own):
                for i in set(needed) & set(own):
                    if text[i] in (None, ""):
                        part.refuse(position, link.columns[i], Fault("required"))
    return texts


def blank_of(dataset: Dataset, column: Column) -> Any:
    """What an empty cell stands for: "" where texts are never null, else None."""
    if not dataset.is_direct(column):
        return None
    field = dataset.model_field(column.name)
    return "" if field.empty_strings_allowed and not field.null and field.blank else None


Rule = tuple[Callable[[Any], Any], Callable[[Any], str]]


def _rules_of(dataset: Dataset, column: Column) -> list[Rule]:
    """The rules that a page holds a value of this column to, but for its length: for each whether
    a value keeps it, and what is said when not."""
    if not (dataset.is_direct(column) or column.spread):
        return []
    seen_to = (BaseValidator, ProhibitNullCharactersValidator)
    validators = dataset.model_field(column.name).validators
    return [_rule(validator) for validator in validators if not isinstance(validator, seen_to)]


def _rule(validator: Any) -> Rule:
    def why(value: Any) -> str:
        try:
            validator(value)
        except ValidationError as error:
            return " ".join(error.messages)
        return ""

    if isinstance(validator, RegexValidator) and not validator.inverse_match:
        search = cast(re.Pattern[str], validator.regex).search
        return (lambda value: not value or search(value)), why
    return (lambda value: not value or not why(value)), why
