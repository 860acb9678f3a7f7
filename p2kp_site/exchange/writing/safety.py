"""Text that a spreadsheet would run as a formula, and the apostrophe that stops it.

A spreadsheet that opens a CSV file runs a cell as a formula when its first visible character is
one of `= + - @`; a tab or carriage return may push the rest into a cell of its own. Invisible
characters before it hide it from us, not from every spreadsheet, so they are looked through.

The rule, both ways, for text columns of CSV files only (a cell of our workbooks is never run, so
it carries the text as it is and nothing comes off):

- writing: a text made of any number of apostrophes, any number of invisible characters and then
  a dangerous character gets **one** apostrophe in front;
- reading: one apostrophe comes off when what stands behind it is such a text.

Counting apostrophes in makes it exact: `'=1` is written as `''=1` and comes back as `'=1`, while
`'Aisyiyah` is never touched.
"""

from typing import Final

APOSTROPHE: Final = "'"

# The last four are the full-width forms, which East Asian editions of spreadsheets fold to ASCII.
DANGEROUS_STARTS: Final = frozenset("=+-@\t\r\uff1d\uff0b\uff0d\uff20")

# Spaces, controls and characters without ink. Spelled out, because Python's and PostgreSQL's
# classes differ and the latter change with the locale.
_INVISIBLE_RANGES: Final = (
    (0x00, 0x08),
    (0x0A, 0x0C),
    (0x0E, 0x20),
    (0x7F, 0xA0),
    (0xAD, 0xAD),
    (0x34F, 0x34F),
    (0x61C, 0x61C),
    (0x115F, 0x1160),
    (0x1680, 0x1680),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x2000, 0x200F),
    (0x2028, 0x202F),
    (0x205F, 0x206F),
    (0x2800, 0x2800),
    (0x3000, 0x3000),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF9, 0xFFFB),
    (0xE0000, 0xE007F),
    (0xE0100, 0xE01EF),
)
_INVISIBLE: Final = "".join(
    chr(code) for first, last in _INVISIBLE_RANGES for code in range(first, last + 1)
)

SUSPECT_STARTS: Final = DANGEROUS_STARTS | frozenset(_INVISIBLE) | {APOSTROPHE}
"""First characters that call for a closer look; a text that begins otherwise is safe as it is."""


def _escape(code: int) -> str:
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _character_class(ranges: tuple[tuple[int, int], ...]) -> str:
    return "[" + "".join(f"{_escape(first)}-{_escape(last)}" for first, last in ranges) + "]"


DANGEROUS_PATTERN: Final = (
    "^'*"
    + _character_class(_INVISIBLE_RANGES)
    + "*"
    + _character_class(tuple((ord(start), ord(start)) for start in sorted(DANGEROUS_STARTS)))
)
"""Matches exactly the texts that `needs_apostrophe` names; for Python and for PostgreSQL's `~`.

In SQL: `CASE WHEN x ~ pattern THEN '''' || x ELSE x END`. A text between `'A'` and `'\\x7f'` under
collation "C" cannot match, which is the cheap test to make first.
"""


def needs_apostrophe(text: str) -> bool:
    """Say whether a spreadsheet could run `text`, or could take its apostrophes for ours."""
    if text[:1] not in SUSPECT_STARTS:
        return False
    return text.lstrip(APOSTROPHE).lstrip(_INVISIBLE)[:1] in DANGEROUS_STARTS


def safe_cell(text: str) -> str:
    """Return `text` as it may stand in a CSV file: with one apostrophe in front if it needs it."""
    return APOSTROPHE + text if needs_apostrophe(text) else text


def unsafe_cell(text: str) -> str:
    """Return the text that `safe_cell` was given: the exact inverse, for every text."""
    if text.startswith(APOSTROPHE) and needs_apostrophe(text[1:]):
        return text[1:]
    return text
