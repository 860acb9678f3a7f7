"""Running totals: what a file would add is counted before, what it did add is written at once."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import connection, models

from p2kp_site.exchange.datasets import Dataset, WouldBe
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.services.preview_sql import quote
from p2kp_site.exchange.totals import Total
from p2kp_site.foundation.models import ChangeSet


class Filling:
    """How far the rows of one file fill the totals that have a limit, row by row."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._limited = [total for total in dataset.totals if total.limit and total.over]
        # What is left, by total and by parent: in the base, less the earlier rows of the file.
        self._left: dict[Total, dict[int, int]] = {total: {} for total in self._limited}

    def faults(self, rows: Sequence[WouldBe]) -> Iterator[tuple[int, str, Fault]]:
        """The rows of a slice that would go over, at the cells of their amounts."""
        for total in self._limited if rows else ():
            parents = self._parents(total, rows)
            moves = [(row, parents[row.number], self._move(total, row)) for row in rows]
            left = self._left[total]
            self._look_up(total, {parent for _row, parent, _move in moves} - left.keys())
            # What makes room comes first, in whatever order it stands in the file.
            for row, parent, move in sorted(moves, key=lambda one: one[2] > 0):
                if move > left[parent]:
                    # Only totals with a limit come here, and they have it.
                    fault = total.over(row.values[total.amount], left[parent])  # type: ignore[misc]
                    yield row.number, total.amount, fault
                else:
                    left[parent] -= move

    def _parents(self, total: Total, rows: Sequence[WouldBe]) -> dict[int, int]:
        """The parent of each row, by its number."""
        named = {row.number: row.found.get(total.parent) for row in rows}
        silent = {row.pk: row.number for row in rows if row.pk and not named[row.number]}
        found = {n: one.stores[total.parent] for n, one in named.items() if one}
        if silent:
            standing = self.dataset.model._default_manager.filter(pk__among=set(silent))
            held = standing.values_list("pk", total.parent)
            found |= {silent[pk]: parent for pk, parent in held}
        return found

    def _move(self, total: Total, row: WouldBe) -> int:
        """What the row adds; what it held before is taken off."""
        if total.counted:
            # A row that counts is not changed by a file, and none becomes one that does.
            counts = row.pk is None and self.dataset.implied_by(row.values)[total.counted]
            return int(row.values[total.amount]) if counts else 0
        before = row.changes.get(total.amount, (row.values[total.amount],))[0] if row.pk else 0
        return int(row.values[total.amount]) - int(before)

    def _look_up(self, total: Total, parents: set[int]) -> None:
        if parents:
            rows = _model_of(self.dataset, total.parent)._default_manager
            left = models.F(total.limit) - models.F(total.column)
            self._left[total] |= dict(rows.filter(pk__among=parents).values_list("pk", left))


def count_totals(dataset: Dataset, change_set: ChangeSet, *, gone: bool = False) -> None:
    """Move the totals by what this act wrote into the rows of a dataset, each parent once.

    `gone`: by what it is about to delete. A limit that does not allow it is an IntegrityError.
    """
    for parent, totals in _by_parent(dataset).items():
        parents = _model_of(dataset, parent)
        rows = dataset.model._default_manager.filter(change_set=change_set)
        # Locked one after the other, as whoever else moves these totals does.
        parents._default_manager.filter(pk__in=rows.values(parent)).lock()
        meta: Any = dataset.model._meta
        table = quote(parents._meta.db_table)
        moves = [_moved(dataset, total, gone=gone) for total in totals]
        columns = [quote(parents._meta.get_field(t.column).column) for t in totals]
        by = quote(meta.get_field(parent).column)
        sums = ", ".join(f"SUM({move}) AS m{i}" for i, move in enumerate(moves))
        added = ", ".join(f"{c} = {table}.{c} + d.m{i}" for i, c in enumerate(columns))
        moved = " OR ".join(f"d.m{i} <> 0" for i in range(len(moves)))
        sql = (
            # Names of our own, values as parameters.
            f"UPDATE {table} SET {added} FROM (SELECT t.{by} AS parent, {sums}"  # noqa: S608
            f" FROM {quote(meta.db_table)} t WHERE t.change_set_id = %s GROUP BY t.{by}) d"
            f" WHERE {table}.id = d.parent AND ({moved})"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [change_set.pk])


def tables_of_totals(dataset: Dataset) -> set[str]:
    """The tables whose totals the rows of a dataset move."""
    return {_model_of(dataset, parent)._meta.db_table for parent in _by_parent(dataset)}


def _by_parent(dataset: Dataset) -> Mapping[str, list[Total]]:
    found: dict[str, list[Total]] = defaultdict(list)
    for total in dataset.totals:
        found[total.parent].append(total)
    return found


def _model_of(dataset: Dataset, parent: str) -> Any:
    field: Any = dataset.model._meta.get_field(parent)
    return field.related_model


def _moved(dataset: Dataset, total: Total, *, gone: bool) -> str:
    """SQL: what a row `t` adds to a total, less what its version before had added."""
    meta: Any = dataset.model._meta
    # Every record has a history.
    history = quote(dataset.model.history.model._meta.db_table)  # type: ignore[attr-defined]

    def value(row: str) -> str:
        amount = f"{row}.{quote(meta.get_field(total.amount).column)}"
        if not total.counted:
            return amount
        counted = f"{row}.{quote(meta.get_field(total.counted).column)}"
        return f"CASE WHEN {counted} THEN {amount} ELSE 0 END"

    if gone:
        return f"-({value('t')})"
    before = (
        # Names of our own, values as parameters.
        f"SELECT {value('h')} FROM {history} h WHERE h.id = t.id AND h.version = t.version - 1"  # noqa: S608
        " AND h.history_type <> '-' ORDER BY h.history_id DESC LIMIT 1"
    )
    return f"{value('t')} - CASE WHEN t.version > 1 THEN COALESCE(({before}), 0) ELSE 0 END"
