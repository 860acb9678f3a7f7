"""Datasets: what can be imported and exported, each column declared once.

A dataset is a django-import-export resource for its declarations only. The library's own import
and export run row by row and know no areas, so they are closed here; reading, checking, storing
and writing are done by the services of this app, for whole slices at a time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import override
from import_export.fields import Field
from import_export.resources import Resource

from p2kp_site.exchange.reading import Fault
from p2kp_site.foundation.filters import StrictFilterSet
from p2kp_site.foundation.reader import Reader

SET, COMPARED = "set", "compared"
# How the cells of a kind of column are read, where the reading has another name for it.
_READ_AS = {"ref": "text", "code": "text", "long_text": "multiline", "rupiah": "amount"}
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


@dataclass(frozen=True, slots=True)
class Found:
    """What a look-up found for a cell: the text it goes by today, the columns to store, and what
    may stand beside the cell."""

    text: str
    stores: Mapping[str, Any]
    beside: Mapping[str, str] = field(default_factory=dict)


class Lookup(Protocol):
    """Finds the rows that a column's cells name, in the reader's area only."""

    kind: ClassVar[str]  # the kind of cell, as `reading.cells` knows it
    stores: ClassVar[Mapping[str, str]]  # column to store -> field of the row found

    def current(self, reader: Reader) -> models.QuerySet[Any]:
        """The rows that may be named now: asked again when an import is stored."""

    def resolve(self, texts: Iterable[str], reader: Reader) -> Mapping[str, Found]:
        """All texts of a slice at once, in a number of queries that does not grow with them."""

    def unknown(self, text: str, name: str | None, reader: Reader) -> Fault:
        """What to say of a text that was not found; `name` may stand beside it in the file."""

    def differs(self, written: str, found: Found, aspect: str) -> bool:
        """Does what is written beside the cell mean something else than what was found?"""


class Column(Field):
    """A column of a dataset: how people call it, what it holds, and how it is read and written.

    `source` is the path from the row to the exported value. A *set* column is stored by an import;
    a *compared* column is exported and on import must be empty or agree: with the row found by the
    look-up of another column (`beside`).
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
        self.synonyms = tuple(synonyms)
        self.lookup = lookup
        self.beside = beside
        self.width = width
        self.name = ""
        self.clearable = True

    @property
    def mode(self) -> str:
        return COMPARED if self.beside else SET

    @property
    def source(self) -> str:
        """The path from the row to the value that is exported."""
        return self.attribute or self.name

    @property
    def read_as(self) -> str:
        """The kind of cell, as `reading.cells` knows it."""
        kind = self.lookup.kind if self.lookup else self.kind
        return _READ_AS.get(kind, kind)


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
    fields: ClassVar[dict[str, Column]]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        taken = [hook for hook in _LIBRARY_HOOKS if hook in cls.__dict__]
        taken += [name for name in cls.__dict__ if name.startswith("dehydrate_")]
        if taken:
            raise TypeError(f"{cls.__name__} overrides what is never called: {', '.join(taken)}")

    def __init__(self, reader: Reader | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.reader = reader
        for name, column in self.fields.items():
            column.name = name
            if not column.beside:
                model_field = self.model_field(name)
                column.clearable = model_field.null or model_field.blank or name == "ref"

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

    def model_field(self, name: str) -> Any:
        """The field of the model that a column is stored in."""
        return self.model._meta.get_field(name)

    def rows(self) -> models.QuerySet[Any]:
        """The rows that the reader may see."""
        manager = self.model._default_manager
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
        if column.lookup or column.beside:
            return {}
        model_field = self.model_field(column.name)
        options: dict[str, Any] = {}
        if column.read_as in ("text", "multiline", "name") and model_field.max_length:
            options["max_length"] = model_field.max_length
        if column.kind == "choice":
            options["choices"] = choice_labels(model_field.flatchoices)
        return options

    def area_names(self) -> list[str]:
        """The reader's areas as people call them; none for the whole nation."""
        return []

    # What a dataset may add -------------------------------------------------------------------

    def row_faults(self, values: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
        """Rules across the columns of one row, as (column, fault); they mirror the constraints."""
        return ()

    def issue_key(self, values: Mapping[str, Any]) -> str | None:
        """A key for a new row that came without one; None when the person has to give it."""
        return None

    def likeness(self, values: Mapping[str, Any]) -> str:
        """What makes two rows without key look like one thing (a name in a place), as a text."""
        return ""

    def known_likenesses(self, likenesses: Iterable[str]) -> Mapping[str, str]:
        """Which of these likenesses exist in the base -> the key that stands there."""
        return {}


def choice_labels(choices: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    """Each label in each language, and the code itself -> the code."""
    labels: dict[str, Any] = {}
    for code, label in choices:
        labels[str(code)] = code
        for language in ("id", "en"):
            with override(language):
                labels[str(label)] = code
    return labels
