"""Slices of a file become rows of its preview.

Most rows are new and in order, or exactly as they are held: these are settled here, a few steps a
row. Whatever is out of the ordinary goes to `deciding`.
"""

from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import Any

from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.models import ImportRow
from p2kp_site.exchange.models.imports import RowKind
from p2kp_site.exchange.reading import Column as FileColumn
from p2kp_site.exchange.reading import SourceRow
from p2kp_site.exchange.services.deciding import KEY_SEPARATOR, Candidate, Decider
from p2kp_site.exchange.services.existing import (
    Target,
    closed_behind,
    find_existing,
    whole_targets,
)
from p2kp_site.exchange.services.literal import is_as_exported
from p2kp_site.exchange.services.payloads import Payloads, as_json
from p2kp_site.exchange.services.recognising import recognise
from p2kp_site.exchange.services.shape import Shape
from p2kp_site.exchange.services.slices import Slice, SliceReader
from p2kp_site.foundation.bulk import insert_rows
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.refs import new_ref, new_refs

STAGED = (
    "job_id", "number", "kind", "key", "target_id", "seen_version", "seen_signoff", "source",
    "payload", "changes", "faults",
)  # fmt: skip  # names as running text
_LONGEST_KEY = 400
# As plain texts: a member of an enumeration costs the database driver a detour each time.
_NEW, _CHANGED, _UNCHANGED, _REFUSED, _SKIPPED = RowKind.values


class Staging:
    """Puts the rows of one file into its preview, slice by slice."""

    def __init__(
        self,
        *,
        job_id: int,
        dataset: Dataset,
        columns: Sequence[FileColumn],
        reader: Reader,
        texts: bool = False,
    ) -> None:
        """`texts`: the file is one of plain text, where every cell is a text."""
        self.job_id, self.dataset, self.reader = job_id, dataset, reader
        self.shape = Shape(dataset, columns)
        self.slices = SliceReader(self.shape, reader)
        self.decider = Decider(self.shape, reader)
        self.payloads = Payloads(self.shape)
        shape = self.shape
        self._names = [c.name for c in shape.set_columns]
        self._row_names = [c.name for c in shape.row]
        self._held_names = [c.name for c in shape.held]
        indices = {column.name: index for index, column in shape.in_file}
        self._indices = [indices.get(name, 0) for name in self._row_names]
        # Rows that need no second look: nothing can be missing, and the person may do it.
        self._adds_plainly = not shape.missing and self.decider.may_add
        self._simple = {c.name for c in shape.set_columns if dataset.is_direct(c) and not c.key}
        self._never_empty = [c.name for c in shape.never_empty]
        self._defaulting = [n for n in self._names if shape.defaults[n] not in (None, "")]
        self._default_keys = [n for n in self._defaulting if dataset.fields[n].key]
        self._stays = {n: v for n, v in shape.defaults.items() if n not in self._names}
        keys = [c.name for c in dataset.key_columns if c.name in self._row_names]
        self._pick_key = _picker(self._row_names, keys)
        self._all_keys = len(keys) == len(dataset.key_columns)
        # A key with a part that the person may not see is told to nobody.
        hidden = {c.name for c in dataset.key_columns} - {c.name for c in dataset.columns}
        self._told_key = [] if hidden else [c.name for c in dataset.key_columns]
        self._texts = list if texts else _as_texts

    def stage(self, rows: Sequence[SourceRow]) -> None:
        """Read one slice and put what was found into the preview."""
        data = [row for row in rows if row.kind == "data"]
        staged = list(self._staged(data)) if data else []
        staged += [self._skipped(row) for row in rows if row.kind == "skipped"]
        insert_rows(ImportRow, STAGED, staged)

    def _staged(self, data: Sequence[SourceRow]) -> Iterator[tuple[Any, ...]]:
        part = self.slices.read(data)
        refs = part.values.get("ref") or [None] * len(data)
        self._fill_in_keys(part, refs)
        keys = recognise(self.dataset, part, refs, self._keys(part))
        existing = find_existing(self.shape, self.reader, refs=refs, keys=keys)
        named = [
            existing.by_ref.get(ref) if ref else existing.by_key.get(key)
            for ref, key in zip(refs, keys, strict=True)
        ]
        rows = self._rows_of(part)
        settled = self._settle_unchanged(part, rows, named)
        touched = [i for i, one in enumerate(settled) if one is None]
        whole = whole_targets(self.shape, {one.pk for i in touched if (one := named[i])})
        part.found.update(closed_behind(self.shape, named, whole))
        odd: dict[int, Candidate] = {}
        fresh = new_refs(len(data))
        for position in touched:
            row, key, one = rows[position], keys[position], named[position]
            target = whole.get(one.pk) if one else None
            plain, clean = None, position not in part.faults and position not in part.marks
            if clean and not self.dataset.has_slice_rules:
                if target and self.decider.may_change:
                    plain = self._plainly_over(position, part, row, target)
                elif not (target or refs[position]) and key and key not in existing.taken:
                    plain = self._plainly_new(position, part, row, fresh[position])
            settled[position] = plain
            if plain is None:
                odd[position] = self.decider.decide(position, part, existing, key, target)
        self.decider.refuse_twins(part, odd)
        if self.dataset.has_slice_rules:
            self.decider.refuse_across(part, odd)
        for position, done in enumerate(settled):
            yield done or self._finished(position, part, odd[position])

    def _rows_of(self, part: Slice) -> list[tuple[Any, ...]]:
        """What each row says in the columns that may be stored."""
        columns = [part.values[name] for name in self._row_names]
        return list(zip(*columns, strict=True)) if columns else [()] * len(part.rows)

    def _settle_unchanged(
        self, part: Slice, rows: Sequence[tuple[Any, ...]], named: Sequence[Target | None]
    ) -> list[tuple[Any, ...] | None]:
        """The rows that stand as they are held, as rows of the preview; None for all others."""
        if not self.decider.may_change:
            return [None] * len(rows)
        return [
            self._row(part.rows[i], _UNCHANGED, self._key_text(row), target)
            if target and target.held == row and i not in part.faults
            else None
            for i, (row, target) in enumerate(zip(rows, named, strict=True))
        ]

    def _fill_in_keys(self, part: Slice, refs: Sequence[Any]) -> None:
        """Put the default where a part of the key is left out, and no reference names the row."""
        for name, values in ((n, part.values[n]) for n in self._default_keys):
            for i in (i for i, value in enumerate(values) if value is None and not refs[i]):
                if name not in part.faults.get(i, ()):
                    values[i] = self.shape.defaults[name]

    def _keys(self, part: Slice) -> list[Any]:
        """The natural key of each row as it stands in the table; None where a part is missing."""
        parts: list[list[Any]] = []
        for name in self.dataset.key_stores:
            link = self.dataset.all_links.get(name)
            if link is None and name in part.values:
                default = self.shape.defaults[name]
                values = part.values[name]
                parts.append(values if default in (None, "") else [v or default for v in values])
            elif link is None:
                parts.append([self.shape.defaults.get(name) or None] * len(part.rows))
            else:
                found = part.found.get(name) or [None] * len(part.rows)
                parts.append([one and one.stores[name] for one in found])
        if len(parts) == 1:
            return parts[0]
        whole = zip(*parts, strict=True)
        return [None if None in key or "" in key else key for key in whole]

    def _plainly_over(
        self, position: int, part: Slice, row: tuple[Any, ...], target: Target
    ) -> tuple[Any, ...] | None:
        """A row of the preview over an existing row, against which nothing speaks; else None."""
        held, source = target.held, part.rows[position]
        changes = {}
        for name, before, now, index in zip(
            self._row_names, held, row, self._indices, strict=False
        ):
            if now != before:
                # A place, a key, an emptied cell, or one that is as it was exported: look closer.
                plain = name in self._simple and now is not None
                if not plain or is_as_exported(source.cells[index], before):
                    return None
                changes[name] = [before, now]
        values = dict(zip(self._held_names, (*row, *held[len(row) :]), strict=True))
        if self.dataset.has_row_rules and any(self.dataset.row_faults(values)):
            return None
        found = {key: all_[position] for key, all_ in part.found.items()}
        if any(one is None or one.closed for one in found.values()):
            return None
        return self._row(
            source,
            _CHANGED,
            self._key_text(row),
            target,
            cells=as_json(self._texts(source.cells)),
            payload=self.payloads.changed(values, found, target),
            changes=as_json(changes),
        )

    def _plainly_new(
        self, position: int, part: Slice, row: tuple[Any, ...], ref: str
    ) -> tuple[Any, ...] | None:
        """A row of the preview that adds a row against which nothing speaks; else None."""
        if not self._adds_plainly or any(row[len(self._names) :]):
            return None
        values = dict(zip(self._names, row, strict=False))
        for name in self._defaulting:
            if values[name] is None:
                values[name] = self.shape.defaults[name]
        if None in row and any(values.get(name, "") is None for name in self._never_empty):
            return None
        values |= self._stays
        if self.dataset.has_row_rules and any(self.dataset.row_faults(values)):
            return None
        found = {key: all_[position] for key, all_ in part.found.items()}
        if any(one is None or one.closed for one in found.values()):
            return None
        source = part.rows[position]
        return self._row(
            source,
            _NEW,
            self._key_text(row),
            cells=as_json(self._texts(source.cells)),
            payload=self.payloads.new(values, found, ref),
        )

    def _row(
        self,
        source: SourceRow,
        kind: str,
        key: str = "",
        target: Target | None = None,
        *,
        cells: str = "[]",
        payload: str = "{}",
        changes: str = "{}",
        faults: str = "[]",
    ) -> tuple[Any, ...]:
        """A row of the preview, in the order of `STAGED`."""
        seen = (target.pk, target.version, target.signoff) if target else (None, None, "")
        return (self.job_id, source.number, kind, key, *seen, cells, payload, changes, faults)

    def _finished(self, position: int, part: Slice, candidate: Candidate) -> tuple[Any, ...]:
        target, row = candidate.target, part.rows[position]
        parts = [candidate.values.get(name) for name in self._told_key]
        key = candidate.likeness or ("" if None in parts else _joined(parts))
        cells = as_json(_as_texts(row.cells))
        if faults := part.faults.get(position):
            said = as_json(
                [{"column": name, "kind": f.kind, "params": f.params} for name, f in faults.items()]
            )
            return self._row(row, _REFUSED, key, target, cells=cells, faults=said)
        values, found = candidate.values, candidate.found
        marks = [
            {"column": name, "kind": m.kind, "params": m.params, "value": str(m.value)}
            for name, m in part.marks.get(position, {}).items()
        ]
        told = as_json(marks)
        if target is None:
            payload = self.payloads.new(values, found, candidate.ref or new_ref())
            return self._row(row, _NEW, key, cells=cells, payload=payload, faults=told)
        if not (changes := candidate.changes(self.shape)):
            return self._row(row, _UNCHANGED, key, target)
        return self._row(
            row,
            _CHANGED,
            key,
            target,
            cells=cells,
            payload=self.payloads.changed(values, found, target),
            changes=as_json(changes),
            faults=told,
        )

    def _skipped(self, row: SourceRow) -> tuple[Any, ...]:
        why = as_json([{"kind": row.why or "", "params": {}}])
        return self._row(row, _SKIPPED, cells=as_json(_as_texts(row.cells)), faults=why)

    def _key_text(self, row: Sequence[Any]) -> str:
        """The natural key as people name the row; nothing while a part of it is not in the file."""
        return _joined(self._pick_key(row)) if self._all_keys else ""


def _picker(names: Sequence[str], wanted: Sequence[str]) -> Callable[..., Sequence[Any]]:
    """A function from a row to its values in these columns."""
    places = [names.index(name) for name in wanted]
    if len(places) > 1:
        return itemgetter(*places)
    return lambda row: [row[place] for place in places]


def _joined(parts: Sequence[Any]) -> str:
    if len(parts) == 1:
        return str(parts[0])
    return "" if None in parts else KEY_SEPARATOR.join(map(str, parts))[:_LONGEST_KEY]


def _as_texts(cells: Sequence[Any]) -> list[str]:
    return ["" if cell is None else cell if cell.__class__ is str else str(cell) for cell in cells]
