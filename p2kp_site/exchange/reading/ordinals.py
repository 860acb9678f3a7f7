"""Numbers of stages and years as papers write them: I, Termin 1, Tahap ke-3, 2 (dua); TA 2009."""

import re
from typing import Any

from .amounts import LARGEST, read_count
from .faults import Fault, Marked, clip
from .names import clean

_ORDINAL = re.compile(
    r"^(?:(?:tahap(?:an)?|thp|termin|term|tranche|tr)[\s.]*)?(?:ke[\s.-]*)?"
    r"(?P<number>\d{1,3}|[ivx]{1,6})\.?(?:\s*\((?P<word>[a-z ]+)\))?$"
)
_YEAR = re.compile(r"^(?:t\.?\s*a\.?|tahun anggaran|tahun|thn?\.?)\s*:?\s*(?P<year>\d{4})$")
_WORDS = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh")
_FIRST = {"pertama": 1, "kesatu": 1}
_NUMERALS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST = 39


def _roman(number: int) -> str:
    text = ""
    for value, letters in _NUMERALS:
        times, number = divmod(number, value)
        text += letters * times
    return text


_ROMAN = {_roman(number): number for number in range(1, _MOST + 1)}
_NAMED = {word: number for number, word in enumerate(_WORDS, 1)}


def read_ordinal(
    cell: Any, minimum: int | None = None, maximum: int = LARGEST
) -> int | Marked | Fault | None:
    """The number of a stage; a number in words beside it must be the same."""
    if cell.__class__ is not str:
        return read_count(cell, minimum, maximum)
    text = clean(cell).lower()
    found = _ORDINAL.match(text)
    if not found:
        said = _FIRST.get(text) or _NAMED.get(text.removeprefix("ke"))
        return said or read_count(cell, minimum, maximum)
    written = found["number"]
    number = int(written) if written.isdigit() else _ROMAN.get(written)
    if number is None:
        return Fault("not_a_number", {"text": clip(cell)})
    if (word := found["word"]) and _NAMED.get(word.strip(), number) != number:
        return Fault("two_values", {"text": clip(cell)})
    return read_count(number, minimum, maximum)


def read_year(
    cell: Any, minimum: int | None = None, maximum: int = LARGEST
) -> int | Marked | Fault | None:
    """A year, also as a fiscal year is written (TA 2009)."""
    found = _YEAR.match(clean(cell).lower()) if cell.__class__ is str else None
    return read_count(int(found["year"]) if found else cell, minimum, maximum)
