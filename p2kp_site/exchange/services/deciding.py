"""What a row of a file would do to the table: find the row that it names, complete it, compare."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from p2kp_site.exchange.columns import Column, Found
from p2kp_site.exchange.datasets import Dataset, WouldBe
from p2kp_site.exchange.reading import Fault, Marked
from p2kp_site.exchange.services.existing import Existing, Target
from p2kp_site.exchange.services.export_sql import fixed_labels
from p2kp_site.exchange.services.literal import is_as_exported
from p2kp_site.exchange.services.shape import Shape
from p2kp_site.exchange.services.slices import Slice
from p2kp_site.exchange.services.totals import Filling
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.refs import is_ref

KEY_SEPARATOR = " · "


class Candidate(NamedTuple):
    """A row of the file as it would stand in the table: over an existing one, or new.

    `likeness` is there when it came without key: two such rows of one likeness are one thing.
    """

    target: Target | None
    values: dict[str, Any]
    found: Mapping[str, Found | None]
    likeness: str = ""
    ref: str = ""

    def changes(self, shape: Shape) -> dict[str, list[Any]]:
        """What the row would change, as before and after by column."""
        held = self.target.held if self.target else ()
        both = zip(shape.set_columns, held, strict=False)
        return {
            c.name: [before, self.values[c.name]]
            for c, before in both
            if before != self.values[c.name]
        }


class Decider:
    """Decides on the rows of one file, one at a time."""

    def __init__(self, shape: Shape, reader: Reader) -> None:
        self.shape, self.dataset = shape, shape.dataset
        self.key = self.dataset.key_columns[0]
        self.may_add = reader.may(self.dataset.right("add"))
        # What lies nowhere belongs to the whole nation, and only the nation adds to it.
        self.of_the_nation = "" in reader.areas
        rows: Any = self.dataset.model._default_manager
        self.may_add &= not rows.writable_by(reader).query.is_empty()
        self.may_change = reader.may(self.dataset.right("change"))
        self._places = {c.name: i for i, c in enumerate(shape.held)}
        part_of = self.dataset.all_links.get(self.dataset.part_of)
        self._belonging = part_of.own if part_of else ()
        links = self.dataset.all_links.values()
        self._optional = {name for link in links for name in link.optional}
        self._filling = Filling(self.dataset)

    def decide(
        self, position: int, part: Slice, existing: Existing, key: Any, target: Target | None
    ) -> Candidate:
        """What a row would hold, over `target` or as a new one; note what speaks against it."""
        ref = part.values["ref"][position] if "ref" in part.values else None
        given = {c.name: part.values[c.name][position] for c in self.shape.set_columns}
        found = {name: all_[position] for name, all_ in part.found.items()}
        if ref and target is None and (ref in existing.gone or not is_ref(ref)):
            part.refuse(position, "ref", Fault("unknown_ref", {"text": str(ref)}))
        holder = existing.by_key.get(key)
        if key in existing.taken or (holder and (not target or holder.pk != target.pk)):
            shown = KEY_SEPARATOR.join(str(given.get(c.name)) for c in self.dataset.key_columns)
            part.refuse(position, self.key.name, Fault("key_taken", {"text": shown}))
        if target:
            return self._over(position, part, Candidate(target, given, found), target)
        return self._new(position, part, Candidate(None, given, found, ref=ref or ""))

    # Over an existing row ---------------------------------------------------------------------

    def _over(self, position: int, part: Slice, row: Candidate, target: Target) -> Candidate:
        given = row.values
        held = {name: target.held[place] for name, place in self._places.items()}
        self._keep_literal(position, part, held, given)
        self._compare_held(position, part, held)
        self._keep_defaults(given, held)
        row = row._replace(values={**held, **given})
        if not self.may_change:
            part.refuse(position, self.key.name, Fault("may_not_change"))
        if not row.changes(self.shape):
            return row
        for name in self._belonging:
            if row.values[name] != held[name]:
                params = {"text": str(row.values[name]), "found": str(held[name])}
                part.refuse(position, name, Fault("stays_with_its_parent", params))
        self._refuse_torn(position, part, row, held)
        self._refuse_closed(position, part, row)
        self._refuse_empty(position, part, row.values)
        self._refuse_by_rules(position, part, row.values)
        return row

    def _refuse_torn(
        self, position: int, part: Slice, row: Candidate, held: dict[str, Any]
    ) -> None:
        """A row that comes to another board does not keep the group of the one it leaves."""
        for link in self.shape.absent:
            shared = [name for name in link.shared if self.dataset.link_of(name)]
            moved = any(row.values[name] != held[name] for name in shared)
            if moved and (kept := [name for name in link.own if held[name] not in (None, "")]):
                params = {"text": str(held[kept[-1]])}
                part.refuse(position, link.head, Fault("left_behind", params))

    def _keep_literal(
        self, position: int, part: Slice, held: dict[str, Any], given: dict[str, Any]
    ) -> None:
        """Cells that show what is held are unchanged, and cannot be at fault."""
        faults = part.faults.get(position, {})
        for index, column in self.shape.in_file:
            name = column.name
            differs = name in given and given[name] != held[name]
            if name in held and (name in faults or differs):
                cell = part.rows[position].cells[index]
                if is_as_exported(cell, held[name]) and self._stands_together(name, held, given):
                    faults.pop(name, None)
                    part.marks.get(position, {}).pop(name, None)
                    if name in given:
                        given[name] = held[name]
        if position in part.faults and not faults:
            del part.faults[position]

    def _keep_defaults(self, given: dict[str, Any], held: dict[str, Any]) -> None:
        """Where an empty cell stands for the default, a row that has it is not changed by one."""
        for column in self.shape.set_columns:
            default = self.shape.defaults[column.name]
            if column.defaulted and given[column.name] is None and held[column.name] == default:
                given[column.name] = default

    def _stands_together(self, name: str, held: dict[str, Any], given: dict[str, Any]) -> bool:
        """Are the columns that name a row together with this one as they are held?"""
        link = self.dataset.link_of(name)
        others = [other for other in link.columns if other != name] if link else ()
        return all(given.get(other) == held[other] for other in others)

    def _compare_held(self, position: int, part: Slice, held: dict[str, Any]) -> None:
        """What is only compared, with what the row itself holds; empty is fine."""
        cells = part.rows[position].cells
        for index, column in self.shape.in_file:
            if column not in self.shape.compared:
                continue
            written, stands = part.values[column.name][position], held[column.name]
            if written in (None, "", stands) or is_as_exported(cells[index], stands):
                continue
            text, found = (_shown(self.dataset, column, value) for value in (written, stands))
            part.refuse(
                position, column.name, Fault("differs_from_row", {"text": text, "found": found})
            )
        for column in self.shape.compared_beside:
            other, aspect = column.beside or ("", "")
            link = self.dataset.link_of(other)
            written, stands = part.values[column.name][position], held[column.name]
            if link and written and stands:
                meant = Found(held[other], {}, {aspect: stands})
                if link.lookup.differs(written, meant, aspect):
                    params = {"text": str(written), "code": meant.text, "found": stands}
                    part.refuse(position, column.name, Fault("differs_from_code", params))

    # A new row --------------------------------------------------------------------------------

    def _new(self, position: int, part: Slice, row: Candidate) -> Candidate:
        """A new row with what it needs besides its cells: perhaps a key of our own."""
        values = {**self.shape.defaults, **row.values}
        for column in self.shape.missing:
            part.refuse(position, column.name, Fault("required_column"))
        for name, default in self.shape.defaults.items():
            if values[name] is None:
                values[name] = default
        for column in self.shape.compared:
            if written := part.values[column.name][position]:
                mark = Marked(None, "not_taken_over", {"text": str(written)})
                part.mark(position, column.name, mark)
        if not self.may_add:
            part.refuse(position, self.key.name, Fault("may_not_add"))
        likeness = ""
        self._refuse_closed(position, part, row)
        self._refuse_empty(position, part, values, but={self.key.name, *self._optional})
        if values[self.key.name] in (None, ""):
            if self.dataset.issues_keys and position not in part.faults:
                # Made of the other columns, so only when these are in order.
                values[self.key.name] = self.dataset.issue_key(values)
                likeness = self.dataset.likeness(values)
            if not (self.dataset.issues_keys and position in part.faults):
                self._refuse_empty(position, part, values, but=self._optional)
        self._refuse_by_rules(position, part, values)
        return row._replace(values=values, likeness=likeness)

    def refuse_twins(self, part: Slice, candidates: Mapping[int, Candidate]) -> None:
        """A row without key that looks like one in the base: perhaps it is that one."""
        likenesses = {c.likeness for c in candidates.values() if c.likeness}
        known = self.dataset.known_likenesses(likenesses) if likenesses else {}
        for position, candidate in candidates.items():
            if candidate.likeness in known:
                params = {"text": candidate.likeness, "code": known[candidate.likeness]}
                part.refuse(position, self.key.name, Fault("perhaps_this_one", params))

    def refuse_across(self, part: Slice, candidates: Mapping[int, Candidate]) -> None:
        """Rows that are in order by themselves, but not beside others."""
        rows, positions = [], {}
        for position, one in candidates.items():
            changes = one.changes(self.shape) if one.target else {}
            if position not in part.faults and (changes or not one.target):
                number = part.rows[position].number
                positions[number] = position
                pk = one.target.pk if one.target else None
                rows.append(WouldBe(number, pk, one.values, one.found, changes))
        for number, column, fault in self.dataset.slice_faults(rows) if rows else ():
            part.refuse(positions[number], column, fault)
        good = [row for row in rows if positions[row.number] not in part.faults]
        for number, column, fault in self._filling.faults(good):
            part.refuse(positions[number], column, fault)

    # Either -----------------------------------------------------------------------------------

    def _refuse_closed(self, position: int, part: Slice, row: Candidate) -> None:
        """Nothing is put where it may not be: into what is closed, or above one's own area."""
        for key, one in row.found.items():
            link = self.dataset.all_links[key]
            if one and one.closed:
                part.refuse(position, link.head, one.closed)
                continue
            nowhere = not (one or any(row.values.get(name) for name in link.own))
            if nowhere and "area" in link.lookup.stores and not self.of_the_nation:
                part.refuse(position, link.head, Fault("required"))

    def _refuse_empty(
        self, position: int, part: Slice, values: dict[str, Any], *, but: Collection[str] = ()
    ) -> None:
        for column in self.shape.never_empty:
            if column.name not in but and values.get(column.name, "") is None:
                part.refuse(position, column.name, Fault("required"))

    def _refuse_by_rules(self, position: int, part: Slice, values: dict[str, Any]) -> None:
        if position not in part.faults:
            for name, fault in self.dataset.row_faults(values):
                part.refuse(position, name, fault)


def _shown(dataset: Dataset, column: Column, value: Any) -> str:
    """A value as a file shows it."""
    return "" if value is None else str(fixed_labels(dataset, column).get(value, value))
