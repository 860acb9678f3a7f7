"""Numbers as written in Indonesia: points group by thousands, a comma begins the decimals.

A text that two readings allow is refused, never guessed.
"""

import re
from decimal import Decimal
from typing import Any, NamedTuple

from .faults import Fault, clip
from .names import clean
from .raw_cells import CellError, PercentNumber, UncalculatedFormula

_POINTS = re.compile(r"^[1-9]\d{0,2}(?:\.\d{3})+(?:,(?P<decimals>\d+))?$")
_COMMAS = re.compile(r"^[1-9]\d{0,2}(?:,\d{3})+(?:\.(?P<decimals>\d+))?$")
_SPACES = re.compile(r"^[1-9]\d{0,2}(?:([ '’])\d{3})(?:\1\d{3})*(?:,(?P<decimals>\d+))?$")
_DECIMAL_COMMA = re.compile(r"^\d+,\d+$")
_DECIMAL_POINT = re.compile(r"^\d+\.\d+$")

_ERROR_TEXT = re.compile(
    r"^(?:#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)|Err:\d{3})$", re.I
)
_LOOKALIKE = re.compile(r"^[\d.,]*(?:\d[\d.,]*[OoIl]|[OoIl][\d.,]*\d)[\dOoIl.,]*$")
_DIAGNOSES = (
    (re.compile(r"^#{3,}$"), "column_too_narrow"),
    (re.compile(r"^[-+]?\d+(?:[.,]\d+)?E[+-]?\d+$", re.I), "scientific"),
    (re.compile(r"[±~≈]|\+/-|\b(?:sekitar|kurang lebih|kira2|kira-kira|perkiraan|lk\.)", re.I),
     "approximate"),
    (re.compile(r"[<>≤≥]|\b(?:kurang|lebih|di ?atas|di ?bawah|min|minimal|max|maks|maksimal)\b",
                re.I), "bound"),
    (re.compile(r"[$€£¥]|\b(?:usd|eur|euro|sgd|dollar|dolar|ringgit|rm)\b", re.I), "currency"),
    (re.compile(r"/\s*[a-z]|\bper\s+[a-z]", re.I), "per_unit"),
    (re.compile(r"%|\bpersen\b|\bprosen\b", re.I), "percentage"),
    (re.compile(r"\b\d{1,4}[/-]\d{1,2}[/-]\d{2,4}\b"), "date_for_number"),
    (re.compile(r"\d\s*(?:\+|&|\bdan\b)\s*(?:rp\.?\s*)?\d", re.I), "sum"),
    (re.compile(r"\d[a-z\s.]*(?:-|–|\bs/d\b|\bsd\b|\bsampai\b)\s*(?:rp\.?\s*)?\d", re.I), "range"),
    (re.compile(r"^(?:rp|idr)?[\s.:]*[-(]?\d[\d.,' ]*[)]?$", re.I), "bad_grouping"),
    (re.compile(r"^(?:rp|idr)?[\s.:]*\d[\d.,]*\s*\(", re.I), "text_after_number"),
)  # fmt: skip  # a table, an entry a line


class Reading(NamedTuple):
    """One way to read some digits; `mark` names what is unusual about it."""

    value: Decimal
    mark: str | None = None


def odd_cell(cell: Any) -> Fault | None:
    """The fault of an error cell or of a formula without a result; None for other cells."""
    if isinstance(cell, CellError):
        return Fault("formula_error", {"text": cell.text})
    if isinstance(cell, UncalculatedFormula):
        return Fault("formula_without_result", {"text": clip(cell.text)})
    if isinstance(cell, str) and cell[:1] in "#E" and _ERROR_TEXT.match(cell.strip()):
        return Fault("formula_error", {"text": clip(cell.strip())})
    return None


def readings(digits: str) -> list[Reading]:
    """All ways to read digits with points, commas or spaces between; the Indonesian one first."""
    if digits.isdigit():
        return [Reading(Decimal(digits))]
    found: list[Reading] = []
    if match := _POINTS.match(digits):
        if len(match["decimals"] or "") != 3:
            found.append(Reading(Decimal(digits.replace(".", "").replace(",", "."))))
    elif match := _COMMAS.match(digits):
        if len(match["decimals"] or "") != 3:
            found.append(Reading(Decimal(digits.replace(",", "")), "unusual_grouping"))
    elif _SPACES.match(digits):
        bare = re.sub(r"[ '’]", "", digits).replace(",", ".")
        found.append(Reading(Decimal(bare), "unusual_grouping"))
    if _DECIMAL_COMMA.match(digits):
        mark = "decimal_comma" if found else None
        found.insert(0, Reading(Decimal(digits.replace(",", ".")), mark))
    elif _DECIMAL_POINT.match(digits):
        found.append(Reading(Decimal(digits)))
    return found


def ambiguous(text: str, ways: list[Reading]) -> Fault:
    """Two readings, each written so that it would be read without doubt."""
    shown = [f"{way.value:f}".replace(".", ",") for way in ways]
    return Fault("ambiguous_number", {"text": clip(text), "readings": shown})


def diagnose(text: str) -> Fault:
    """Why a text is no number: the most helpful kind that fits."""
    text = clean(text)
    if fault := odd_cell(text):
        return fault
    shown = {"text": clip(text)}
    bare = re.sub(r"^(?:rp|idr)[\s.:]*", "", text, flags=re.I)
    if _LOOKALIKE.match(bare) and any(c.isdigit() for c in bare):
        better = bare.translate(str.maketrans("OoIl", "0011"))
        return Fault("letter_for_digit", {**shown, "suggestion": clip(better)})
    for pattern, kind in _DIAGNOSES:
        if pattern.search(text):
            return Fault(kind, shown)
    return Fault("not_a_number", shown)


def exact(number: float) -> Decimal:
    """A number cell as a decimal of the fifteen digits that a spreadsheet keeps."""
    return Decimal(f"{number:.15g}")


def not_a_number_cell(cell: Any) -> Fault | None:
    """The fault of a cell that is neither text nor number; None for texts and numbers."""
    if fault := odd_cell(cell):
        return fault
    if isinstance(cell, PercentNumber):
        return Fault("percentage", {"text": f"{exact(cell) * 100:f} %"})
    if isinstance(cell, bool):
        return Fault("not_a_number", {"text": str(cell)})
    if isinstance(cell, str | int | float):
        return None
    return Fault("date_for_number", {"text": clip(cell)})
