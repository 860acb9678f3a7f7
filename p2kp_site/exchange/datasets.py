"""Datasets: what can be imported and exported, each column declared once.

A dataset is a django-import-export resource for its declarations only. The library's own import
and export run row by row and know no areas, so they are closed here; reading, checking, storing
and writing are done by the services of this app, for whole slices at a time.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import override
from import_export.resources import Resource

from p2kp_site.exchange.columns import COMPARED, Column, Found, Link, Spread
from p2kp_site.exchange.lookups import RecordLookup
from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.reading.names import fold
from p2kp_site.exchange.totals import Total
from p2kp_site.foundation.fields import bounds_of
from p2kp_site.foundation.filters import StrictFilterSet
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.reader import Reader

_NOTED = re.compile(r"(.*\S)\s*\(([^()]+)\)")
_LIBRARY_HOOKS = (
    "before_import",
    "after_import",
    "before_import_row",
    "after_import_row",
    "import_row",
    "import_field",
    "import_instance",
    "before_save_instance",
    "after_save_instance",
    "save_instance",
    "skip_row",
    "get_queryset",
    "get_instance",
    "init_instance",
    "before_export",
    "after_export",
    "export_resource",
    "export_field",
    "filter_export",
    "import_data",
    "export",
)


# As many characters as a cell of a workbook can hold.
_LONGEST_TEXT = 32_767


class WouldBe(NamedTuple):
    """A row as it would stand once it is stored: its number in the file, the row of the table that
    it changes if any, its values by column, what its links found, and what of the row it changes,
    as before and after by column."""

    number: int
    pk: int | None
    values: Mapping[str, Any]
    found: Mapping[str, Found | None]
    changes: Mapping[str, Sequence[Any]]


class Dataset(Resource):
    """A table that people exchange as files.

    Made without a reader (as the library does), it shows nothing.
    """

    slug: ClassVar[str] = ""
    title: ClassVar[str | Promise] = ""
    model: ClassVar[type[models.Model]]
    filterset_class: ClassVar[type[StrictFilterSet]]
    importable: ClassVar[bool] = True
    order: ClassVar[tuple[str, ...]] = ("area", "pk")
    # What places a row in a period, in words of the data dictionary.
    period: ClassVar[str | Promise] = ""
    links: ClassVar[tuple[Link, ...]] = ()  # beside those that one column makes by its `lookup`
    spreads: ClassVar[tuple[Spread, ...]] = ()
    part_of: ClassVar[str] = ""  # the link to the record that its rows are part of
    totals: ClassVar[tuple[Total, ...]] = ()  # running totals that its rows move
    # Constraints that what others do after the preview may come to violate.
    contested: ClassVar[tuple[str, ...]] = ()
    implied: ClassVar[tuple[str, ...]] = ()  # columns of new rows that follow from what they hold
    # Is what looks like a row that row, or only perhaps? Asked where rows may come without key.
    likeness_is_key: ClassVar[bool] = False
    # Tables in which `follow` writes rows that name those of the dataset and carry the change set.
    followers: ClassVar[tuple[type[models.Model], ...]] = ()
    fields: dict[str, Column]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        taken = [hook for hook in _LIBRARY_HOOKS if hook in cls.__dict__]
        taken += [name for name in cls.__dict__ if name.startswith("dehydrate_")]
        if taken:
            raise TypeError(f"{cls.__name__} overrides what is never called: {', '.join(taken)}")

    def __init__(self, reader: Reader | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.reader = reader
        self.fields = dict(type(self).fields)
        for spread in self.spreads:
            self.fields |= spread.columns()
        for name, column in self.fields.items():
            column.name = name
        single = [Link(c.lookup, (name,)) for name, c in self.fields.items() if c.lookup]
        self.all_links = {link.key: link for link in (*single, *self.links)}
        self._linked = {name: link for link in self.all_links.values() for name in link.own}
        for name, column in self.fields.items():
            column.clearable = self._may_be_empty(name, column)
        self.key_columns = [column for column in self.fields.values() if column.key]
        # The natural key as columns of the table: a link stands for its columns.
        linked = {name: link.key for name, link in self._linked.items()}
        self.key_stores = list(dict.fromkeys(linked.get(c.name, c.name) for c in self.key_columns))

    def import_data(self, *args: Any, **options: Any) -> Any:
        raise TypeError("imports run through p2kp_site.exchange.services.imports")

    def export(self, *args: Any, **options: Any) -> Any:
        raise TypeError("exports run through p2kp_site.exchange.services.exports")

    @classmethod
    def right(cls, verb: str) -> str:
        """The permission for doing this with the dataset (`communities.import_board`)."""
        return f"{cls.model._meta.app_label}.{verb}_{cls.model._meta.model_name}"

    @property
    def columns(self) -> list[Column]:
        """The columns that the reader may see, in the order of the file."""
        allowed = self.reader is not None and self.reader.may(self.right("personal"))
        return [c for c in self.fields.values() if allowed or not c.personal]

    @property
    def spreads_by_model(self) -> list[list[Spread]]:
        """The spreads that keep their cells in one table stand together."""
        models_of = dict.fromkeys(spread.model for spread in self.spreads)
        return [[one for one in self.spreads if one.model is model] for model in models_of]

    def link_of(self, name: str) -> Link | None:
        """The link whose row this column helps to name and has no other meaning."""
        return self._linked.get(name)

    @property
    def own_links(self) -> list[Link]:
        """Links to other rows of the same table, which may stand in the same file."""
        return [
            link
            for link in self.all_links.values()
            if isinstance(link.lookup, RecordLookup)
            and link.lookup.model is self.model
            and [*link.lookup.by] == self.key_stores
        ]

    def is_direct(self, column: Column) -> bool:
        """Is what stands in the column stored as it stands, in the column of the same name?"""
        other = column.beside or column.compared or column.spread or column.name == "ref"
        return not other and column.name not in self._linked

    @property
    def stored(self) -> list[Column]:
        """The columns that an import stores, in one way or another."""
        return [c for c in self.fields.values() if not (c.beside or c.compared or c.name == "ref")]

    def model_field(self, name: str) -> Any:
        """The field that the values of a column are of, in this table or in one that it names."""
        column = self.fields[name]
        if column.spread:
            return column.spread.model._meta.get_field(column.spread.value)
        *path, last = column.source.split("__")
        model: Any = self.model
        for step in path:
            model = model._meta.get_field(step).related_model
        return model._meta.get_field(last)

    def _may_be_empty(self, name: str, column: Column) -> bool:
        if name == "ref" or column.mode == COMPARED or column.spread:
            return True
        link = self._linked.get(name)
        field = self.model._meta.get_field(link.key) if link else self.model_field(name)
        # A column, no relation from elsewhere.
        return bool(field.null or field.blank)  # type: ignore[union-attr]

    def rows(self) -> models.QuerySet[Any]:
        """The rows that the reader may see."""
        manager = self.model._default_manager
        # A method of our query sets.
        return manager.none() if self.reader is None else manager.visible_to(self.reader)  # type: ignore[attr-defined]

    def headings(self) -> dict[str, str]:
        """Each way in which a person may write a column's heading -> the column's name."""
        known: dict[str, str] = {}
        for name, column in self.fields.items():
            for language in ("id", "en"):
                with override(language):
                    known.setdefault(str(column.heading), name)
            for text in (name, *column.synonyms):
                known.setdefault(text, name)
        return known

    def reader_options(self, column: Column) -> dict[str, Any]:
        """What the reading of this column's cells needs to know (longest text, choices)."""
        options: dict[str, Any] = {}
        if column.beside:
            return options
        model_field = self.model_field(column.name)
        if column.read_as in ("text", "multiline", "name") and self.is_direct(column):
            options["max_length"] = model_field.max_length or _LONGEST_TEXT
        if column.read_as in ("amount", "count", "ordinal", "year"):
            options |= bounds_of(model_field)
            if column.spread and column.spread.zero_is_nothing:
                options["minimum"] = 0
        if column.kind == "choice":
            options["choices"] = choice_labels(model_field.flatchoices)
        return options

    def area_names(self) -> list[str]:
        """The reader's areas as people call them; none for the whole nation."""
        return []

    @property
    def has_row_rules(self) -> bool:
        """Has it rules of its own across the columns of a row?"""
        return type(self).row_faults is not Dataset.row_faults

    @property
    def has_slice_rules(self) -> bool:
        """Has it rules of its own across the rows of a file and of the table?"""
        return bool(self.totals) or type(self).slice_faults is not Dataset.slice_faults

    @property
    def issues_keys(self) -> bool:
        """May a row come without its key, because the system issues one?"""
        return type(self).issue_key is not Dataset.issue_key

    # What a dataset may add -------------------------------------------------------------------

    def row_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        """Rules across the columns of one row, as (column, fault); they mirror the constraints."""
        return ()

    def slice_faults(self, rows: Sequence[WouldBe]) -> Iterable[tuple[int, str, Fault]]:
        """Rules across rows, as (number of the row, column, fault): of the rows of a slice that
        are otherwise in order, with each other, with earlier slices (one instance reads the whole
        file and may remember) and with the table, in few queries whatever their number."""
        return ()

    def implied_by(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a new row with these values has in the columns of `implied`."""
        return {}

    def premises(self) -> str:
        """What else a preview rests on, as a text: once it is another, the file is read again."""
        return ""

    def issue_key(self, values: Mapping[str, Any]) -> str | None:
        """A key for a new row that came without one; None when the person has to give it."""
        return None

    def follow(self, change_set: ChangeSet) -> None:
        """Write what the rows of this act bring with them, in few statements: in the transaction
        that stores them, before their history. New ones have version 1."""

    def take_back(self, rows: models.QuerySet[Any]) -> None:
        """Remove what `follow` wrote of rows that an undo is about to remove."""

    def likeness(self, values: Mapping[str, Any]) -> str:
        """What makes two rows without key look like one thing (a name in a place), as a text."""
        return ""

    def known_likenesses(self, likenesses: Iterable[str]) -> Mapping[str, str]:
        """Which of these likenesses exist in the base -> the key that stands there."""
        return {}


def choice_labels(choices: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    """Each label in each language, and the code itself -> the code."""
    labels: dict[str, Any] = {}
    short: dict[str, set[Any]] = {}
    for code, label in choices:
        labels[str(code)] = code
        for language in ("id", "en"):
            with override(language):
                labels[str(label)] = code
                if found := _NOTED.fullmatch(str(label)):
                    for part in found.groups():
                        short.setdefault(part, set()).add(code)
    # `unqualified (WTP)` may be written by either of its parts, where it means nothing else.
    known = {fold(label) for label in labels}
    plain = {part: codes for part, codes in short.items() if fold(part) not in known}
    return labels | {part: codes.pop() for part, codes in plain.items() if len(codes) == 1}
