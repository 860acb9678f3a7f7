"""Sums by region made into the cells, tables and charts of a document."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from communities.summaries.scopes import UNVERIFIED, Division, Part, Sums
from p2kp_site.foundation.signoffs import SignoffState
from p2kp_site.foundation.summaries import (
    Cell,
    KeyFigure,
    Line,
    Measure,
    Point,
    Table,
    Unit,
    Value,
    share,
)

NO_SUMS: Sums = {}


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows behind a figure: the list of a model, filtered.

    `verified` is the filter of that list for verified rows. `own` is its filter for the rows of a
    region without those below it, where a model has any.
    """

    model: Any
    filters: Mapping[str, Any] = field(default_factory=dict)
    verified: tuple[str, str] = ("signoff", SignoffState.VERIFIED.value)
    own: str = ""

    def url(self, region: str = "", *, by: str = "region", verified_only: bool = False) -> str:
        """The address of their list; without a region, of all that the reader sees."""
        meta = self.model._meta
        filters = {**self.filters, **({by: region} if region else {})}
        if verified_only:
            filters |= [self.verified]
        address = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
        return f"{address}?{urlencode(filters, doseq=True)}"


@dataclass(frozen=True, slots=True)
class Spec:
    """How a figure comes of sums: one sum, or its share `of` another; `rows` counts its rows."""

    measure: Measure
    value: str
    rows: str
    behind: Rows
    of: str = ""

    def number(self, sums: Sums) -> Value:
        """The figure that these sums give."""
        if self.measure.unit == Unit.SHARE:
            return share(sums.get(self.value, 0), sums.get(self.of, 0))
        return sums.get(self.value, 0)

    def cell(self, now: Sums, before: Sums, url: str) -> Cell:
        """The figure with what stands beside it."""
        return Cell(
            value=self.number(now),
            previous=self.number(before),
            rows=int(now.get(self.rows, 0)),
            unverified=int(now.get(self.rows + UNVERIFIED, 0)),
            url=url,
        )

    @property
    def counts_rows(self) -> bool:
        """Is the figure the number of its rows, so that a part of it is not verified?"""
        return self.measure.unit == Unit.COUNT and self.value == self.rows


class Counted:
    """The sums of a region and its parts in a period and in the one before."""

    def __init__(
        self,
        division: Division,
        now: Mapping[str, Sums],
        before: Mapping[str, Sums],
        *,
        verified_only: bool,
    ) -> None:
        self.division, self._now, self._before = division, now, before
        self._verified_only = verified_only
        self._total = (added(now.values()), added(before.values()))

    @property
    def parts(self) -> list[Part]:
        """The parts in force, and retired ones that have rows."""
        known = {*self._now, *self._before}
        return [part for part in self.division.parts if part.in_force or part.path in known]

    def figure(self, spec: Spec) -> KeyFigure:
        """A figure of the whole region."""
        return KeyFigure(spec.measure, self._total_cell(spec))

    def table(self, key: str, title: str, specs: Sequence[Spec]) -> Table:
        """A table by part; the level's own rows and the total stand on lines of their own."""
        scope = self.division.scope
        return Table(
            key=key,
            title=title,
            measures=[spec.measure for spec in specs],
            lines=[
                Line(part.code, part.name, [self.cell(spec, part) for spec in specs])
                for part in self.parts
            ],
            own=Line(scope.code, _("The level’s own rows"), [self._own_cell(s) for s in specs]),
            total=Line(scope.code, _("Total"), [self._total_cell(spec) for spec in specs]),
        )

    def cell(self, spec: Spec, part: Part) -> Cell:
        """A figure of a part; lists know regions in force only."""
        region = part.code if part.in_force else ""
        now, before = self._of(part.path)
        return spec.cell(now, before, self._url(spec, region) if region else "")

    def points(self, spec: Spec) -> list[Point]:
        """A figure of each part, for a chart."""
        cells = ((part, self.cell(spec, part)) for part in self.parts)
        return [
            Point(part.name, cell.value, cell.unverified if spec.counts_rows else 0)
            for part, cell in cells
        ]

    def _of(self, path: str) -> tuple[Sums, Sums]:
        return self._now.get(path, NO_SUMS), self._before.get(path, NO_SUMS)

    def _total_cell(self, spec: Spec) -> Cell:
        scope = self.division.scope
        region = "" if scope.is_nation else scope.code
        return spec.cell(*self._total, self._url(spec, region))

    def _own_cell(self, spec: Spec) -> Cell:
        # Lists show a region with all below it, unless they have a filter for its own rows.
        scope = self.division.scope
        by = spec.behind.own if self.division.parts else "region"
        now, before = self._of(scope.path)
        url = self._url(spec, scope.code, by) if by and not scope.is_nation else ""
        return spec.cell(now, before, url)

    def _url(self, spec: Spec, region: str, by: str = "region") -> str:
        return spec.behind.url(region, by=by, verified_only=self._verified_only)


def added(many: Iterable[Sums]) -> Sums:
    """Sums of several parts, name by name."""
    total: dict[str, int | Decimal] = {}
    for sums in many:
        for name, value in sums.items():
            total[name] = total.get(name, 0) + value
    return total


def merged(*sources: Mapping[str, Sums]) -> dict[str, Sums]:
    """Sums of several tables by part, under names that all differ."""
    return {
        path: {name: n for source in sources for name, n in source.get(path, NO_SUMS).items()}
        for path in {path for source in sources for path in source}
    }
