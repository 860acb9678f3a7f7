"""A document in words: every figure as it is written, for pages and paper alike."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from p2kp_site.foundation.decimals import decimal_in_words
from p2kp_site.foundation.fields import in_rupiah
from p2kp_site.foundation.summaries import (
    Cell,
    Chart,
    ChartKind,
    Document,
    Line,
    Measure,
    Nature,
    Point,
    Unit,
    Value,
)
from p2kp_site.reports.drawing import Mark, Palette, bars, line

NOTHING = "–"
MOST_BARS = 60


def number_in_words(value: Value, unit: Unit) -> str:
    """A figure in the form of the language: `1.234`, `58,3%`, `Rp 1.500.000`."""
    if value is None:
        return NOTHING
    if unit == Unit.RUPIAH:
        return in_rupiah(int(value))
    if unit == Unit.HECTARES:
        return f"{decimal_in_words(Decimal(value))}\u00a0ha"
    if unit == Unit.SHARE:
        return f"{number_format(value, decimal_pos=1, force_grouping=True)}%"
    return str(number_format(value, force_grouping=True))


def difference_in_words(cell: Cell, unit: Unit) -> str:
    """How a figure moved since the period before; shares move by points."""
    if cell.value is None or cell.previous is None:
        return NOTHING
    moved = Decimal(cell.value) - Decimal(cell.previous)
    if not moved:
        return "="
    sign, size = ("+", moved) if moved > 0 else ("−", -moved)
    if unit == Unit.SHARE:
        points = number_format(size, decimal_pos=1, force_grouping=True)
        return _("%(sign)s%(points)s points") % {"sign": sign, "points": points}
    return sign + number_in_words(size, unit)


def unverified_in_words(cell: Cell) -> str:
    """The share of the rows that nobody verified; nothing where there are no rows."""
    part = cell.unverified_share
    return NOTHING if part is None else number_in_words(_whole(part, cell), Unit.SHARE)


def beside_in_words(cell: Cell, unit: Unit) -> str:
    """What stands small beside a figure: the one before, and in brackets what is not verified."""
    before = number_in_words(cell.previous, unit)
    return f"{before} ({unverified_in_words(cell)})" if cell.unverified else before


def _whole(part: Decimal, cell: Cell) -> Decimal:
    """A little is never written as nothing, nor all but a little as all."""
    if cell.unverified and not part:
        return Decimal("0.1")
    return Decimal("99.9") if cell.unverified < cell.rows and part == 100 else part


def in_words(document: Document, palette: Palette, *, base: str = "") -> dict[str, Any]:
    """Everything that is shown of a document, as texts; `base` heads its links."""
    tables = [_table(table, number, base) for number, table in enumerate(document.tables, 2)]
    charts = [_chart(chart, n, palette) for n, chart in enumerate(_drawable(document), 1)]
    return {
        "title": document.title,
        "region": document.scope.name,
        "region_code": document.scope.code,
        "period": document.period_label,
        "previous": document.previous_label,
        "as_of": moment_in_words(document),
        "rows": rows_in_words(document),
        "language": document.language[:2],
        "letterhead": letterhead(),
        "figures": [_figure(figure.measure, figure.cell, base) for figure in document.figures],
        "tables": tables,
        "charts": charts,
        "facts": [{"label": fact.label, "text": fact.text} for fact in document.facts],
        "notes": [
            {"text": note.text, "url": base + note.url if note.url else ""}
            for note in document.notes
        ],
    }


def letterhead() -> list[str]:
    """The lines that head a paper: who issues it."""
    return [*settings.LETTERHEAD] or [_("Settlement Quality Improvement Programme (P2KP)")]


def moment_in_words(document: Document) -> str:
    """The moment of which the figures are."""
    return date_format(timezone.localtime(document.at), "j F Y H:i")


def rows_in_words(document: Document) -> str:
    """Which rows were counted."""
    return _("verified rows only") if document.verified_only else _("all rows")


def nature_in_words(nature: Nature) -> str:
    """What a figure counts, in short."""
    return _("in the period") if nature == Nature.FLOW else _("at its end")


def _figure(measure: Measure, cell: Cell, base: str) -> dict[str, Any]:
    return {
        "key": measure.key,
        "label": measure.label,
        "meaning": measure.meaning,
        "nature": nature_in_words(measure.nature),
        "difference": difference_in_words(cell, measure.unit),
        **_cell(cell, measure.unit, base),
    }


def _cell(cell: Cell, unit: Unit, base: str) -> dict[str, Any]:
    return {
        "value": number_in_words(cell.value, unit),
        "previous": number_in_words(cell.previous, unit),
        "unverified": unverified_in_words(cell),
        "beside": beside_in_words(cell, unit),
        # A list without a row helps nobody.
        "url": base + cell.url if cell.url and cell.rows else "",
    }


def _table(table: Any, number: int, base: str) -> dict[str, Any]:
    return {
        "key": table.key,
        "number": number,
        "title": table.title,
        "heads": [{"label": m.label, "nature": nature_in_words(m.nature)} for m in table.measures],
        "lines": [_line(one, table.measures, base) for one in table.lines],
        "own": _line(table.own, table.measures, base),
        "total": _line(table.total, table.measures, base),
    }


def _line(one: Line, measures: Any, base: str) -> dict[str, Any]:
    cells = zip(measures, one.cells, strict=True)
    return {
        "code": one.code,
        "name": one.name,
        "cells": [_cell(cell, measure.unit, base) for measure, cell in cells],
    }


def _drawable(document: Document) -> list[Chart]:
    return [chart for chart in document.charts if 0 < len(chart.points) <= MOST_BARS]


def _chart(chart: Chart, number: int, palette: Palette) -> dict[str, Any]:
    title, marks = chart.title, [_mark(point, chart.unit) for point in chart.points]
    if chart.unit == Unit.RUPIAH:
        # In full, amounts leave no room for what is drawn.
        size, name = _size_of_amounts(chart)
        title = f"{title} ({name})"
        marks = [_scaled(mark, size) for mark in marks]
    said = "; ".join(f"{mark.label}: {mark.text}" for mark in marks)
    text = f"{chart.text} {said}."
    options: dict[str, Any] = {"key": chart.key, "title": title, "text": text, "palette": palette}
    if chart.kind == ChartKind.LINE:
        drawn = line(marks, **options)
    else:
        top = 100 if chart.unit == Unit.SHARE else 0
        drawn = bars(marks, top=top, **options)
    return {
        "key": chart.key,
        "number": number,
        "title": title,
        "text": text,
        "svg": drawn,
        "hatched": any(point.unverified for point in chart.points),
    }


def _mark(point: Point, unit: Unit) -> Mark:
    hatched = point.unverified / float(point.value) if point.value else 0.0
    return Mark(point.label, point.value, number_in_words(point.value, unit), hatched)


def _size_of_amounts(chart: Chart) -> tuple[int, str]:
    """In what the amounts of a chart are written, by the largest of them."""
    largest = max(int(point.value or 0) for point in chart.points)
    if largest < 1_000_000_000:
        return 1_000_000, _("Rp million")
    return (
        (1_000_000_000, _("Rp billion"))
        if largest < 1_000_000_000_000
        else (1_000_000_000_000, _("Rp trillion"))
    )


def _scaled(mark: Mark, size: int) -> Mark:
    value = (Decimal(mark.value or 0) / size).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return replace(mark, value=value, text=decimal_in_words(value))
