"""Documents as JSON and back: what is kept of a summary, and what programs read.

    {"summary", "title", "region": {"code", "name"}, "period", "at", …,
     "figures": [{"key", "label", "value", "previous", "rows", "unverified", "url", …}],
     "tables": [{"key", "title", "measures", "rows": [{"region", "name", <measure>: value, …,
                 "cells": {<measure>: {"previous", "rows", "unverified", "url"}}}],
                 "own": {…}, "total": {…}}],
     "charts": […], "notes": […], "facts": […]}

A count is a number without and a share one with a decimal; null is not known.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from p2kp_site.foundation.summaries import (
    Cell,
    Chart,
    ChartKind,
    Document,
    Fact,
    KeyFigure,
    Line,
    Measure,
    Nature,
    Note,
    Point,
    Scope,
    Table,
    Unit,
    Value,
    values_of,
)

_DECIMAL = (Unit.SHARE, Unit.HECTARES)
_PLAIN = ("title", "period", "period_label", "previous_label", "language", "verified_only")


def as_json(document: Document) -> dict[str, Any]:
    """A document as plain values."""
    return {
        "summary": document.slug,
        **{name: getattr(document, name) for name in _PLAIN},
        "at": document.at.isoformat(),
        "region": dict(values_of(document.scope)),
        "figures": [
            {**values_of(figure.measure), **_cell_json(figure.cell, figure.cell.value)}
            for figure in document.figures
        ],
        "tables": [_table_json(table) for table in document.tables],
        "charts": [
            {**values_of(chart), "points": [_point_json(point) for point in chart.points]}
            for chart in document.charts
        ],
        "notes": [dict(values_of(note)) for note in document.notes],
        "facts": [dict(values_of(fact)) for fact in document.facts],
    }


def from_json(kept: Mapping[str, Any]) -> Document:
    """The document of which these are the plain values."""
    return Document(
        slug=kept["summary"],
        **{name: kept[name] for name in _PLAIN},
        at=datetime.fromisoformat(kept["at"]),
        scope=Scope(**kept["region"]),
        figures=[
            KeyFigure(measure := _measure(one), _cell(one, measure.unit)) for one in kept["figures"]
        ],
        tables=[_table(one) for one in kept["tables"]],
        charts=[_chart(one) for one in kept["charts"]],
        notes=[Note(**one) for one in kept["notes"]],
        # Kept before there were any.
        facts=[Fact(**one) for one in kept.get("facts", ())],
    )


def _number(value: Value) -> int | float | None:
    return float(value) if isinstance(value, Decimal) else value


def _value(number: Any, unit: Unit) -> Value:
    return Decimal(str(number)) if unit in _DECIMAL and number is not None else number


def _cell_json(cell: Cell, value: Value) -> dict[str, Any]:
    return {
        "value": _number(value),
        "previous": _number(cell.previous),
        "rows": cell.rows,
        "unverified": cell.unverified,
        "url": cell.url,
    }


def _cell(kept: Mapping[str, Any], unit: Unit) -> Cell:
    return Cell(
        value=_value(kept["value"], unit),
        previous=_value(kept["previous"], unit),
        rows=kept["rows"],
        unverified=kept["unverified"],
        url=kept["url"],
    )


def _measure(kept: Mapping[str, Any]) -> Measure:
    return Measure(
        kept["key"], kept["label"], Nature(kept["nature"]), Unit(kept["unit"]), kept["meaning"]
    )


def _table_json(table: Table) -> dict[str, Any]:
    return {
        "key": table.key,
        "title": table.title,
        "measures": [dict(values_of(measure)) for measure in table.measures],
        "rows": [_line_json(line, table.measures) for line in table.lines],
        "own": _line_json(table.own, table.measures),
        "total": _line_json(table.total, table.measures),
    }


def _line_json(line: Line, measures: Sequence[Measure]) -> dict[str, Any]:
    cells = {m.key: cell for m, cell in zip(measures, line.cells, strict=True)}
    return {
        "region": line.code,
        "name": line.name,
        **{key: _number(cell.value) for key, cell in cells.items()},
        "cells": {key: _cell_json(cell, cell.value) for key, cell in cells.items()},
    }


def _table(kept: Mapping[str, Any]) -> Table:
    measures = [_measure(one) for one in kept["measures"]]
    return Table(
        key=kept["key"],
        title=kept["title"],
        measures=measures,
        lines=[_line(one, measures) for one in kept["rows"]],
        own=_line(kept["own"], measures),
        total=_line(kept["total"], measures),
    )


def _line(kept: Mapping[str, Any], measures: Sequence[Measure]) -> Line:
    cells = [_cell(kept["cells"][measure.key], measure.unit) for measure in measures]
    return Line(kept["region"], kept["name"], cells)


def _point_json(point: Point) -> dict[str, Any]:
    return {**values_of(point), "value": _number(point.value)}


def _chart(kept: Mapping[str, Any]) -> Chart:
    unit = Unit(kept["unit"])
    points = [
        Point(one["label"], _value(one["value"], unit), one["unverified"]) for one in kept["points"]
    ]
    return Chart(kept["key"], ChartKind(kept["kind"]), kept["title"], kept["text"], points, unit)
