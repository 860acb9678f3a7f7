"""A document of a summary, what stands in it, and which rows a link of it leads to."""

from typing import Any
from urllib.parse import urlsplit

from django.http import QueryDict
from django.urls import resolve

from communities.summaries.scopes import scope_named
from p2kp_site.foundation.periods import read_period
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.summaries import Cell, Document
from tests.builders import AT


def document_of(
    summary: Any,
    by: Reader,
    code: str = "14.04",
    period: str = "2015",
    *,
    verified_only: bool = False,
) -> Document:
    """The summary of a region."""
    document: Document = summary.document(
        scope=scope_named(code, by),
        period=read_period(period),
        reader=by,
        at=AT,
        verified_only=verified_only,
    )
    return document


def figures_of(document: Document) -> dict[str, Any]:
    """The key figures of a document, and the totals of its tables."""
    found = {one.measure.key: one.cell.value for one in document.figures}
    for table in document.tables:
        total = {m.key: c.value for m, c in zip(table.measures, table.total.cells, strict=True)}
        assert {key: found.get(key, value) for key, value in total.items()} == total
        found.update(total)
    return found


def cells_of(document: Document) -> list[tuple[str, Cell]]:
    """Every cell of a document that leads somewhere."""
    found = [(one.measure.key, one.cell) for one in document.figures]
    for table in document.tables:
        for line in (*table.lines, table.own, table.total):
            found += [(m.key, c) for m, c in zip(table.measures, line.cells, strict=True)]
    return [(key, cell) for key, cell in found if cell.url]


def listed(url: str, by: Reader) -> list[Any]:
    """The rows that the list behind an address shows to this reader."""
    parts = urlsplit(url)
    view: Any = resolve(parts.path).func
    page = view.model_admin
    rows = page.model.objects.visible_to(by)
    return list(page.filterset_class(QueryDict(parts.query), rows, reader=by).rows())
