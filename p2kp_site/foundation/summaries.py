"""What a summary is: for a region and a period, figures in tables and charts that agree.

A *summary* is registered by the lowest floor that sees its tables (`<app>/summaries/<stem>.py`);
it makes a *document*, which holds everything that is shown, in the language of its reader. A
document is kept as JSON, and HTML, PDF and XLSX are made of it, so that they cannot differ.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, ClassVar

from django.utils.translation import get_language

from p2kp_site.foundation.periods import Period
from p2kp_site.foundation.reader import Reader

NATION_CODE = "ID"
Value = int | Decimal | None


class Nature(StrEnum):
    """What a figure counts: what happened in the period, or what there was at its end."""

    FLOW = "flow"
    STOCK = "stock"


class Unit(StrEnum):
    """What a figure is counted in."""

    COUNT = "count"
    SHARE = "share"  # percent, one decimal
    RUPIAH = "rupiah"
    HECTARES = "hectares"  # four decimals at most


@dataclass(frozen=True, slots=True)
class Scope:
    """The place that a summary is about; the nation has the code `ID` and the empty path."""

    code: str
    name: str
    path: str

    @property
    def is_nation(self) -> bool:
        return self.path == ""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a figure means: how it is called, what it counts, and how."""

    key: str
    label: str
    nature: Nature
    unit: Unit = Unit.COUNT
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure: now, in the period before, and the rows behind it, which `url` lists.

    A share is made of sums, and its rows are those of the sum it is a share of. None is not known.
    """

    value: Value = None
    previous: Value = None
    rows: int = 0
    unverified: int = 0
    url: str = ""

    @property
    def unverified_share(self) -> Decimal | None:
        """How much of the rows nobody verified yet, in percent."""
        return share(self.unverified, self.rows)


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure of the whole region."""

    measure: Measure
    cell: Cell


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one region within a table, in the order of its measures."""

    code: str
    name: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """Figures by the next level of regions: its parts, the level's own rows, and all together."""

    key: str
    title: str
    measures: Sequence[Measure]
    lines: Sequence[Line]
    own: Line
    total: Line


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a chart; of a count, so many rows are not verified."""

    label: str
    value: Value
    unverified: int = 0


class ChartKind(StrEnum):
    """How a chart is drawn."""

    BARS = "bars"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of figures; `text` says the same to those who do not see it."""

    key: str
    kind: ChartKind
    title: str
    text: str
    points: Sequence[Point]
    unit: Unit = Unit.COUNT


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader has to know; `url` lists the rows that it speaks of."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What stands at the head of a document beside region and period."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A summary of one region and period, as it was at one moment."""

    slug: str
    title: str
    scope: Scope
    period: str
    period_label: str
    previous_label: str
    at: datetime
    language: str
    verified_only: bool
    figures: Sequence[KeyFigure]
    tables: Sequence[Table]
    charts: Sequence[Chart] = ()
    notes: Sequence[Note] = field(default=())
    facts: Sequence[Fact] = ()


class Summary:
    """A kind of summary; `rights` are needed to read it, `counts` are the tables it counts."""

    slug: ClassVar[str]
    title: ClassVar[Any]
    purpose: ClassVar[Any]
    rights: ClassVar[tuple[str, ...]]
    counts: ClassVar[tuple[Any, ...]] = ()

    def may_be_read_by(self, reader: Reader) -> bool:
        """Has the reader the right to every table that it counts?"""
        return reader.area is not None and all(map(reader.may, self.rights))

    def document(
        self,
        *,
        scope: Scope,
        period: Period,
        reader: Reader,
        at: datetime,
        verified_only: bool = False,
    ) -> Document:
        """The figures of that region and period, of rows that the reader sees, at that moment."""
        raise NotImplementedError

    def titled(
        self, scope: Scope, period: Period, *, at: datetime, verified_only: bool, **parts: Any
    ) -> Document:
        """The document of these parts under its title block, in the language in use."""
        language = get_language() or "id"
        return Document(
            slug=self.slug,
            title=str(self.title),
            scope=scope,
            period=period.text,
            period_label=period.label(language),
            previous_label=period.previous.label(language),
            at=at,
            language=language,
            verified_only=verified_only,
            **parts,
        )


class UnknownSummary(KeyError):
    """No summary of that name."""


_summaries: dict[str, Summary] = {}


def register(summary: type[Summary]) -> type[Summary]:
    """Class decorator: make a summary known under its name."""
    if summary.slug in _summaries:
        raise ValueError(f"two summaries are called {summary.slug}")
    _summaries[summary.slug] = summary()
    return summary


def summary_named(slug: str) -> Summary:
    """The summary of that name; raises UnknownSummary."""
    try:
        return _summaries[slug]
    except KeyError:
        raise UnknownSummary(slug) from None


def title_of(slug: str) -> str:
    """What a summary is called; one that is no longer there keeps its short name."""
    summary = _summaries.get(slug)
    return str(summary.title) if summary else slug


def all_summaries() -> list[Summary]:
    """All summaries, in the order of their names."""
    return [_summaries[slug] for slug in sorted(_summaries)]


def share(part: Value, whole: Value) -> Decimal | None:
    """A part of a whole in percent, one decimal, half up; None of nothing."""
    if part is None or not whole:
        return None
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def values_of(thing: Any) -> Mapping[str, Any]:
    """The columns of one of the classes above by their names."""
    return {column.name: getattr(thing, column.name) for column in fields(thing)}
