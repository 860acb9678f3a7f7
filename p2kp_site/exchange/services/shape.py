"""What the columns of a file are to the rows of the table, worked out once a file."""

from collections.abc import Sequence
from typing import Any

from django.db.models import NOT_PROVIDED, TextField
from django.db.models.functions import Cast

from p2kp_site.exchange.columns import Column, Link
from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.reading import Column as FileColumn

# Kinds whose cells are read with an eye on the heading that stands above them.
_HEADED = ("sex", "yes_no")


class Shape:
    """The columns of one file, sorted by what is done with them.

    `set_columns` are stored, `compared` must agree with the row, `beside` with what a link found.
    `row` are the columns whose values together say whether a row is as it is held.
    """

    def __init__(self, dataset: Dataset, columns: Sequence[FileColumn]) -> None:
        self.dataset = dataset
        self.in_file = [(c.index, dataset.fields[c.field]) for c in columns if c.field]
        self.columns = [column for _index, column in self.in_file]
        self._headings = {c.field: c.heading for c in columns if c.field}
        present = {column.name for column in self.columns}
        whole = [link for link in dataset.all_links.values() if present.issuperset(link.needed)]
        # What a link can do without is no column of the file; what it finds fills it in.
        left_out = {n: dataset.fields[n] for link in whole for n in link.optional}
        self.left_out = [column for name, column in left_out.items() if name not in present]
        present.update(left_out)
        # A link of several columns may use what one of a single column has put right.
        self.links: list[Link] = sorted(whole, key=lambda link: len(link.columns))
        self.absent = [link for link in dataset.all_links.values() if link not in whole]
        torn = {name for link in self.absent for name in link.own}
        stored = [c for c in dataset.stored if c.name in present]
        self.set_columns = [c for c in stored if c.name not in torn]
        # A link that lost a column cannot be followed: what is left of it must agree.
        self.compared = [c for c in self.columns if c.compared or (c in stored and c.name in torn)]
        linked = {name for link in whole for name in link.own}
        self.compared_beside = [c for c in self.columns if c.beside and c.beside[0] not in linked]
        self.row = [*self.set_columns, *self.compared, *self.compared_beside]
        self.rest = [c for c in dataset.stored if c not in self.row]
        self.held = [*self.row, *self.rest]
        self.missing = self._missing()
        self.never_empty = [c for c in dataset.stored if not c.clearable]
        self.defaults = {c.name: self._default(c) for c in dataset.stored}
        self.spreads = [c for c in dataset.stored if c.spread]

    def reader_options(self, column: Column) -> dict[str, Any]:
        """What the reading of this column's cells needs to know."""
        options = self.dataset.reader_options(column)
        if column.read_as in _HEADED:
            options["heading"] = self._headings[column.name]
        return options

    def expressions(self, columns: Sequence[Column]) -> dict[str, Any]:
        """What an existing row holds in these columns, as expressions in their order."""
        return {f"held_{i}": self._expression(c) for i, c in enumerate(columns)}

    @property
    def stores(self) -> list[str]:
        """The columns of the table that the links fill."""
        links = self.dataset.all_links.values()
        return list(dict.fromkeys(name for link in links for name in link.lookup.stores))

    def _expression(self, column: Column) -> Any:
        # Days travel as ISO text, so nobody makes a date of each and a text of that again.
        return Cast(column.value, TextField()) if column.kind == "date" else column.value

    def _missing(self) -> list[Column]:
        """Columns without which there can be no new row from this file."""
        held = {c.name for c in self.set_columns}
        required = [c for c in self.dataset.stored if c.required and c.name not in held]
        return required + [c for c in self.compared if c not in required and not c.compared]

    def _default(self, column: Column) -> Any:
        """What a new row has in this column when the file has no such column."""
        if not self.dataset.is_direct(column):
            return None
        field = self.dataset.model_field(column.name)
        if field.default is not NOT_PROVIDED:
            return field.get_default()
        return "" if field.empty_strings_allowed and not field.null and field.blank else None
