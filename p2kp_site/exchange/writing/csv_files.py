"""CSV files for spreadsheets and statisticians: UTF-8 with a byte-order mark, CRLF, RFC 4180.

Written column by column within a batch: whole columns can be tested in C for what needs quoting
or defusing, and most need nothing. That is why this is not `csv.writer`, whose output it equals.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from operator import itemgetter
from typing import Final

from p2kp_site.exchange.writing import ByteSink
from p2kp_site.exchange.writing.safety import SUSPECT_STARTS, safe_cell

BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
LINE_END: Final = "\r\n"
QUOTE: Final = '"'

_ROWS_PER_BATCH: Final = 512
_NOTHING: Final = type(None)
_TEXT_OR_NOTHING: Final = frozenset({str, _NOTHING})
_MAY_BE_SCIENTIFIC: Final = frozenset({Decimal, float})
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_first_character = itemgetter(0)


def write_csv(
    file: ByteSink,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    delimiter: str = ",",
    text_columns: Collection[int],
) -> int:
    """Write a table as CSV and return the number of rows, the header not counted.

    `text_columns` are positions from 0 whose cells (and every heading) are made safe by
    `safety.safe_cell`; other columns are written as they are, so a negative number stays a number.
    None is an empty cell, dates are ISO 8601 (a datetime with a space for the `T`), numbers have
    a decimal point and never an exponent; truth values come as the caller's own words. Half a
    surrogate pair becomes U+FFFD. The header is in `file` before the first row is asked for.
    Raises `ValueError` for rows shorter or longer than the header, after the batches before them.
    """
    quoted = _quoting(delimiter)
    headings = [quoted([safe_cell(heading)])[0] for heading in header]
    file.write(BYTE_ORDER_MARK + _encoded(_lines([headings], delimiter)))
    texts = frozenset(text_columns)
    written = 0
    for batch in _batches(rows):
        columns = list(zip(*batch, strict=True))
        if len(columns) != len(header):
            raise ValueError(f"a row has {len(columns)} cells, the header {len(header)}")
        cells = [
            quoted(_safe_texts(values) if position in texts else _plain_values(values))
            for position, values in enumerate(columns)
        ]
        file.write(_encoded(_lines(zip(*cells, strict=True), delimiter)))
        written += len(batch)
    return written


def _batches(rows: Iterable[Sequence[object]]) -> Iterator[list[Sequence[object]]]:
    source = iter(rows)
    while batch := list(islice(source, _ROWS_PER_BATCH)):
        yield batch


def _lines(rows: Iterable[Sequence[str]], delimiter: str) -> str:
    lines = [line or QUOTE + QUOTE for line in map(delimiter.join, rows)]
    return LINE_END.join(lines) + LINE_END


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text).encode()


def _quoting(delimiter: str) -> Callable[[Sequence[str]], Sequence[str]]:
    """Return a function that quotes those cells of a column that would break the table."""
    special = re.compile("[" + re.escape(delimiter) + '"\r\n]').search

    def quoted(cells: Sequence[str]) -> Sequence[str]:
        column = "".join(cells)
        if not (delimiter in column or QUOTE in column or "\n" in column or "\r" in column):
            return cells
        return [
            QUOTE + cell.replace(QUOTE, QUOTE + QUOTE) + QUOTE if special(cell) else cell
            for cell in cells
        ]

    return quoted


def _safe_texts(values: Sequence[object]) -> Sequence[str]:
    kinds = set(map(type, values))
    if kinds <= _TEXT_OR_NOTHING:
        # Only texts are left by the look above.
        starts = map(_first_character, filter(None, values))  # type: ignore[arg-type]
        if SUSPECT_STARTS.isdisjoint(starts):
            return _words(values, kinds)
    return ["" if value is None else safe_cell(str(value)) for value in values]


def _plain_values(values: Sequence[object]) -> Sequence[str]:
    kinds = set(map(type, values))
    if kinds.isdisjoint(_MAY_BE_SCIENTIFIC):
        return _words(values, kinds)
    return [_plain(value) for value in values]


def _words(values: Sequence[object], kinds: set[type]) -> Sequence[str]:
    if _NOTHING in kinds:
        return ["" if value is None else str(value) for value in values]
    return list(map(str, values))


def _plain(value: object) -> str:
    """`1E+3` is how Python writes some decimals; a clerk's spreadsheet must see `1000`."""
    if value is None:
        return ""
    text = str(value)
    if type(value) in _MAY_BE_SCIENTIFIC and ("e" in text or "E" in text):
        return format(Decimal(text), "f")
    return text
