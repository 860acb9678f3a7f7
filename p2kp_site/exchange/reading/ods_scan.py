"""What the XML of an OpenDocument sheet tells beyond the native reader.

Error values, percentages, hidden rows and columns, merged cells. Runs in the reading process only.
"""

import re
import zipfile
from html import unescape

from .archive import stream
from .sheet_facts import ERROR, PERCENT, SheetFacts

_MARKS = (b'value-type="error"', b'"percentage"', b"-spanned=", b"table:visibility=")
_TAG = re.compile(
    r"<(/?)table:(table-row|table-column|table-cell|covered-table-cell|table)(?![\w-])([^>]*?)(/?)>"
)
_ATTRIBUTE = re.compile(r"""([\w-]+:[\w-]+)=(?:"([^"]*)"|'([^']*)')""")
_PARAGRAPH = re.compile(r"<text:p[^>]*>([^<]*)")
_HIDDEN = ("collapse", "filter")
_MOST_COLUMNS = 16384
_MOST_HIDDEN_ROWS = 1_048_576


class OdsScanner:
    """The sheets of one ODS by name. The XML is gone through only when something is there."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._sheets: dict[str, SheetFacts] | None = {}
        tail = b""
        for chunk in stream(archive, "content.xml"):
            if any(mark in tail + chunk for mark in _MARKS):
                text = b"".join(stream(archive, "content.xml")).decode("utf-8", "replace")
                self._sheets = _Walk(text).sheets
                break
            tail = chunk[-40:]

    def facts(self, sheet: str) -> SheetFacts:
        return (self._sheets or {}).get(sheet) or SheetFacts(spans=[])


class _Walk:
    """One way through the tags of all tables, counting rows and columns with their repetitions."""

    def __init__(self, text: str) -> None:
        self.sheets: dict[str, SheetFacts] = {}
        self._facts = SheetFacts(spans=[])
        self._row = self._next_row = self._column = self._sheet_column = 0
        for match in _TAG.finditer(text):
            if match[1]:
                continue
            given = {k: unescape(a or b) for k, a, b in _ATTRIBUTE.findall(match[3])}
            if match[2] == "table":
                self._begin(given.get("table:name", ""))
            elif match[2] == "table-column":
                self._see_column(given)
            elif match[2] == "table-row":
                self._see_row(given)
            else:
                self._see_cell(given, "" if match[4] else text, match.end())

    def _begin(self, name: str) -> None:
        self._facts = self.sheets.setdefault(name, SheetFacts(spans=[]))
        self._row = self._next_row = self._sheet_column = 0

    def _see_column(self, given: dict[str, str]) -> None:
        count = min(_count(given, "columns"), _MOST_COLUMNS)
        if given.get("table:visibility") in _HIDDEN:
            start = self._sheet_column
            self._facts.hidden_columns.extend(range(start, min(start + count, _MOST_COLUMNS)))
        self._sheet_column += count

    def _see_row(self, given: dict[str, str]) -> None:
        count = _count(given, "rows")
        self._row, self._column = self._next_row, 0
        self._next_row += count
        if given.get("table:visibility") in _HIDDEN:
            room = max(0, _MOST_HIDDEN_ROWS - len(self._facts.hidden_rows))
            self._facts.hidden_rows.extend(range(self._row, self._row + min(count, room)))

    def _see_cell(self, given: dict[str, str], text: str, position: int) -> None:
        count = min(_count(given, "columns"), _MOST_COLUMNS)
        down = int(given.get("table:number-rows-spanned", 1))
        right = int(given.get("table:number-columns-spanned", 1))
        if (down > 1 or right > 1) and self._facts.spans is not None:
            last = self._column + right - 1
            self._facts.spans.append((self._row, self._column, self._row + down - 1, last))
        if given.get("calcext:value-type") == "error":
            shown = _PARAGRAPH.search(text, position, position + 500)
            for column in range(self._column, self._column + count):
                self._facts.add(self._row, column, ERROR, shown[1] if shown else "#")
        elif given.get("office:value-type") == "percentage":
            for column in range(self._column, self._column + count):
                self._facts.add(self._row, column, PERCENT)
        self._column += count


def _count(given: dict[str, str], what: str) -> int:
    return int(given.get(f"table:number-{what}-repeated", 1))
