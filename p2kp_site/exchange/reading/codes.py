"""Codes of places: neighbourhoods (RT/RW) and regions of the Ministry of Home Affairs."""

import re
from datetime import date, datetime
from typing import Any

from .faults import Fault, Marked, clip
from .figures import odd_cell
from .names import clean
from .people import PROVINCES
from .raw_cells import is_blank

_RT = r"RT\.?\s*(?P<rt>\d{1,3}[A-Z]?)"
_RW = r"RW\.?\s*(?P<rw>\d{1,3})"
_BOTH = (
    re.compile(rf"^{_RT}\s*[-/,]?\s*{_RW}$"),
    re.compile(rf"^{_RW}\s*[-/,]?\s*{_RT}$"),
)
_PAIR = re.compile(r"^(\d{1,3})\s*/\s*(\d{1,3})$")
_DATE_TEXT = re.compile(r"^\d{1,2}[- ][A-Za-z]{3}(?:[- ]\d{2,4})?$")
_DOTTED = re.compile(r"^\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?$")
_LOST = re.compile(r"^\d{1,2}(?:\.\d{1,2}){1,2}(?:\.\d{4})?$")
_LENGTHS = (2, 4, 6, 10)


def read_rt_rw(cell: Any) -> str | Marked | Fault | None:
    """`006/002` for RT 006 of RW 002; two bare numbers are RT first, by convention."""
    if is_blank(cell):
        return None
    if fault := odd_cell(cell):
        return fault
    shown = {"text": clip(cell)}
    if isinstance(cell, date):
        return Fault("date_for_code", shown)
    text = clean(cell).lstrip("'`’").upper() if isinstance(cell, str) else str(cell)
    if _DATE_TEXT.match(text):
        return Fault("date_for_code", shown)
    for pattern in _BOTH:
        if found := pattern.match(text):
            rt, rw = found["rt"], found["rw"]
            value = f"{rt.rjust(4 if rt[-1:].isalpha() else 3, '0')}/{rw.rjust(3, '0')}"
            return Marked(value, "rt_letter", shown) if rt[-1:].isalpha() else value
    if found := _PAIR.match(text):
        return Marked(f"{int(found[1]):03d}/{int(found[2]):03d}", "rt_first", shown)
    return _rt_rw_fault(text, shown)


def _rt_rw_fault(text: str, shown: dict[str, Any]) -> Fault:
    has_rt, has_rw = "RT" in text, "RW" in text
    if re.search(r"RT\D*\d+\s*-\s*\d+", text):
        return Fault("range", shown)
    if re.search(r"R[TW]\D*\d+\s*(?:,|&|DAN)\s*\d+", text):
        return Fault("two_values", shown)
    if has_rt and re.search(r"\b(?:DS|DUSUN|LK|LINGK\w*)\.?\s*\d", text):
        return Fault("not_a_rw", shown)
    if has_rt != has_rw:
        return Fault("rw_missing" if has_rt else "rt_missing", shown)
    return Fault("not_an_rt_rw", shown)


def read_region_code(cell: Any) -> str | Marked | Fault | None:
    """A region code with points (`14.04.04.1001`); whether it exists is not looked up.

    The mark `undotted_code` says that the digits could also be of the statistics office: a caller
    with the name beside it decides. Six digits are of no other office and bear no mark.
    """
    if is_blank(cell):
        return None
    if fault := odd_cell(cell):
        return fault
    if isinstance(cell, str):
        text = clean(cell).lstrip("'`’")
        if _DOTTED.match(text) and len(text) > 2:
            return _checked_code(text, cell)
        return _code_text(text, cell)
    shown = {"text": clip(cell)}
    if isinstance(cell, date | datetime):
        return Fault("date_for_code", shown)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return Fault("not_a_region_code", shown)
    if isinstance(cell, int):
        return _digits(str(cell), str(cell))
    text = repr(float(cell))
    if not _DOTTED.match(text):
        return _code_text(text, text)
    result = _checked_code(text, text)
    return Marked(result, "code_as_number", shown) if isinstance(result, str) else result


def _checked_code(code: str, raw: str) -> str | Fault:
    shown = {"text": clip(raw)}
    if int(code[:2]) not in PROVINCES:
        return Fault("no_such_province", {**shown, "province": code[:2]})
    if len(code) == 13 and code[9] not in "123":
        if code[9] == "0":
            return Fault("bps_code", shown)
        return Fault("bad_serial", {**shown, "serial": code[9:]})
    return code


def _digits(digits: str, raw: str, separated: bool = False) -> str | Marked | Fault:
    shown = {"text": clip(raw)}
    if len(digits) == 7:
        return Fault("bps_code", shown)
    if len(digits) not in _LENGTHS:
        return Fault("wrong_length", {**shown, "digits": len(digits), "wanted": 10})
    parts = [digits[0:2], digits[2:4], digits[4:6], digits[6:10]]
    result = _checked_code(".".join(p for p in parts if p), raw)
    if isinstance(result, Fault) or len(digits) in (2, 6):
        return result
    return Marked(result, "code_separator" if separated else "undotted_code", shown)


def _code_text(text: str, raw: str) -> str | Marked | Fault:
    shown = {"text": clip(raw)}
    if re.match(r"^\d{10}\.0$", text):
        text = text[:-2]
    text = text.rstrip(".")
    if text.isascii() and text.isdigit():
        return _digits(text, raw)
    if _DOTTED.match(spaced := text.replace(" ", ".")):
        return _checked_code(spaced, raw)
    if _DOTTED.match(joined := re.sub(r"\s*[-/]\s*", ".", text)):
        result = _checked_code(joined, raw)
        return Marked(result, "code_separator", shown) if isinstance(result, str) else result
    if (bare := re.sub(r"\s", "", text)).isascii() and bare.isdigit():
        return _digits(bare, raw)
    if re.match(r"^\d{6}\.\d{4}$|^\d{4}\.\d{2}(?:\.\d{4})?$|^\d{2}\.\d{4}$", text):
        return _digits(text.replace(".", ""), raw)
    return _code_fault(text, shown)


def _code_fault(text: str, shown: dict[str, Any]) -> Fault:
    if _LOST.match(text):
        parts = text.split(".")
        padded = ".".join(p.rjust(2, "0") for p in parts)
        ways = [padded]
        if len(parts) == 2 and len(parts[0]) == 2:
            ways.append(f"{parts[0]}.{parts[1]}0")
        return Fault("lost_zero", {**shown, "readings": ways})
    if re.match(r"^\d+(?:[.,]\d+)?E\+?\d+$", text, re.I):
        return Fault("scientific", shown)
    if _DATE_TEXT.match(text) or re.match(r"^\d{4}-\d{2}-\d{2}", text):
        return Fault("date_for_code", shown)
    if len(re.findall(r"\d{2}\.?\d{2}[\d.]*", text)) > 1:
        return Fault("two_values", shown)
    if re.match(r"^[\dOoIl.]+$", text) and any(map(str.isdigit, text)):
        better = text.translate(str.maketrans("OoIl", "0011"))
        return Fault("letter_for_digit", {**shown, "suggestion": better})
    return Fault("not_a_region_code", shown)
