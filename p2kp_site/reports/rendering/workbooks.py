"""A document as a workbook: key figures, a sheet for each table, native charts, and notes."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from p2kp_site.exchange.writing.sheet_names import SheetNames
from p2kp_site.foundation.summaries import (
    Cell,
    Chart,
    ChartKind,
    Document,
    Measure,
    Table,
    Unit,
    Value,
)
from p2kp_site.reports.rendering.words import (
    letterhead,
    moment_in_words,
    nature_in_words,
)
from p2kp_site.reports.rendering.workbook_sizes import (
    CHART_WIDTH,
    FIGURE,
    MEANING,
    NAME,
    NOTE,
    ON_A_PAGE,
    SCALE,
    chart_height,
    height_of,
    rows_of,
    width_of,
)

_FORMATS = {
    Unit.COUNT: "#,##0",
    Unit.SHARE: "0.0%",
    Unit.RUPIAH: '"Rp" #,##0',
    Unit.HECTARES: '#,##0.####" ha"',
}


def as_xlsx(document: Document, link: str) -> bytes:
    """The workbook; texts are texts, and nothing in it is run as a formula."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties(
            {
                "title": f"{document.title} – {document.scope.name} – {document.period_label}",
                "author": letterhead()[0],
                "created": timezone.localtime(document.at).replace(tzinfo=None),
            }
        )
        _Book(book, document, link).write()
    return file.getvalue()


class _Book:
    """A workbook on its way."""

    def __init__(self, book: Any, document: Document, link: str) -> None:
        self.book, self.document, self.link = book, document, link
        self._formats: dict[Any, Any] = {}
        self._names = SheetNames()

    def write(self) -> None:
        self._key_figures()
        for table in self.document.tables:
            self._table(table)
        if self.document.charts:
            self._charts()
        self._notes()

    # Pieces -----------------------------------------------------------------------------------

    def format(self, **options: Any) -> Any:
        """A format of the workbook, made once."""
        key = tuple(sorted(options.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"valign": "top", **options})
        return self._formats[key]

    def sheet(self, name: str, *, landscape: bool = True) -> Any:
        """A sheet that prints on one page's width, with a foot."""
        sheet = self.book.add_worksheet(self._names.page(name, 1))
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{self.document.title}&R{_('Page')} &P {_('of')} &N")
        if landscape:
            sheet.set_landscape()
        return sheet

    def value(
        self, sheet: Any, row: int, column: int, value: Value, unit: Unit, **how: Any
    ) -> None:
        """A figure as a number of its kind; what is not known stays empty."""
        kind = self.format(num_format=_FORMATS[unit], **how)
        if value is None:
            sheet.write_blank(row, column, None, kind)
        else:
            number = float(Decimal(value) / 100) if unit == Unit.SHARE else float(value)
            sheet.write_number(row, column, number, kind)

    @property
    def head(self) -> Any:
        return self.format(bold=True, text_wrap=True, bottom=1, bg_color="#EEEEEE")

    def heads(self, sheet: Any, row: int, heads: Sequence[tuple[str, int]]) -> None:
        """The row of heads, in columns at least so wide; no word is broken, no line hidden."""
        heights = []
        for column, (head, least) in enumerate(heads):
            width = max(least, *(len(word) + 3 for word in head.split()))
            sheet.write_string(row, column, head, self.head)
            sheet.set_column(column, column, width)
            heights.append(height_of(head, width))
        sheet.set_row(row, max(heights))

    def title(self, sheet: Any, title: str) -> int:
        """The title block; the row below it."""
        document = self.document
        sheet.write_string(0, 0, title, self.format(bold=True, font_size=14))
        told = f"{document.scope.name} · {document.period_label}"
        sheet.write_string(1, 0, told, self.format(bold=True))
        as_of = _("As of %(moment)s") % {"moment": moment_in_words(document)}
        sheet.write_string(2, 0, as_of, self.format(font_color="#555555"))
        return 4

    # Sheets -----------------------------------------------------------------------------------

    def _key_figures(self) -> None:
        sheet = self.sheet(_("Key figures"))
        top = self.title(sheet, self.document.title)
        figures = self.document.figures
        width = max(width_of(one.measure.unit, one.cell) for one in figures)
        heads = (
            (_("Figure"), NAME), (_("This period"), width), (_("Before"), width),
            (_("Rows"), FIGURE), (_("Not verified"), FIGURE), (_("Share not verified"), FIGURE),
            (_("Counted"), FIGURE + 4), (_("Meaning"), MEANING),
        )  # fmt: skip
        self.heads(sheet, top, heads)
        sheet.freeze_panes(top + 1, 1)
        sheet.repeat_rows(top)
        for row, one in enumerate(figures, top + 1):
            measure, cell = one.measure, one.cell
            sheet.write_string(row, 0, measure.label, self.format(text_wrap=True))
            self.value(sheet, row, 1, cell.value, measure.unit, bold=True)
            self.value(sheet, row, 2, cell.previous, measure.unit)
            self.value(sheet, row, 3, cell.rows, Unit.COUNT)
            self.value(sheet, row, 4, cell.unverified, Unit.COUNT)
            self.value(sheet, row, 5, cell.unverified_share, Unit.SHARE)
            sheet.write_string(row, 6, nature_in_words(measure.nature), self.format(indent=1))
            sheet.write_string(row, 7, measure.meaning, self.format(text_wrap=True))
            sheet.set_row(
                row, max(height_of(measure.label, NAME), height_of(measure.meaning, MEANING))
            )

    def _table(self, table: Table) -> None:
        sheet = self.sheet(table.title)
        top = self.title(sheet, table.title)
        measures = table.measures
        lines = [*table.lines, table.own, table.total]
        asked = [
            max(width_of(measure.unit, line.cells[place]) for line in lines)
            for place, measure in enumerate(measures)
        ]
        blocks = self._blocks()
        heads = [(_("Code"), FIGURE), (_("Region"), NAME)]
        for label, _of in blocks:
            beside = f" ({label})" if label else ""
            room = 10 if label else 0  # their heads are long
            heads += [
                (one.label + beside, n + room) for one, n in zip(measures, asked, strict=True)
            ]
        self.heads(sheet, top, heads)
        sheet.freeze_panes(top + 1, 2)
        sheet.repeat_rows(top)
        for row, line in enumerate(lines, top + 1):
            how = {"bold": True, "top": 1} if line is table.total else {}
            sheet.write_string(row, 0, line.code, self.format(**how))
            sheet.write_string(row, 1, line.name, self.format(**how))
            for number, (_label, of) in enumerate(blocks):
                start = 2 + number * len(measures)
                self._cells(sheet, row, start, of, measures, line.cells, how)
        sheet.autofilter(top, 0, top + len(table.lines), 1 + len(measures))
        # What stands beside the figures is folded away, and one press away.
        last = 1 + len(blocks) * len(measures)
        for column, (_head, width) in enumerate(heads[2 + len(measures) :], 2 + len(measures)):
            sheet.set_column(column, column, width, None, {"level": 1, "hidden": True})
        sheet.set_column(last + 1, last + 1, None, None, {"collapsed": True})

    def _blocks(self) -> list[tuple[str, Callable[[Cell], tuple[Value, Unit | None]]]]:
        """What is told of each figure: itself, the one before, and how much is not verified."""
        return [
            ("", lambda cell: (cell.value, None)),
            (_("before"), lambda cell: (cell.previous, None)),
            (_("share not verified"), lambda cell: (cell.unverified_share, Unit.SHARE)),
        ]

    def _cells(
        self,
        sheet: Any,
        row: int,
        start: int,
        of: Callable[[Cell], tuple[Value, Unit | None]],
        measures: Sequence[Measure],
        cells: Sequence[Cell],
        how: dict[str, Any],
    ) -> None:
        for place, (measure, cell) in enumerate(zip(measures, cells, strict=True)):
            value, unit = of(cell)
            self.value(sheet, row, start + place, value, unit or measure.unit, **how)

    def _charts(self) -> None:
        """Each chart beside the figures that it shows, whole on a page of paper."""
        sheet = self.sheet(_("Charts"), landscape=False)
        sheet.set_print_scale(SCALE)
        row = page = self.title(sheet, _("Charts"))
        breaks = []
        for chart in self.document.charts:
            rows = rows_of(len(chart.points))
            if row + rows - page > ON_A_PAGE:
                breaks.append(row)
                page = row
            sheet.write_string(row, 0, chart.title, self.head)
            sheet.write_string(row, 1, "", self.head)
            sheet.set_row(row, height_of(chart.title, NAME))
            for place, point in enumerate(chart.points, row + 1):
                sheet.write_string(place, 0, point.label, self.format())
                self.value(sheet, place, 1, point.value, chart.unit)
            drawn = self._drawn(sheet, chart, row)
            sheet.insert_chart(row, 3, drawn, {"description": chart.text, "y_offset": 4})
            row += rows
        sheet.set_h_pagebreaks(breaks)
        sheet.set_column(0, 0, NAME)
        sheet.set_column(1, 1, FIGURE + 6)
        sheet.set_column(2, 2, 2)

    def _drawn(self, sheet: Any, chart: Chart, row: int) -> Any:
        is_line = chart.kind == ChartKind.LINE
        drawn = self.book.add_chart({"type": "line" if is_line else "bar"})
        first, last = row + 1, row + len(chart.points)
        series: dict[str, Any] = {
            "categories": [sheet.name, first, 0, last, 0],
            "values": [sheet.name, first, 1, last, 1],
            "data_labels": {"value": True},
        }
        if is_line:
            series |= {"line": {"color": "#33475B"}, "marker": {"type": "circle"}}
            drawn.set_y_axis({"num_format": _FORMATS[chart.unit]})
        else:
            series |= {"fill": {"color": "#33475B"}, "gap": 60}
            drawn.set_y_axis({"reverse": True})
            # Each bar bears its figure.
            drawn.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        drawn.add_series(series)
        drawn.set_title({"name": chart.title, "name_font": {"size": 11}, "overlay": False})
        drawn.set_legend({"none": True})
        drawn.set_size({"width": CHART_WIDTH, "height": chart_height(len(chart.points))})
        return drawn

    def _notes(self) -> None:
        sheet = self.sheet(_("Notes"), landscape=False)
        document, row = self.document, self.title(sheet, _("Notes"))
        wrapped = self.format(text_wrap=True)
        facts = [
            (_("Issued by"), " · ".join(letterhead())),
            (_("Summary"), document.title),
            (_("Region"), f"{document.scope.name} ({document.scope.code})"),
            (_("Period"), f"{document.period_label} ({document.period})"),
            (_("Compared with"), document.previous_label),
            *((fact.label, fact.text) for fact in document.facts),
            (_("As of"), moment_in_words(document)),
            (
                _("Rows counted"),
                _("verified rows only") if document.verified_only else _("all rows"),
            ),
            (_("Today’s figures"), self.link),
            *((str(n), note.text) for n, note in enumerate(document.notes, 1)),
        ]
        for place, (name, text) in enumerate(facts, row):
            sheet.write_string(place, 0, name, self.format(bold=True))
            sheet.write_string(place, 1, text, wrapped)
            sheet.set_row(place, height_of(text, NOTE))
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, NOTE)
