"""Columns of a dataset: what people write in them, and what of the table they fill."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import override
from import_export.fields import Field

from p2kp_site.exchange.reading import Fault
from p2kp_site.foundation.reader import Reader

SET, COMPARED = "set", "compared"
# How the cells of a kind of column are read, where the reading has another name for it.
_READ_AS = {
    "ref": "text",
    "code": "text",
    "long_text": "multiline",
    "rupiah": "amount",
}


@dataclass(frozen=True, slots=True)
class Found:
    """What a look-up found: the text (or texts) that it goes by today, the columns to store, and
    what may stand beside it. While `closed`, nothing that belongs to it may be written."""

    text: Any
    stores: Mapping[str, Any]
    beside: Mapping[str, str] = field(default_factory=dict)
    closed: Fault | None = None


class Lookup(Protocol):
    """Finds the rows that cells name, in the reader's area only.

    What one column names goes by a text; what several columns name together by a tuple of their
    values, in the order of the link.
    """

    @property
    def stores(self) -> Mapping[str, str]:
        """Column to store -> field of the row found."""

    def current(self, reader: Reader) -> models.QuerySet[Any]:
        """The rows that may be named now: asked again when an import is stored."""

    def resolve(self, texts: Iterable[Any], reader: Reader) -> Mapping[Any, Found]:
        """All texts of a slice at once, in a number of queries that does not grow with them."""

    def unknown(self, text: Any, name: str | None, reader: Reader) -> Fault:
        """What to say of a text that was not found; `name` may stand beside it in the file."""

    def differs(self, written: str, found: Found, aspect: str) -> bool:
        """Does what is written beside the cell mean something else than what was found?"""


@dataclass(frozen=True, slots=True)
class Link:
    """Columns that name a row of another table together, such as board, kind and year a plan.

    `shared` ones among them are stored by themselves as well, or belong to another link. `optional`
    ones may be left out: the look-up gets None there, and completes what it finds by the rest.
    """

    lookup: Lookup
    columns: tuple[str, ...]
    shared: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    @property
    def own(self) -> tuple[str, ...]:
        """The columns that have no other meaning than to name the row."""
        return tuple(name for name in self.columns if name not in self.shared)

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns without which nothing can be found."""
        return tuple(name for name in self.columns if name not in self.optional)

    @property
    def head(self) -> str:
        """The column at which it is said that the row was not found."""
        return self.own[0]

    @property
    def key(self) -> str:
        """The column of the table that holds the row found."""
        return next(iter(self.lookup.stores))

    @property
    def nothing(self) -> dict[str, Any]:
        """What is stored where the cells are empty: no row; and what lies nowhere, the nation."""
        return {name: "" if name == "area" else None for name in self.lookup.stores}


@dataclass(frozen=True, slots=True)
class Spread:
    """Columns side by side, one for each entry of a reference list (`cost.APBN`): each cell is a
    row of `model`, with the row of the file in `parent`, the entry in `by`, the cell in `value`.

    `options` gives the entries as (key, code, label). An empty cell means that there is no row.
    Spreads that share a model tell their rows apart by `also`: a column of texts and its value.
    """

    prefix: str
    heading: str | Promise
    kind: str
    model: type[models.Model]
    parent: str
    by: str
    value: str
    options: Callable[[], Iterable[tuple[int, str, str]]]
    synonyms: tuple[str, ...] = ()
    also: tuple[str, str] | None = None

    def columns(self) -> dict[str, "Column"]:
        """A column for each entry as the list is today."""
        made: dict[str, Column] = {}
        entries = list(self.options())
        labels = [label for _key, _code, label in entries]
        taken = {code for _key, code, _label in entries}
        for key, code, label in entries:
            # Two entries of one name cannot be told apart by it.
            alone = labels.count(label) == 1 and label not in taken - {code}
            names = [code, label] if alone else [code]
            column = Column(
                format_lazy("{heading} {code}", heading=self.heading, code=code),
                self.kind,
                help_text=f"{label}.",
                width=20,
                synonyms=[f"{word} {name}" for word in self._words for name in names],
            )
            column.spread, column.entry = self, key
            made[f"{self.prefix}.{code}"] = column
        return made

    @property
    def _words(self) -> list[str]:
        """What the columns may be called before the name of their entry, in each language."""
        words = [*self.synonyms]
        for language, _name in settings.LANGUAGES:
            with override(language):
                words.append(str(self.heading))
        return list(dict.fromkeys(words))

    @property
    def zero_is_nothing(self) -> bool:
        """Is there no row of nought, so that nought says the same as an empty cell?"""
        return getattr(self.model._meta.get_field(self.value), "minimum", 0) > 0

    def held(self, entry: int) -> models.Subquery:
        """The value of an entry beside each row of the dataset, as an expression."""
        rows = self.model._default_manager.filter(
            (self.parent, models.OuterRef("pk")),
            (self.by, entry),
            *([self.also] if self.also else ()),
        )
        return models.Subquery(rows.values(self.value)[:1])


class Column(Field):
    """A column of a dataset: how people call it, what it holds, and how it is read and written.

    `source` is the path from the row to the exported value. A *set* column is stored by an import.
    A *compared* column is exported, and on import it must be empty or agree: with the row found by
    the link of another column (`beside`), or with the row itself (`compared`). An empty cell of a
    `defaulted` one stands for the default, in a row that has it as in a new one.
    """

    def __init__(
        self,
        heading: str | Promise,
        kind: str = "text",
        *,
        source: str | None = None,
        help_text: str | Promise = "",
        required: bool = False,
        key: bool = False,
        personal: bool = False,
        compared: bool = False,
        defaulted: bool = False,
        synonyms: Sequence[str] = (),
        lookup: Lookup | None = None,
        beside: tuple[str, str] | None = None,
        width: int = 18,
    ) -> None:
        super().__init__(attribute=source)
        self.heading = heading
        self.kind = kind
        self.help_text = help_text
        self.required = required
        self.key = key
        self.personal = personal
        self.compared = compared
        self.defaulted = defaulted
        self.synonyms = tuple(synonyms)
        self.lookup = lookup
        self.beside = beside
        self.width = width
        self.name = ""
        self.clearable = True
        self.spread: Spread | None = None
        self.entry = 0

    @property
    def mode(self) -> str:
        return COMPARED if self.beside or self.compared else SET

    @property
    def source(self) -> str:
        """The path from the row to the value that is exported."""
        return self.attribute or self.name

    @property
    def value(self) -> Any:
        """What is exported, as an expression over the rows of the dataset."""
        return self.spread.held(self.entry) if self.spread else models.F(self.source)

    @property
    def read_as(self) -> str:
        """The kind of cell, as `reading.cells` knows it."""
        return _READ_AS.get(self.kind, self.kind)
