"""What the records of an old binary workbook (BIFF5, BIFF8) tell beyond the native reader.

Error values, percent formats, hidden rows and columns. Runs in the reading process only.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from .faults import UnusableFile
from .ole import OleFile
from .sheet_facts import ERROR, PERCENT, SheetFacts

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!",
           42: "#N/A"}  # fmt: skip  # a table, an entry a line
_BOF, _EOF, _SHEET, _PASSWORD, _FORMAT, _XF = 0x809, 0x0A, 0x85, 0x2F, 0x41E, 0xE0
_ROW, _COLUMN, _ERROR, _FORMULA = 0x208, 0x7D, 0x205, 0x06
_NUMBER, _SHORT, _SHORTS = 0x203, 0x27E, 0xBD


class XlsScanner:
    """The sheets of one XLS by name."""

    def __init__(self, path: Path) -> None:
        self._data = OleFile(path).workbook()
        self._offsets: dict[str, int] = {}
        self._percents: set[int] = set()
        try:
            self._read_globals()
        except (struct.error, IndexError) as error:
            raise UnusableFile("damaged_workbook", detail=f"records: {error}") from error

    def facts(self, sheet: str) -> SheetFacts:
        facts = SheetFacts()
        if sheet in self._offsets:
            try:
                self._read_sheet(self._offsets[sheet], facts)
            except (struct.error, IndexError) as error:
                raise UnusableFile("damaged_workbook", detail=f"records: {error}") from error
        return facts

    def _records(self, offset: int) -> Iterator[tuple[int, bytes]]:
        """Records of one part, from its beginning to its end."""
        data, depth = self._data, 0
        while offset + 4 <= len(data):
            kind, length = struct.unpack_from("<HH", data, offset)
            offset += 4
            if kind == _BOF:
                depth += 1
            elif kind == _EOF:
                depth -= 1
                if depth <= 0:
                    return
            elif depth == 1:
                yield kind, data[offset : offset + length]
            offset += length

    def _read_globals(self) -> None:
        formats = {9, 10}
        styles: list[int] = []
        wide = struct.unpack_from("<H", self._data, 4)[0] == 0x600
        for kind, body in self._records(0):
            if kind == _PASSWORD:
                raise UnusableFile("encrypted_workbook")
            if kind == _SHEET:
                self._offsets[_name(body, wide)] = struct.unpack_from("<I", body)[0]
            elif kind == _FORMAT and b"%" in body[2:]:
                formats.add(struct.unpack_from("<H", body)[0])
            elif kind == _XF:
                styles.append(struct.unpack_from("<H", body, 2)[0])
        self._percents = {index for index, number in enumerate(styles) if number in formats}

    def _read_sheet(self, offset: int, facts: SheetFacts) -> None:
        for kind, body in self._records(offset):
            if kind == _ROW:
                if body[12] & 0x20:
                    facts.hidden_rows.append(struct.unpack_from("<H", body)[0])
            elif kind == _COLUMN:
                first, last, _width, _style, flags = struct.unpack_from("<5H", body)
                if flags & 1:
                    facts.hidden_columns.extend(range(first, min(last, 255) + 1))
            elif kind in (_ERROR, _FORMULA, _NUMBER, _SHORT):
                self._read_cell(kind, body, facts)
            elif kind == _SHORTS:
                row, column = struct.unpack_from("<HH", body)
                for at in range(4, len(body) - 2, 6):
                    if struct.unpack_from("<H", body, at)[0] in self._percents:
                        facts.add(row, column + (at - 4) // 6, PERCENT)

    def _read_cell(self, kind: int, body: bytes, facts: SheetFacts) -> None:
        row, column, style = struct.unpack_from("<3H", body)
        code = -1
        if kind == _ERROR and body[7]:
            code = body[6]
        elif kind == _FORMULA and body[12:14] == b"\xff\xff":
            if body[6] == 2:
                code = body[8]
        elif style in self._percents and kind != _ERROR:
            facts.add(row, column, PERCENT)
        if code >= 0:
            facts.add(row, column, ERROR, _ERRORS.get(code, "#"))


def _name(body: bytes, wide: bool) -> str:
    length = body[6]
    if not wide:
        return body[7 : 7 + length].decode("cp1252", "replace")
    if body[7] & 1:
        return body[8 : 8 + 2 * length].decode("utf-16-le", "replace")
    return body[8 : 8 + length].decode("latin-1")
