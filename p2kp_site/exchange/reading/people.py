"""What is written about people: sex, population number, telephone."""

import re
from datetime import date
from typing import Any

from .faults import Fault, Marked, clip
from .figures import odd_cell
from .headings import without_note
from .names import clean, fold
from .raw_cells import is_blank

PROVINCES = frozenset(
    (*range(11, 20), 21, *range(31, 37), *range(51, 54), *range(61, 66), *range(71, 77), 81, 82,
     *range(91, 98))
)  # fmt: skip  # a table, an entry a line
_MALE = frozenset(("l", "lk", "laki", "lakilaki", "laki2", "pria", "male", "man", "cowok"))
_FEMALE = frozenset(("pr", "perempuan", "peremp", "wanita", "female", "woman"))
_PAIR = re.compile(r"\b([LP])\s*/\s*([PW])\b", re.I)
_SCIENTIFIC = re.compile(r"^\d+(?:[.,]\d+)?E\+?\d+$", re.I)
_WRITTEN_WELL = re.compile(r"(?:\+62|0)[1-9][0-9]{7,11}")
_WORD = re.compile(r"^(?:nik|no\.?\s*nik|ktp|wa|hp|telp|telepon|tlp|no\.?\s*hp)\b[\s.:]*", re.I)


def read_sex(cell: Any, heading: str = "") -> str | Marked | Fault | None:
    """`male` or `female`. Under a heading P/W the letter P is Pria, under L/P Perempuan."""
    if is_blank(cell):
        return None
    if fault := odd_cell(cell):
        return fault
    shown = {"text": clip(cell)}
    if not isinstance(cell, str):
        return Fault("not_a_sex", shown)
    # Without a note, as in the labels of our own files: `man (L)`.
    word = fold(without_note(cell))
    if word in _MALE:
        return "male"
    if word in _FEMALE:
        return "female"
    if word in ("lp", "pw") or (word == "pl"):
        return Fault("not_filled_in", shown)
    pair = _PAIR.search(heading)
    letters = pair.group().replace(" ", "").upper() if pair else ""
    if word == "p":
        if letters == "P/W":
            return "male"
        return "female" if letters == "L/P" else Marked("female", "letter_convention", shown)
    if word == "w":
        return "female" if letters == "P/W" else Marked("female", "letter_convention", shown)
    english = re.search(r"\b(?:sex|gender|m\s*/\s*f)\b", heading, re.I)
    if english and word in ("m", "f"):
        return "male" if word == "m" else "female"
    return Fault("not_a_sex", shown)


def read_nik(cell: Any) -> str | Marked | Fault | None:
    """The sixteen digits of a population number; they are checked, not looked up.

    Digits 7 to 12 are day (for women + 40), month and year of birth, the last four a serial.
    """
    if is_blank(cell):
        return None
    if fault := odd_cell(cell):
        return fault
    if isinstance(cell, int) and not isinstance(cell, bool):
        return _nik_number(cell)
    if not isinstance(cell, str):
        return Fault(
            "digits_lost" if isinstance(cell, float) else "not_a_nik", {"text": clip(cell)}
        )
    text = clean(cell).lstrip("'`’")
    if text in ("-", "--"):
        return Marked(None, "dash_as_empty", {"text": clip(cell)})
    digits = re.sub(r"[\s.\-]", "", text[:-2] if re.match(r"^\d{16}\.0$", text) else text)
    if digits.isascii() and digits.isdigit():
        return _checked_nik(digits, cell)
    return _nik_fault(text, cell)


def _nik_number(cell: int) -> str | Marked | Fault:
    shown = {"text": str(cell)}
    digits = str(cell)
    # A spreadsheet keeps fifteen digits and puts a zero for the rest.
    if len(digits) == 16 and (digits.endswith("0") or cell > 2**53):
        return Fault("digits_lost", shown)
    result = _checked_nik(digits, digits)
    return result if isinstance(result, Fault) else Marked(digits, "number_for_nik", shown)


def _checked_nik(digits: str, raw: str) -> str | Fault:
    shown = {"text": clip(raw)}
    if len(digits) != 16:
        return Fault("wrong_length", {**shown, "digits": len(digits), "wanted": 16})
    if len(set(digits)) == 1:
        return Fault("placeholder", shown)
    if int(digits[:2]) not in PROVINCES:
        return Fault("no_such_province", {**shown, "province": digits[:2]})
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    born = day - 40 if day > 40 else day
    if not any(_is_day(century + year, month, born) for century in (1900, 2000)):
        return Fault("bad_birth_date", {**shown, "day": day, "month": month})
    if digits.endswith("0000"):
        return Fault("bad_serial", {**shown, "serial": digits[12:]})
    return digits


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _nik_fault(text: str, raw: str) -> Marked | Fault:
    shown = {"text": clip(raw)}
    if _SCIENTIFIC.match(text):
        return Fault("digits_lost", shown)
    if (word := _WORD.match(text)) is not None:
        result = read_nik(text[word.end() :])
        return Marked(result, "word_dropped", shown) if isinstance(result, str) else _no_nik(raw)
    if len(re.findall(r"\d{16}", text)) > 1:
        return Fault("two_values", shown)
    if re.search(r"\d.*[x*]{2,}|[x*]{2,}.*\d", text, re.I):
        return Fault("masked", shown)
    if re.match(r"^[\dOoIl]{16}$", text) and sum(map(str.isdigit, text)) > 8:
        better = text.translate(str.maketrans("OoIl", "0011"))
        return Fault("letter_for_digit", {**shown, "suggestion": better})
    return _no_nik(raw)


def _no_nik(raw: str) -> Fault:
    return Fault("not_a_nik", {"text": clip(raw)})


def read_phone(cell: Any) -> str | Marked | Fault | None:
    """`+62` and the national number without its zero. An area code is needed."""
    if cell.__class__ is str and _WRITTEN_WELL.fullmatch(cell):
        return cell if cell[0] == "+" else f"+62{cell[1:]}"
    if is_blank(cell):
        return None
    if fault := odd_cell(cell):
        return fault
    shown = {"text": clip(cell)}
    if isinstance(cell, int) and not isinstance(cell, bool):
        text = str(cell)
    elif isinstance(cell, str):
        text = clean(cell).lstrip("'`’")
    else:
        return Fault("not_a_phone", shown)
    if text in ("-", "--"):
        return Marked(None, "dash_as_empty", shown)
    mark = None
    if (word := _WORD.match(text)) is not None:
        text, mark = text[word.end() :], "word_dropped"
    if fault := _phone_fault(text, shown):
        return fault
    digits = re.sub(r"\D", "", text)
    if digits.startswith("62"):
        digits = digits[2:]
        if digits.startswith("0"):
            digits, mark = digits[1:], "zero_restored"
    elif digits.startswith("0"):
        digits = digits[1:]
    elif digits.startswith("8") and len(digits) >= 9:
        mark = "zero_restored"
    else:
        return Fault("no_area_code", shown)
    if digits.startswith("0"):
        return Fault("placeholder", shown)
    if not 8 <= len(digits) <= 12:
        return Fault("wrong_length", {**shown, "digits": len(digits), "wanted": 12})
    return Marked(f"+62{digits}", mark, shown) if mark else f"+62{digits}"


def _phone_fault(text: str, shown: dict[str, Any]) -> Fault | None:
    if re.match(r"^[(]?\+?[\d\s().\-]{3,}$", text):
        return None
    if _SCIENTIFIC.match(text):
        return Fault("digits_lost", shown)
    if re.search(r"\d{4}.*(?:[/,;&]|\batau\b|\bdan\b).*\d{4}", text, re.I):
        return Fault("two_values", shown)
    if re.search(r"\d.*[x*]{2,}.*", text, re.I):
        return Fault("masked", shown)
    if re.match(r"^[+\dOoIl\s.\-]+$", text) and sum(map(str.isdigit, text)) > 6:
        better = text.translate(str.maketrans("OoIl", "0011"))
        return Fault("letter_for_digit", {**shown, "suggestion": better})
    return Fault("not_a_phone", shown)
