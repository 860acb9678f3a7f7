"""The process that opens workbooks from strangers. It may be killed at any moment.

It sends frames on its standard output and is answered with single bytes: for each sheet a sample,
answered `k` (keep: the best so far) or `d` (drop); after the last one `g` asks for the rows of
the kept sheet. Run by `workbook.py` only.
"""

import ctypes
import json
import marshal
import os
import signal
import struct
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .archive import open_archive, refuse_unsafe_xml, workbook_format
from .faults import UnusableFile
from .header import SEARCHED_ROWS
from .limits import Limits
from .ods_scan import OdsScanner
from .sheet_facts import Scanner, SheetFacts
from .xls_scan import XlsScanner
from .xlsx_scan import XlsxScanner

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_CHUNK_ROWS, _CHUNK_CELLS = 2000, 200_000


def main() -> None:
    """Arguments: the path of the file, its kind (`zip` or `ole`), and the limits as JSON."""
    path, kind, limits = Path(sys.argv[2]), sys.argv[3], Limits(**json.loads(sys.argv[4]))
    _restrain(limits)
    try:
        _serve(path, kind, limits)
    except UnusableFile as refusal:
        _send(("refused", refusal.kind, refusal.params))
    except MemoryError:
        _send(("refused", "too_much_memory", {"limit": limits.child_memory_bytes}))
    except BrokenPipeError:
        os._exit(0)
    except BaseException as error:
        # The native reader panics outside the family of Exception.
        detail = f"{type(error).__name__}: {error}"[:200]
        _send(("refused", "reader_died", {"code": 1, "detail": detail}))


def _restrain(limits: Limits) -> None:
    """Memory, time and life: this process ends with its parent."""
    import resource  # not on every system

    for name, value in (
        ("RLIMIT_AS", limits.child_memory_bytes),
        ("RLIMIT_CPU", int(limits.seconds) + 1),
        ("RLIMIT_CORE", 0),
    ):
        try:
            number = getattr(resource, name)
            hard = resource.getrlimit(number)[1]
            soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(number, (soft, hard))
        except (AttributeError, ValueError, OSError):
            continue  # macOS refuses some of them; the parent's clock still holds
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def _serve(path: Path, kind: str, limits: Limits) -> None:
    import python_calamine as calamine  # under the limits

    scanner = _scanner(path, kind, limits)
    try:
        workbook = calamine.CalamineWorkbook.from_path(str(path))
        kept = None
        for meta in workbook.sheets_metadata:
            if meta.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            facts = scanner.facts(meta.name)
            sheet = workbook.get_sheet_by_name(meta.name)
            if _offer(sheet, facts, meta.visible == calamine.SheetVisibleEnum.Visible, limits):
                kept = sheet, facts
            del sheet, facts
    except calamine.PasswordError as error:
        raise UnusableFile("encrypted_workbook") from error
    except calamine.CalamineError as error:
        raise _refusal(error, limits) from error
    _send(("end",))
    if kept and sys.stdin.buffer.read(1) == b"g":
        _send_rows(*kept)


def _scanner(path: Path, kind: str, limits: Limits) -> Scanner:
    if kind == "ole":
        return XlsScanner(path)
    archive = open_archive(path, limits)
    book_format = workbook_format(archive)
    refuse_unsafe_xml(archive)
    return XlsxScanner(archive, limits.cells) if book_format == "xlsx" else OdsScanner(archive)


def _refusal(error: Exception, limits: Limits) -> UnusableFile:
    text = str(error)
    if "password" in text.lower() or "encrypt" in text.lower():
        return UnusableFile("encrypted_workbook")
    if "Cell limit exceeded" in text:
        return UnusableFile("too_many_cells", limit=limits.cells)
    return UnusableFile("damaged_workbook", detail=text[:200])


def _offer(sheet: "CalamineSheet", facts: SheetFacts, visible: bool, limits: Limits) -> bool:
    """Show the beginning of a sheet; whether the parent wants to keep it."""
    rows = columns = 0
    if sheet.start and sheet.end:
        rows, columns = sheet.end[0] + 1, sheet.end[1] + 1
    if rows > limits.rows:
        raise UnusableFile("too_many_rows", limit=limits.rows)
    if rows * columns > limits.cells:
        raise UnusableFile("too_many_cells", limit=limits.cells)
    sample: list[list[Any]] = []
    for row in _rows(sheet):
        sample.append(row)
        if len(sample) == SEARCHED_ROWS:
            break
    spans = facts.spans
    if spans is None:
        spans = [(*a, *b) for a, b in sheet.merged_cell_ranges or ()]
    _send(
        (
            "sheet",
            sheet.name,
            visible,
            rows,
            *_packed(sample, 0, facts),
            spans[:200_000],
            facts.hidden_rows,
            facts.hidden_columns,
        )
    )
    return sys.stdin.buffer.read(1) == b"k"


def _rows(sheet: "CalamineSheet") -> Iterator[list[Any]]:
    """All rows from the first of the sheet on, each from column A on."""
    if sheet.start is None:
        return
    top, left = sheet.start
    margin: list[Any] = [None] * left
    for number, row in enumerate(sheet.iter_rows()):
        if number == 0 and any(cell != "" for cell in row):
            # Versions differ in whether empty rows above the first cell are given.
            yield from ([] for _ in range(top))
        # Formatted but empty columns may reach far to the right.
        while row and row[-1] == "":
            row.pop()
        yield margin + row if left and row else row


def _send_rows(sheet: "CalamineSheet", facts: SheetFacts) -> None:
    first = 0
    width = sheet.end[1] + 1 if sheet.end else 1
    size = max(1, min(_CHUNK_ROWS, _CHUNK_CELLS // width))
    chunk: list[list[Any]] = []
    for row in _rows(sheet):
        chunk.append(row)
        if len(chunk) == size:
            _send(("rows", first, *_packed(chunk, first, facts)))
            first += len(chunk)
            chunk = []
    _send(("rows", first, *_packed(chunk, first, facts)))
    _send(("done",))


def _packed(
    rows: list[list[Any]], first: int, facts: SheetFacts
) -> tuple[list[list[Any]], list[tuple[int, int, str, Any]]]:
    """The rows in types that can be sent, and beside them what must be put back in."""
    odd: list[tuple[int, int, str, Any]] = []
    for number, row in enumerate(rows):
        for index, cell in enumerate(row):
            kind = cell.__class__
            if kind is str:
                if not cell:
                    row[index] = None
            elif kind is float:
                if cell.is_integer():
                    row[index] = int(cell)
            elif kind is date:
                row[index] = None
                odd.append((number, index, "d", cell.toordinal()))
            elif kind is datetime:
                row[index] = None
                odd.append((number, index, "t", cell.isoformat()))
            elif kind is not bool and kind is not int and cell is not None:
                row[index] = str(cell)
    if facts.specials:
        for number, row in enumerate(rows):
            for index, tag, text in facts.specials.get(first + number, ()):
                row += [None] * (index + 1 - len(row))
                odd.append((number, index, tag, text))
    return rows, odd


def _send(message: tuple[Any, ...]) -> None:
    data = marshal.dumps(message)
    out = sys.stdout.buffer
    out.write(struct.pack(">I", len(data)))
    out.write(data)
    out.flush()
