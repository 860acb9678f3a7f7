"""What the XML of an XLSX tells beyond the native reader, read as a stream.

Error values, formulas without a result, percent formats, hidden rows and columns; and whether
the cells span a rectangle too big to build. Runs in the reading process only.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator

from .archive import percent_styles, sheet_parts, stream
from .faults import UnusableFile
from .raw_cells import index_of, letter
from .sheet_facts import ERROR, FORMULA, PERCENT, SheetFacts

_CELL = rb"<(?:\w+:)?c\b"
_REF = rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']"""
_ERROR = re.compile(
    _CELL + rb"""(?=[^>]*\bt=["']e["'])[^>]*?""" + _REF + rb"[^>]*>(?:(?!</(?:\w+:)?c>).)*?"
    rb"<(?:\w+:)?v>([^<]{1,40})<",
    re.DOTALL,
)
_FORMULA = re.compile(
    _CELL + rb"([^>]*?)" + _REF + rb"([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>([^<]*)<[^>]*>)\s*"
    rb"(<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>",
)
_HIDDEN_ROW = re.compile(
    rb"""<(?:\w+:)?row\b(?=[^>]*\bhidden=["'](?:1|true)["'])[^>]*?\br=["'](\d+)["']"""
)
_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
_ATTRIBUTE = re.compile(rb"""\b(min|max|hidden)=["'](\w+)["']""")
_DIMENSION = re.compile(
    rb"""<(?:\w+:)?dimension\b[^>]*\bref=["']([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?"""
)
_FILLED = re.compile(_CELL + rb"[^>]*?" + _REF + rb"[^>]*(?<!/)>\s*<(?:\w+:)?(?:v|is|f)\b")
_ROW_OR_CELL = re.compile(rb"<((?:\w+:)?)(row|c)\b([^>]*)>")
_ROW_NUMBER = re.compile(rb"""\br=["'](\d+)["']""")
_CARRY = 16 << 20


class XlsxScanner:
    """The sheets of one XLSX by name."""

    def __init__(self, archive: zipfile.ZipFile, cell_limit: int) -> None:
        self._archive, self._limit = archive, cell_limit
        self._parts = sheet_parts(archive)
        self._percents = percent_styles(archive)

    def facts(self, sheet: str) -> SheetFacts:
        if sheet not in self._parts:
            return SheetFacts()
        xml = stream(self._archive, self._parts[sheet])
        return scan_sheet(xml, sheet, self._percents, self._limit)


def scan_sheet(
    parts: Iterable[bytes], name: str, percents: frozenset[int], cell_limit: int
) -> SheetFacts:
    """Raises UnusableFile when the filled cells span more than `cell_limit`."""
    facts, extent, number = SheetFacts(), _Extent(), _Numbering()
    style, signs = _percent_pattern(percents), [b's="%d"' % n for n in percents]
    error, formula = b't="e"', b"<f"
    for raw in _whole_rows(parts):
        text = number.complete(raw)
        if extent.wanted is None:
            extent.decide(text, cell_limit)
            _read_columns(text, facts)
            # How this writer spells its tags; to look for one spelling only is faster.
            formula = b":f" if b":sheetData" in text else formula
            error = b"t='e'" if b"<row r='" in text else error
        if extent.wanted:
            extent.measure(text)
        if error in text:
            for letters, row, value in _ERROR.findall(text):
                facts.add(int(row) - 1, index_of(letters.decode()), ERROR, value.decode())
        if formula in text:
            _read_formulas(text, facts)
        if b"hidden=" in text:
            facts.hidden_rows.extend(int(n) - 1 for n in _HIDDEN_ROW.findall(text))
        if style is not None and (b"='" in text or any(sign in text for sign in signs)):
            for letters, row in style.findall(text):
                facts.add(int(row) - 1, index_of(letters.decode()), PERCENT)
    extent.refuse_giant(name, cell_limit)
    return facts


class _Extent:
    """The rectangle that the filled cells span."""

    def __init__(self) -> None:
        self.wanted: bool | None = None
        self._rows: list[int] = []
        self._columns: list[int] = []
        self._cells = 0

    def decide(self, text: bytes, limit: int) -> None:
        """A rectangle that the sheet announces as small need not be measured."""
        found = _DIMENSION.search(text)
        if not found:
            self.wanted = True
            return
        left, top, right, bottom = found.groups()
        rows = int(bottom or top) - int(top) + 1
        columns = index_of((right or left).decode()) - index_of(left.decode()) + 1
        self.wanted = rows * columns > limit

    def measure(self, text: bytes) -> None:
        rows, columns = set(self._rows), set(self._columns)
        found = _FILLED.findall(text)
        self._cells += len(found)
        for letters, number in found:
            rows.add(int(number))
            columns.add(index_of(letters.decode()))
        self._rows = [min(rows), max(rows)] if rows else []
        self._columns = [min(columns), max(columns)] if columns else []

    def refuse_giant(self, name: str, limit: int) -> None:
        if not self._rows:
            return
        rows = self._rows[1] - self._rows[0] + 1
        columns = self._columns[1] - self._columns[0] + 1
        if self._cells > limit:
            raise UnusableFile("too_many_cells", limit=limit)
        if rows * columns > limit:
            raise UnusableFile("giant_sheet", sheet=name, rows=rows, columns=columns, limit=limit)


class _Numbering:
    """Some programs leave out the references of rows and cells; they are put in by counting."""

    def __init__(self) -> None:
        self._wanted: bool | None = None
        self._row = 0
        self._column = 0

    def complete(self, text: bytes) -> bytes:
        if self._wanted is None:
            tags = [match for match in _ROW_OR_CELL.finditer(text, 0, 65536) if match[2] == b"c"]
            self._wanted = bool(tags) and not re.search(_REF, tags[0][3])
        return _ROW_OR_CELL.sub(self._numbered, text) if self._wanted else text

    def _numbered(self, match: re.Match[bytes]) -> bytes:
        prefix, tag, rest = match.groups()
        if tag == b"row":
            given = _ROW_NUMBER.search(rest)
            self._row, self._column = int(given[1]) if given else self._row + 1, 0
            return match[0] if given else b'<%srow r="%d"%s>' % (prefix, self._row, rest)
        name = letter(self._column).encode()
        self._column += 1
        return b'<%sc r="%s%d"%s>' % (prefix, name, self._row, rest)


def _whole_rows(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The XML cut where a row ends, so that no pattern falls between two pieces."""
    carry = b""
    for chunk in parts:
        text = carry + chunk if carry else chunk
        cut = max(text.rfind(b"</row>"), text.rfind(b":row>"))
        cut = text.find(b">", cut) + 1 if cut >= 0 else 0
        if not cut and len(text) > _CARRY:
            cut = len(text)
        if cut:
            yield text[:cut]
        carry = text[cut:]
    if carry:
        yield carry


def _percent_pattern(percents: frozenset[int]) -> re.Pattern[bytes] | None:
    if not percents:
        return None
    numbers = b"|".join(str(n).encode() for n in sorted(percents))
    return re.compile(_CELL + rb"""(?=[^>]*\bs=["'](?:""" + numbers + rb""")["'])[^>]*?""" + _REF)


def _read_columns(text: bytes, facts: SheetFacts) -> None:
    for column in _COLUMN.findall(text[: text.find(b"sheetData") + 1 or None]):
        values = dict(_ATTRIBUTE.findall(column))
        if values.get(b"hidden") in (b"1", b"true"):
            low, high = int(values.get(b"min", 1)), int(values.get(b"max", 1))
            facts.hidden_columns.extend(range(low - 1, min(high, 16384)))


def _read_formulas(text: bytes, facts: SheetFacts) -> None:
    for before, letters, number, after, formula, empty in _FORMULA.findall(text):
        # A formula that gives an empty text has t="str" and an empty value: that is a result.
        if empty and re.search(rb"""\bt=["']str["']""", before + after):
            continue
        shown = "=" + formula.decode("utf-8", "replace")
        facts.add(int(number) - 1, index_of(letters.decode()), FORMULA, shown)
