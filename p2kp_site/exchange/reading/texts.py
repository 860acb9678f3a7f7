"""Texts, choices and yes or no."""

import difflib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from .faults import Fault, Marked, clip
from .figures import odd_cell
from .names import clean, fold
from .raw_cells import PercentNumber, is_blank

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\ud800-\udfff]")
_LISTED = re.compile(r"^\d{1,4}[.)]\s*(?=[^\W\d_]|[\"“])")
_DEFUSED = ("'=", "'+", "'-", "'@", "'\t", "'\r")
# Between the cells of a column when all are looked at together: a sign that is in none of them.
_BESIDE = "␟"
_ODD = ("  ", f" {_BESIDE}", f"{_BESIDE} ", f"{_BESIDE}'", f"{_BESIDE}#")
_NUMBERED = re.compile(rf"{_BESIDE}\d")
_YES = frozenset(
    ("ya", "iya", "y", "ada", "sudah", "sudahada", "benar", "true", "yes", "√", "✓", "✔", "v", "1")
)
_NO = frozenset(("tidak", "tdk", "tidakada", "tdkada", "salah", "false", "no", "n", "0"))


def read_text(
    cell: Any, max_length: int | None = None, multiline: bool = False
) -> str | Fault | None:
    """A text with its white space put right. Line breaks stay only in texts of several lines.

    One apostrophe that an export of ours put before = + - @ tab or CR is taken off. Dates are
    refused in one-line texts: mostly the spreadsheet made them of something else.
    """
    if cell.__class__ is not str:
        if cell is None:
            return None
        cell = _as_text(cell, multiline)
        if isinstance(cell, Fault):
            return cell
    text: str = cell
    if text[:1] == "#" and (fault := odd_cell(text)):
        return fault
    if text.startswith(_DEFUSED):
        text = text[1:]
    if not text.isprintable():
        if found := _CONTROL.search(text):
            code = f"U+{ord(found.group()):04X}"
            return Fault("control_character", {"text": clip(_CONTROL.sub("�", text)), "code": code})
        text = _lines(text) if multiline else clean(text)
    elif "  " in text or text[:1] == " " or text[-1:] == " ":
        text = clean(text)
    if max_length is not None and len(text) > max_length:
        return Fault("too_long", {"text": clip(text), "length": len(text), "limit": max_length})
    return text or None


def are_plain(listed: bool, max_length: int | None, cells: Sequence[Any]) -> bool:
    """Are all cells of a column texts that stand as they should? Asked of the whole at once.

    `listed`: a number in front is one of a list. When in doubt the answer is no, and each cell is
    read by itself.
    """
    try:
        whole = f"{_BESIDE}{_BESIDE.join(cells)}{_BESIDE}"
    except TypeError:  # numbers, dates, empty cells of a workbook
        return False
    return (
        whole.isprintable()
        and not any(odd in whole for odd in _ODD)
        and not (listed and _NUMBERED.search(whole))
        and (max_length is None or max(map(len, cells), default=0) <= max_length)
    )


def read_name(cell: Any, max_length: int | None = None) -> str | Marked | Fault | None:
    """A name, from which the serial number of a list is taken off: `3. BKM Maju Jaya`."""
    text = read_text(cell, max_length)
    if not isinstance(text, str) or not (found := _LISTED.match(text)):
        return text
    return Marked(text[found.end() :], "serial_dropped", {"text": clip(text)})


def _lines(text: str) -> str:
    return "\n".join(clean(line) for line in text.splitlines()).strip("\n")


def _as_text(cell: Any, multiline: bool) -> str | Fault:
    if fault := odd_cell(cell):
        return fault
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, PercentNumber):
        return f"{float(cell) * 100:.15g}%"
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, date) and not multiline:
        return Fault("date_for_text", {"text": clip(cell)})
    return str(cell)


class ChoiceReader:
    """Reads one of a few values by any of its labels, whatever their case and punctuation."""

    def __init__(self, choices: Mapping[str, Any]) -> None:
        self._values = {fold(str(label)): value for label, value in choices.items()}
        self._labels = {fold(str(label)): str(label) for label in choices}

    def __call__(self, cell: Any) -> Any:
        if is_blank(cell):
            return None
        if fault := odd_cell(cell):
            return fault
        text = clean(cell) if isinstance(cell, str) else str(cell)
        word = fold(text)
        if word in self._values:
            return self._values[word]
        near = [self._labels[key] for key in difflib.get_close_matches(word, self._labels, 3, 0.6)]
        return Fault("not_a_choice", {"text": clip(text), "suggestions": near})


def read_choice(cell: Any, choices: Mapping[str, Any]) -> Any:
    """The value of a label in `choices`, a mapping of labels to values."""
    return ChoiceReader(choices)(cell)


def read_yes_no(cell: Any, heading: str = "") -> bool | Marked | Fault | None:
    """Yes or no. A cell that repeats the heading (`Aktif`) says yes; x is refused."""
    if isinstance(cell, bool):
        return cell
    if is_blank(cell):
        return None
    if fault := odd_cell(cell):
        return fault
    shown = {"text": clip(cell)}
    if not isinstance(cell, str | int):
        return Fault("not_yes_or_no", shown)
    text = clean(str(cell)).rstrip(".")
    word = text if text in "√✓✔" else fold(text)
    if word in _YES:
        return True
    if word in _NO:
        return False
    if word == "belum":
        return Marked(False, "not_yet", shown)
    if word == "t" and re.search(r"\bY\s*/\s*T\b", heading, re.I):
        return False
    if word in ("yatidak", "yt", "yn", "yesno", "adatidak", "adatidakada"):
        return Fault("not_filled_in", shown)
    title = fold(heading)
    if title and word == title:
        return True
    if title and word in (f"tidak{title}", f"tdk{title}", f"non{title}"):
        return False
    return Fault("not_yes_or_no", shown)
