"""Somebody who asks for summaries, and how figures are read out of the files again."""

import re
from io import BytesIO
from typing import Any

import pypdfium2
from openpyxl import load_workbook

from p2kp_site.foundation.reader import Reader
from p2kp_site.reports.models import SummaryRun
from p2kp_site.reports.services.runs import run_summary, start_run
from tests.builders import AT
from tests.exchange.services.office import clock


def ran(by: Reader, region: str = "14.04", period: str = "2015", **values: Any) -> SummaryRun:
    """A summary that a worker has made, of boards unless said otherwise."""
    standard = {"summary": "community-boards", "formats": [], "language": "id", "at": AT}
    run = start_run(reader=by, region=region, period=period, **{**standard, **values})
    run_summary(run.pk, clock=clock)
    run.refresh_from_db()
    return run


def text_of(pdf: bytes) -> str:
    """The text of a PDF, page after page, with single blanks."""
    pages = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_bounded() for page in pages)
    return re.sub(r"\s+", " ", text)


def sheets_of(xlsx: bytes) -> dict[str, list[list[Any]]]:
    """The rows of each sheet."""
    book = load_workbook(BytesIO(xlsx))
    return {sheet.title: [list(row) for row in sheet.values] for sheet in book.worksheets}
