"""From the cells of a slice to rows of the preview: read, look up, find what exists, compare."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import NOT_PROVIDED

from p2kp_site.exchange.datasets import Column, Dataset, Found, Lookup
from p2kp_site.exchange.models import ImportRow
from p2kp_site.exchange.models.imports import RowKind
from p2kp_site.exchange.reading import Column as FileColumn
from p2kp_site.exchange.reading import Fault, SourceRow
from p2kp_site.exchange.reading.cells import column_reader
from p2kp_site.exchange.services.existing import Existing, Target, find_existing
from p2kp_site.foundation.bulk import insert_rows
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.refs import new_ref

STAGED = (
    "job_id",
    "number",
    "kind",
    "key",
    "target_id",
    "seen_version",
    "source",
    "payload",
    "changes",
    "faults",
)
Faults = dict[str, Fault]


class Slice(NamedTuple):
    """The read cells of a slice, column by column, and the faults of its rows by position."""

    rows: Sequence[SourceRow]
    values: dict[str, list[Any]]
    faults: dict[int, Faults]

    def refuse(self, position: int, column: str, fault: Fault) -> None:
        self.faults.setdefault(position, {}).setdefault(column, fault)


class Candidate(NamedTuple):
    """A row of the file as it would stand in the table: over an existing one, or new."""

    target: Target | None
    values: dict[str, Any]
    key_issued: bool


class Staging:
    """Reads the slices of one file into preview rows, with everything compiled once a column."""

    def __init__(
        self, *, job_id: int, dataset: Dataset, columns: Sequence[FileColumn], reader: Reader
    ) -> None:
        self.job_id, self.dataset, self.reader = job_id, dataset, reader
        self.in_file = [(c.index, dataset.fields[c.field]) for c in columns if c.field]
        self.stored = [c for c in dataset.fields.values() if not c.beside and c.name != "ref"]
        present = {column.name for _index, column in self.in_file}
        self.set_columns = [c for c in self.stored if c.name in present]
        self.missing = [c for c in self.stored if c.required and c.name not in present]
        self.key = next(c for c in self.stored if c.key)
        self.blanks = {c.name: _blank(dataset, c) for c in self.stored}
        self.defaults = {c.name: _default(dataset, c) for c in self.stored}
        self.may_add = reader.may(dataset.right("add"))
        self.may_change = reader.may(dataset.right("change"))
        self._found: dict[str, dict[str, Found]] = {}
        self._read = {
            column.name: column_reader(column.read_as, **dataset.reader_options(column))
            for _index, column in self.in_file
        }

    def stage(self, rows: Sequence[SourceRow]) -> None:
        """Read one slice and put what was found into the preview."""
        data = [row for row in rows if row.kind == "data"]
        staged = self._stage_data(data) if data else []
        staged += [
            (
                self.job_id,
                row.number,
                RowKind.SKIPPED,
                "",
                None,
                None,
                _source(row),
                "{}",
                "{}",
                json.dumps([{"kind": row.why or "", "params": {}}]),
            )
            for row in rows
            if row.kind == "skipped"
        ]
        insert_rows(ImportRow, STAGED, staged)

    def _stage_data(self, data: Sequence[SourceRow]) -> list[tuple[Any, ...]]:
        part = self._read_cells(data)
        for _index, column in self.in_file:
            if column.lookup:
                self._look_up(column, column.lookup, part)
        for _index, column in self.in_file:
            if column.beside:
                self._compare_beside(column, *column.beside, part)
        existing = find_existing(
            self.dataset,
            self.stored,
            self.key,
            self.reader,
            refs=part.values.get("ref", ()),
            keys=part.values.get(self.key.name, ()),
        )
        candidates = [self._candidate(i, part, existing) for i in range(len(data))]
        keyless = {i: c.values for i, c in enumerate(candidates) if c.key_issued}
        for position, fault in (self.dataset.twins(keyless) if keyless else {}).items():
            part.refuse(position, self.key.name, fault)
        return [self._tuple(i, part, candidates[i]) for i in range(len(data))]

    # Reading ----------------------------------------------------------------------------------

    def _read_cells(self, data: Sequence[SourceRow]) -> Slice:
        values: dict[str, list[Any]] = {}
        part = Slice(data, values, {})
        for index, column in self.in_file:
            read, faults = self._read[column.name]([row.cells[index] for row in data])
            if column.kind == "date":
                read = [day and day.isoformat() for day in read]
            elif column.kind == "code":
                read = [code and code.upper() for code in read]
            if (blank := self.blanks.get(column.name)) is not None:
                read = [blank if value is None else value for value in read]
            values[column.name] = read
            for position, fault in faults.items():
                part.refuse(position, column.name, fault)
        return part

    def _look_up(self, column: Column, lookup: Lookup, part: Slice) -> None:
        """Replace the texts of a look-up column by what they name; unknown ones are faults."""
        cells = part.values[column.name]
        found = self._found.setdefault(column.name, {})
        texts = {text for text in cells if text} - found.keys()
        if texts:
            found.update(lookup.resolve(texts, self.reader))
        for position, text in enumerate(cells):
            if text and text not in found:
                part.refuse(position, column.name, lookup.unknown(text, self.reader))

    def _compare_beside(self, column: Column, other: str, aspect: str, part: Slice) -> None:
        """A name written beside a code must mean the same place; empty is fine."""
        lookup = self.dataset.fields[other].lookup
        found = self._found.get(other)
        if lookup is None or found is None:
            return
        for position, (written, text) in enumerate(
            zip(part.values[column.name], part.values[other], strict=True)
        ):
            meant = found.get(text) if text else None
            if written and meant and lookup.differs(written, meant, aspect):
                fault = Fault(
                    "differs_from_code",
                    {
                        "text": str(written),
                        "code": text,
                        "found": meant.beside.get(aspect, ""),
                    },
                )
                part.refuse(position, column.name, fault)

    # Deciding ---------------------------------------------------------------------------------

    def _candidate(self, position: int, part: Slice, existing: Existing) -> "Candidate":
        """Find the row that this one names, and what it would hold; note what speaks against it."""
        ref = part.values["ref"][position] if "ref" in part.values else None
        given = {c.name: part.values[c.name][position] for c in self.set_columns}
        key = given.get(self.key.name)
        target = existing.by_ref.get(ref) if ref else existing.by_key.get(key or "")
        if ref and target is None:
            part.refuse(position, "ref", Fault("unknown_ref", {"text": str(ref)}))
        holder = existing.by_key.get(key) if key else None
        if key and (key in existing.taken or (holder and target and holder.pk != target.pk)):
            part.refuse(position, self.key.name, Fault("key_taken", {"text": str(key)}))
        issued = False
        if target:
            values = {**target.values, **given}
            if not self.may_change:
                part.refuse(position, self.key.name, Fault("may_not_change"))
        else:
            values = {**self.defaults, **given}
            issued = self._complete_new(position, part, values)
        self._refuse_empty(position, part, values)
        if position not in part.faults:
            for name, fault in self.dataset.row_faults(values):
                part.refuse(position, name, fault)
        return Candidate(target, values, issued)

    def _complete_new(self, position: int, part: Slice, values: dict[str, Any]) -> bool:
        """What a new row needs besides its cells; True when it came without key and got one."""
        for column in self.missing:
            part.refuse(position, column.name, Fault("required_column"))
        if not self.may_add:
            part.refuse(position, self.key.name, Fault("may_not_add"))
        if values.get(self.key.name) or position in part.faults:
            return False
        values[self.key.name] = self.dataset.issue_key(values)
        return bool(values[self.key.name])

    def _refuse_empty(self, position: int, part: Slice, values: dict[str, Any]) -> None:
        for column in self.stored:
            if column.name in values and values[column.name] is None and not column.clearable:
                part.refuse(position, column.name, Fault("required"))

    def _tuple(self, position: int, part: Slice, candidate: "Candidate") -> tuple[Any, ...]:
        target, values = candidate.target, candidate.values
        row = part.rows[position]
        faults = part.faults.get(position)
        key = str(values.get(self.key.name) or "")
        if faults:
            staged = [
                {"column": name, "kind": f.kind, "params": f.params} for name, f in faults.items()
            ]
            return (
                self.job_id,
                row.number,
                RowKind.REFUSED,
                key[:200],
                None,
                None,
                _source(row),
                "{}",
                "{}",
                json.dumps(staged),
            )
        if target is None:
            payload = {"ref": new_ref(), **self._stores(values, self.stored)}
            return (
                self.job_id,
                row.number,
                RowKind.NEW,
                key,
                None,
                None,
                _source(row),
                json.dumps(payload),
                "{}",
                "[]",
            )
        changes = {
            c.name: [target.values[c.name], values[c.name]]
            for c in self.set_columns
            if target.values[c.name] != values[c.name]
        }
        kind = RowKind.CHANGED if changes else RowKind.UNCHANGED
        payload = self._stores(values, self.set_columns) if changes else {}
        return (
            self.job_id,
            row.number,
            kind,
            key,
            target.pk,
            target.version,
            _source(row),
            json.dumps(payload),
            json.dumps(changes),
            "[]",
        )

    def _stores(self, values: dict[str, Any], columns: Iterable[Column]) -> dict[str, Any]:
        """The columns of the table that these values fill; a look-up fills several."""
        stores: dict[str, Any] = {}
        for column in columns:
            value = values[column.name]
            if column.lookup and value:
                stores.update(self._found[column.name][value].stores)
            elif not column.lookup:
                stores[column.name] = value
        return stores


def _source(row: SourceRow) -> str:
    """The cells of the file as texts, for the preview."""
    return json.dumps(["" if cell is None else str(cell) for cell in row.cells])


def _blank(dataset: Dataset, column: Column) -> Any:
    """What an empty cell stands for in this column: "" where texts are never null, else None."""
    if column.lookup:
        return None
    field = dataset.model_field(column.name)
    return "" if field.empty_strings_allowed and not field.null and field.blank else None


def _default(dataset: Dataset, column: Column) -> Any:
    """What a new row has in this column when the file has no such column."""
    if not column.lookup:
        field = dataset.model_field(column.name)
        if field.default is not NOT_PROVIDED:
            return field.get_default()
    return _blank(dataset, column)
