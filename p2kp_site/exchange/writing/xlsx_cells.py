"""Cells of a worksheet: from Python values to the XML that a spreadsheet reads.

A formatter takes a run of values of one column and returns as many pieces of XML. Whole runs are
tested in C first; a value is looked at on its own only in a run where something is unusual.
Cells carry no address, so an empty one must still be there.
"""

import math
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum
from operator import itemgetter
from typing import Final, Literal

from p2kp_site.exchange.writing.safety import SUSPECT_STARTS, needs_apostrophe

Kind = Literal["text", "number", "year", "rupiah", "date", "datetime"]
Formatter = Callable[[Sequence[object]], list[str]]


class Style(IntEnum):
    """Positions in the workbook's list of cell styles (`xlsx_parts.STYLES`)."""

    GENERAL = 0
    HEADING = 1
    TEXT = 2
    TEXT_NOT_FORMULA = 3
    WRAPPED = 4
    WRAPPED_NOT_FORMULA = 5
    NUMBER = 6
    RUPIAH = 7
    DATE = 8
    DATETIME = 9


_STYLES: Final[dict[Kind, Style]] = {
    "text": Style.TEXT,
    "number": Style.NUMBER,
    "year": Style.GENERAL,
    "rupiah": Style.RUPIAH,
    "date": Style.DATE,
    "datetime": Style.DATETIME,
}
_NOTHING: Final = type(None)
_TEXT_OR_NOTHING: Final = frozenset({str, _NOTHING})
_NUMBER_OR_NOTHING: Final = frozenset({int, Decimal, _NOTHING})
_DATE_OR_NOTHING: Final = frozenset({date, _NOTHING})
_first_character = itemgetter(0)

# Excel believes in 29 February 1900, so serial numbers are right only from the day after it.
_FIRST_RIGHT_DATE: Final = date(1900, 3, 1)
_DAY_ZERO: Final = date(1899, 12, 30).toordinal()
_FIRST_RIGHT_SERIAL: Final = _FIRST_RIGHT_DATE.toordinal() - _DAY_ZERO
_SECONDS_A_DAY: Final = 86_400

_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
# Most texts that are no plain ones: `+62812345678`. ASCII without markup, `_` or spaces around it.
_INK: Final = "!-%'-;=?-^`-~"
_STANDS_AS_IT_IS: Final = re.compile(f"[{_INK}](?:[ {_INK}]*[{_INK}])?").fullmatch
_LOOKS_ESCAPED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def cleaned(text: str) -> str:
    """Return `text` without what XML cannot carry; half a surrogate pair becomes U+FFFD."""
    if text.isprintable():
        return text
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", _ILLEGAL.sub("", text))


def escaped(text: str) -> str:
    """Return `text` cleaned and with markup escaped, for an element or an attribute.

    A carriage return is written as a reference because parsers would turn it into a line feed,
    and `_x0041_` gets its first underscore spelled out because readers would take it for `A`.
    """
    text = cleaned(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = text.replace('"', "&quot;").replace("\r", "&#13;")
    return _LOOKS_ESCAPED.sub("_x005F_", text) if "_x" in text else text


def column_formatter(kind: Kind, *, wrapped: bool = False) -> Formatter:
    """Return the formatter of a column; `wrapped` breaks long lines and counts for text only."""
    if kind == "text":
        if wrapped:
            return _text_formatter(Style.WRAPPED, Style.WRAPPED_NOT_FORMULA)
        return _text_formatter(Style.TEXT, Style.TEXT_NOT_FORMULA)
    if kind == "date":
        return _date_formatter()
    if kind == "datetime":
        return _value_formatter(Style.DATETIME, _moment)
    return _number_formatter(_STYLES[kind])


def heading_formatter() -> Formatter:
    """Return the formatter of the header row."""
    return _text_formatter(Style.HEADING, Style.HEADING)


def _blank(style: Style) -> str:
    return f'<c s="{style:d}"/>'


def _value_tags(style: Style) -> tuple[str, str]:
    return f'<c s="{style:d}"><v>', "</v></c>"


def _text_cell(text: str, style: Style) -> str:
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f'<c s="{style:d}" t="inlineStr"><is><t{space}>{escaped(text)}</t></is></c>'


def _text_formatter(style: Style, not_formula: Style) -> Formatter:
    """Text stays text: a cell that looks like a formula gets the style with `quotePrefix`.

    An inline string is never run, so nothing is added to the value; the style keeps it a string
    when somebody edits the cell. It does not reach a CSV file that a person saves from it.
    """
    blank = _blank(style)
    opening, closing = _text_cell("|", style).split("|")
    not_formula_opening, _ = _text_cell("|", not_formula).split("|")

    def cell(value: object) -> str:
        text = "" if value is None else cleaned(str(value))
        if not text:
            return blank
        formula = needs_apostrophe(text)
        if _STANDS_AS_IT_IS(text):
            return f"{not_formula_opening if formula else opening}{text}{closing}"
        return _text_cell(text, not_formula if formula else style)

    def cells(values: Sequence[object]) -> list[str]:
        kinds = set(map(type, values))
        # Looked at after the kinds: only texts.
        if not kinds <= _TEXT_OR_NOTHING or not _is_plain(values):  # type: ignore[arg-type]
            return [cell(value) for value in values]
        if not any(values):
            return [blank] * len(values)
        return [f"{opening}{value}{closing}" if value else blank for value in values]

    return cells


def _is_plain(values: Sequence[str | None]) -> bool:
    """Say whether all these texts may stand in the XML as they are."""
    texts = list(filter(None, values))
    joined = "|".join(texts)
    return (
        joined.isprintable()
        and "&" not in joined
        and "<" not in joined
        and ">" not in joined
        and " |" not in joined
        and "_x" not in joined
        and not joined.endswith(" ")
        and SUSPECT_STARTS.isdisjoint(map(_first_character, texts))
    )


def _number_formatter(style: Style) -> Formatter:
    blank = _blank(style)
    careful = _value_formatter(style, _number)
    opening, closing = _value_tags(style)

    def cells(values: Sequence[object]) -> list[str]:
        kinds = set(map(type, values))
        if not kinds <= _NUMBER_OR_NOTHING:
            return careful(values)
        written = [blank if value is None else f"{opening}{value!s}{closing}" for value in values]
        if Decimal in kinds and _names_no_number("".join(written)):
            return careful(values)
        return written

    return cells


def _names_no_number(cells: str) -> bool:
    """Say whether a decimal among `cells` is written `NaN` or `Infinity`, which XML cannot take."""
    return "N" in cells or "I" in cells


def _date_formatter() -> Formatter:
    blank = _blank(Style.DATE)
    careful = _value_formatter(Style.DATE, _day)
    opening, closing = _value_tags(Style.DATE)

    def cells(values: Sequence[object]) -> list[str]:
        if not _DATE_OR_NOTHING.issuperset(map(type, values)):
            return careful(values)
        if not any(values):
            return [blank] * len(values)
        # Only dates are left by the look above.
        days: list[date] = list(filter(None, values))  # type: ignore[arg-type]
        if days and min(days) < _FIRST_RIGHT_DATE:
            return careful(values)
        return [
            # Only dates are left by the look above.
            f"{opening}{value.toordinal() - _DAY_ZERO}{closing}" if value else blank  # type: ignore[attr-defined]
            for value in values
        ]

    return cells


def _value_formatter(style: Style, number: Callable[[object], str | None]) -> Formatter:
    """Return a formatter for `<v>` cells; what `number` refuses is written as text."""
    blank = _blank(style)
    opening, closing = _value_tags(style)
    text_cells = column_formatter("text")

    def cell(value: object) -> str:
        if value is None or value == "":
            return blank
        inner = number(value)
        return text_cells([value])[0] if inner is None else f"{opening}{inner}{closing}"

    return lambda values: [cell(value) for value in values]


def _number(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return None if isinstance(value, float | Decimal) and not math.isfinite(value) else str(value)


def _day(value: object) -> str | None:
    if not isinstance(value, date):
        return None
    serial = value.toordinal() - _DAY_ZERO
    return str(serial) if serial >= _FIRST_RIGHT_SERIAL else None


def _moment(value: object) -> str | None:
    serial = _day(value)
    if serial is None or not isinstance(value, datetime):
        return serial
    seconds = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
    return f"{int(serial) + seconds / _SECONDS_A_DAY:.11f}"
