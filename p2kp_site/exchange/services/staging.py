"""From the rows of a slice to rows of the preview: find what exists, complete, compare."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import NOT_PROVIDED

from p2kp_site.exchange.datasets import Column, Dataset, Found
from p2kp_site.exchange.models import ImportRow
from p2kp_site.exchange.models.imports import RowKind
from p2kp_site.exchange.reading import Column as FileColumn
from p2kp_site.exchange.reading import Fault, SourceRow
from p2kp_site.exchange.services.existing import Existing, Target, find_existing
from p2kp_site.exchange.services.literal import is_as_exported
from p2kp_site.exchange.services.slices import Slice, SliceReader, blank_of
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
# An escaped NUL, not the six characters that somebody typed.
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


class Candidate(NamedTuple):
    """A row of the file as it would stand in the table: over an existing one, or new.

    `likeness` is there when it came without key: two such rows of one likeness are one thing.
    """

    target: Target | None
    values: dict[str, Any]
    likeness: str = ""


class Staging:
    """Puts the rows of one file into its preview, slice by slice."""

    def __init__(
        self, *, job_id: int, dataset: Dataset, columns: Sequence[FileColumn], reader: Reader
    ) -> None:
        self.job_id, self.dataset, self.reader = job_id, dataset, reader
        self.slices = SliceReader(dataset, columns, reader)
        self.stored = [c for c in dataset.fields.values() if not c.beside and c.name != "ref"]
        present = {column.name for _index, column in self.slices.in_file}
        self.set_columns = [c for c in self.stored if c.name in present]
        # What is known of an existing row: what it stores, and the names beside that came with it.
        beside = [column for _index, column in self.slices.in_file if column.beside]
        self.held = [*self.stored, *beside]
        self.compared_alone = [c for c in beside if c.beside and c.beside[0] not in present]
        self.missing = [c for c in self.stored if c.required and c.name not in present]
        self.key = next(c for c in self.stored if c.key)
        self.never_empty = [c for c in self.stored if not c.clearable]
        self.defaults = {c.name: _default(dataset, c) for c in self.stored}
        self.may_add = reader.may(dataset.right("add"))
        self.may_change = reader.may(dataset.right("change"))

    def stage(self, rows: Sequence[SourceRow]) -> None:
        """Read one slice and put what was found into the preview."""
        data = [row for row in rows if row.kind == "data"]
        staged = self._staged(data) if data else []
        staged += [
            self._row(row, RowKind.SKIPPED, faults=[{"kind": row.why or "", "params": {}}])
            for row in rows
            if row.kind == "skipped"
        ]
        insert_rows(ImportRow, STAGED, staged)

    def _staged(self, data: Sequence[SourceRow]) -> list[tuple[Any, ...]]:
        part = self.slices.read(data)
        refs, keys = part.values.get("ref", ()), part.values.get(self.key.name, ())
        existing = find_existing(
            self.dataset, self.held, self.key, self.reader, refs=refs, keys=keys
        )
        candidates = [self._candidate(i, part, existing) for i in range(len(data))]
        self._refuse_twins(part, candidates)
        return [self._finished(i, part, candidates[i]) for i in range(len(data))]

    # Deciding ---------------------------------------------------------------------------------

    def _candidate(self, position: int, part: Slice, existing: Existing) -> Candidate:
        """Find the row that this one names, and what it would hold; note what speaks against it."""
        ref = part.values["ref"][position] if "ref" in part.values else None
        given = {c.name: part.values[c.name][position] for c in self.set_columns}
        key = given.get(self.key.name) or ""
        target = existing.by_ref.get(ref) if ref else existing.by_key.get(key)
        if ref and target is None:
            part.refuse(position, "ref", Fault("unknown_ref", {"text": str(ref)}))
        holder = existing.by_key.get(key)
        if key in existing.taken or (holder and target and holder.pk != target.pk):
            part.refuse(position, self.key.name, Fault("key_taken", {"text": str(key)}))
        if target:
            self._keep_literal(position, part, target, given)
            self._compare_held(position, part, target)
            candidate = Candidate(target, {**target.values, **given})
            self._refuse_empty(position, part, candidate.values)
            if not self.may_change:
                part.refuse(position, self.key.name, Fault("may_not_change"))
        else:
            candidate = self._new(position, part, {**self.defaults, **given})
        if position not in part.faults:
            for name, fault in self.dataset.row_faults(candidate.values):
                part.refuse(position, name, fault)
        return candidate

    def _keep_literal(
        self, position: int, part: Slice, target: Target, given: dict[str, Any]
    ) -> None:
        """Cells that show what is held are unchanged, and cannot be at fault."""
        faults = part.faults.get(position, {})
        if not faults and given.items() <= target.values.items():
            return
        for index, column in self.slices.in_file:
            name = column.name
            if name in faults or (name in given and given[name] != target.values[name]):
                cell = part.rows[position].cells[index]
                if name != "ref" and is_as_exported(cell, target.values[name]):
                    faults.pop(name, None)
                    part.marks.get(position, {}).pop(name, None)
                    if name in given:
                        given[name] = target.values[name]
        if position in part.faults and not faults:
            del part.faults[position]

    def _compare_held(self, position: int, part: Slice, target: Target) -> None:
        """Names beside a code that is not in the file are compared with the row's own."""
        for column in self.compared_alone:
            other, aspect = column.beside or ("", "")
            lookup = self.dataset.fields[other].lookup
            written, held = part.values[column.name][position], target.values[column.name]
            if lookup and written and held:
                meant = Found(target.values[other], {}, {aspect: held})
                if lookup.differs(written, meant, aspect):
                    params = {"text": str(written), "code": meant.text, "found": held}
                    part.refuse(position, column.name, Fault("differs_from_code", params))

    def _new(self, position: int, part: Slice, values: dict[str, Any]) -> Candidate:
        """A new row with what it needs besides its cells: perhaps a key of our own."""
        for column in self.missing:
            part.refuse(position, column.name, Fault("required_column"))
        for name, default in self.defaults.items():
            if values[name] is None:
                values[name] = default
        if not self.may_add:
            part.refuse(position, self.key.name, Fault("may_not_add"))
        likeness = ""
        self._refuse_empty(position, part, values, but=self.key)
        if not values[self.key.name] and position not in part.faults:
            # Made of the other columns, so only when these are in order.
            values[self.key.name] = self.dataset.issue_key(values)
            likeness = self.dataset.likeness(values)
            self._refuse_empty(position, part, values)
        return Candidate(None, values, likeness)

    def _refuse_empty(
        self, position: int, part: Slice, values: dict[str, Any], *, but: Column | None = None
    ) -> None:
        for column in self.never_empty:
            if column is not but and column.name in values and values[column.name] is None:
                part.refuse(position, column.name, Fault("required"))

    def _refuse_twins(self, part: Slice, candidates: Sequence[Candidate]) -> None:
        """A row without key that looks like one in the base: perhaps it is that one."""
        likenesses = {c.likeness for c in candidates if c.likeness}
        known = self.dataset.known_likenesses(likenesses) if likenesses else {}
        for position, candidate in enumerate(candidates):
            if candidate.likeness in known:
                params = {"text": candidate.likeness, "code": known[candidate.likeness]}
                part.refuse(position, self.key.name, Fault("perhaps_this_one", params))

    # Finishing --------------------------------------------------------------------------------

    def _finished(self, position: int, part: Slice, candidate: Candidate) -> tuple[Any, ...]:
        target, values = candidate.target, candidate.values
        row = part.rows[position]
        key = candidate.likeness or str(values.get(self.key.name) or "")[:200]
        if faults := part.faults.get(position):
            said = [
                {"column": name, "kind": f.kind, "params": f.params} for name, f in faults.items()
            ]
            return self._row(row, RowKind.REFUSED, key, target, faults=said)
        marks = [
            {"column": name, "kind": m.kind, "params": m.params, "value": str(m.value)}
            for name, m in part.marks.get(position, {}).items()
        ]
        if target is None:
            payload = {"ref": new_ref(), **self._stores(candidate, self.stored)}
            return self._row(row, RowKind.NEW, key, payload=payload, faults=marks)
        if values == target.values:
            return self._row(row, RowKind.UNCHANGED, key, target)
        changes = {
            c.name: [target.values[c.name], values[c.name]]
            for c in self.set_columns
            if target.values[c.name] != values[c.name]
        }
        payload = self._stores(candidate, self.set_columns)
        return self._row(
            row, RowKind.CHANGED, key, target, payload=payload, changes=changes, faults=marks
        )

    def _row(
        self,
        row: SourceRow,
        kind: RowKind,
        key: str = "",
        target: Target | None = None,
        *,
        payload: dict[str, Any] | None = None,
        changes: dict[str, Any] | None = None,
        faults: Sequence[dict[str, Any]] = (),
    ) -> tuple[Any, ...]:
        """A row of the preview, its values in the order of `STAGED`."""
        cells = ["" if cell is None else str(cell) for cell in row.cells]
        return (
            self.job_id,
            row.number,
            kind,
            key,
            target and target.pk,
            target and target.version,
            _shown(cells),
            json.dumps(payload) if payload else "{}",
            json.dumps(changes) if changes else "{}",
            _shown(faults) if faults else "[]",
        )

    def _stores(self, candidate: Candidate, columns: Iterable[Column]) -> dict[str, Any]:
        """The columns of the table that these values fill; a look-up fills several."""
        stores: dict[str, Any] = {}
        for column in columns:
            value = candidate.values[column.name]
            if not column.lookup:
                stores[column.name] = value
            elif found := self.slices.found.get(column.name, {}).get(value):
                stores.update(found.stores)
            elif candidate.target:  # a place that cannot be named any more, but was not touched
                held = candidate.target.stores
                stores.update({name: held[name] for name in column.lookup.stores})
        return stores


def _shown(value: Any) -> str:
    """JSON of what was in a file; PostgreSQL keeps no NUL, so another sign stands in its place."""
    text = json.dumps(value)
    return _NUL.sub(r"\1\\ufffd", text) if "\\u0000" in text else text


def _default(dataset: Dataset, column: Column) -> Any:
    """What a new row has in this column when the file has no such column."""
    if not column.lookup:
        field = dataset.model_field(column.name)
        if field.default is not NOT_PROVIDED:
            return field.get_default()
    return blank_of(dataset, column)
