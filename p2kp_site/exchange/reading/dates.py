"""Dates as written in Indonesia: day first, month names in Indonesian or English."""

import difflib
import re
from datetime import date, datetime, timedelta
from typing import Any

from .faults import Fault, Marked, clip
from .figures import odd_cell
from .names import clean
from .raw_cells import is_blank

FIRST_YEAR, LAST_YEAR = 1900, 2100
_NAMES = (
    "januari january jan", "februari pebruari february feb peb", "maret march mar mrt",
    "april apr", "mei may", "juni june jun", "juli july jul",
    "agustus august agu agt ags agst aug", "september sept sep", "oktober october okt oct",
    "november nopember nov nop", "desember december des dec",
)  # fmt: skip  # names as running text
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_DAYS = {"senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "sabtu": 5, "minggu": 6}
_DAYS |= {"jum'at": 4, "jum’at": 4, "ahad": 6, "rebo": 2}
_HIJRI = re.compile(
    r"\b(?:muharram|safar|rabi|jumad|rajab|sya'?ban|ramadh?an|syawal|zulkaidah|zulhijjah|dzul\w*)"
    r"|\d\s*h$"
)
_WEEKDAY = re.compile(rf"^(?:hari\s+)?({'|'.join(_DAYS)})\b[,\s]*(?=\d)")
_TIME = re.compile(r"[t\s]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?(?:z|\s*wib)?$")
_NUMERIC = re.compile(r"^(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{2}|\d{4})$")
_SPACED = re.compile(r"^(\d{1,2}) (\d{1,2}) (\d{4})$")
_YEAR_FIRST = re.compile(r"^(\d{4})([/.-])(\d{1,2})\2(\d{1,2})$")
_WORDS = re.compile(r"^(\d{1,2})\s*[-/.]?\s*([a-z]+)\s*\.?[-/.,]?\s*(\d{2}|\d{4,5})$")
_WORDS_FIRST = re.compile(r"^([a-z]+)\s+(\d{1,2}),\s*(\d{4})$")
_TWO = re.compile(
    r"\d.*(?:\bs/d\b|\bsd\b|\bsampai\b|\bdan\b).*\d|\d{1,2}\s*[-–]\s*\d{1,2}\s+[a-z]"
    r"|[a-z]+\s*\d*\s*[-/]\s*\d{1,2}\s+[a-z]"
)
_VAGUE = re.compile(r"\b(?:triwulan|semester|kuartal|tw|awal|akhir|pertengahan|minggu ke|medio)\b")
_OPEN = range(30, 70)


def read_date(cell: Any) -> date | Marked | Fault | None:
    """A calendar day. Day first; two-digit years only where the century is closed."""
    kind = cell.__class__
    if kind is date or cell is None:
        day: date | None = cell
        return day
    if isinstance(cell, datetime):
        return cell.date()
    if kind is not str:
        return _from_number(cell)
    if len(cell) == 10 and cell[4] == "-" and cell[7] == "-":
        try:
            return _in_range(date.fromisoformat(cell), cell)
        except ValueError:
            pass
    return None if is_blank(cell) else _from_text(cell)


def _from_number(cell: Any) -> date | Marked | Fault | None:
    """A serial number of the 1900 system, or eight digits."""
    if fault := odd_cell(cell):
        return fault
    shown = {"text": clip(cell)}
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return Fault("not_a_date", shown)
    if isinstance(cell, int) and 1_000_000 <= cell <= 99_999_999:
        return _eight_digits(f"{cell:08d}", str(cell))
    if isinstance(cell, int) and FIRST_YEAR <= cell <= LAST_YEAR:
        return Fault("year_only", shown)
    if 10_000 <= cell < 73_415:
        return Marked(date(1899, 12, 30) + timedelta(int(cell)), "date_from_serial", shown)
    return Fault("not_a_date", shown)


def _from_text(raw: str) -> date | Marked | Fault | None:
    text = clean(raw).lower().lstrip("'`").replace("–", "-").rstrip(".,")
    text = re.sub(r"^(?:tgl|tanggal)\b[.:\s]*(?=\d)", "", text)
    if text in ("-", "--", "n/a", "nihil", "tidak ada"):
        return Marked(None, "dash_as_empty", {"text": clip(raw)})
    mark = None
    if (weekday := _WEEKDAY.match(text)) is not None:
        text = text[weekday.end() :]
    if (time := _TIME.search(text)) and re.match(r"\d", text):
        mark = None if not any(int(g or 0) for g in time.groups()) else "time_dropped"
        text = text[: time.start()].rstrip(" ,")
    result = _day(text, raw)
    if isinstance(result, Fault) or result is None:
        return result
    value = result.value if isinstance(result, Marked) else result
    if weekday and _DAYS[weekday.group(1)] != value.weekday():
        params = {"text": clip(raw), "weekday": weekday.group(1), "date": value.isoformat()}
        return Fault("weekday_disagrees", params)
    return Marked(value, mark, {"text": clip(raw)}) if mark else result


def _day(text: str, raw: str) -> date | Marked | Fault:
    if found := _NUMERIC.match(text):
        day, _sign, month, year = found.groups()
        return _numeric(int(day), int(month), year, raw)
    if found := _SPACED.match(text):
        return _numeric(int(found[1]), int(found[2]), found[3], raw)
    if found := _YEAR_FIRST.match(text):
        return _build(int(found[4]), int(found[3]), int(found[1]), raw)
    if found := _WORDS.match(text):
        return _worded(int(found[1]), found[2], found[3], raw)
    if found := _WORDS_FIRST.match(text):
        return _worded(int(found[2]), found[1], found[3], raw)
    if re.match(r"^\d{8}$", text):
        return _eight_digits(text, raw)
    return _diagnose(text, raw)


def _numeric(day: int, month: int, year: str, raw: str) -> date | Marked | Fault:
    if month > 12 and 1 <= day <= 12:
        full = _full_year(year)
        try:
            meant = date(full or 0, day, month).isoformat()
        except ValueError:
            return Fault("no_such_date", {"text": clip(raw)})
        return Fault("month_first", {"text": clip(raw), "reading": meant})
    result = _with_year(day, month, year, raw)
    if isinstance(result, date) and day <= 12 and day != month:
        return Marked(result, "day_first", {"text": clip(raw)})
    return result


def _worded(day: int, name: str, year: str, raw: str) -> date | Marked | Fault:
    month = _MONTHS.get(name)
    if month is None:
        if _HIJRI.search(raw.lower()):
            return Fault("hijri", {"text": clip(raw)})
        if name in ("sd", "s", "dan"):
            return Fault("two_dates", {"text": clip(raw)})
        near = difflib.get_close_matches(name, [n.split()[0] for n in _NAMES], 1, 0.7)
        params = {"text": clip(raw), "word": clip(name), "suggestion": near[0] if near else None}
        return Fault("unknown_month", params)
    return _with_year(day, month, year, raw)


def _with_year(day: int, month: int, year: str, raw: str) -> date | Marked | Fault:
    full = _full_year(year)
    if full is None:
        return Fault("open_century", {"text": clip(raw), "year": year})
    result = _build(day, month, full, raw)
    if len(year) == 2 and isinstance(result, date):
        return Marked(result, "two_digit_year", {"text": clip(raw)})
    return result


def _full_year(year: str) -> int | None:
    number = int(year)
    if len(year) != 2:
        return number
    return None if number in _OPEN else number + (2000 if number < _OPEN.start else 1900)


def _build(day: int, month: int, year: int, raw: str) -> date | Fault:
    try:
        return _in_range(date(year, month, day), raw)
    except ValueError:
        outside = year > 9999 and 1 <= month <= 12 and 1 <= day <= 31
        if not outside:
            return Fault("no_such_date", {"text": clip(raw)})
        return _bad_year(year, raw)


def _in_range(value: date, raw: str) -> date | Fault:
    return value if FIRST_YEAR <= value.year <= LAST_YEAR else _bad_year(value.year, raw)


def _bad_year(year: int, raw: str) -> Fault:
    params = {"text": clip(raw), "year": year, "first": FIRST_YEAR, "last": LAST_YEAR}
    return Fault("year_out_of_range", params)


def _eight_digits(digits: str, raw: str) -> Marked | Fault:
    """Year first or day first, when only one of them is a day."""
    found = []
    for order in ("%Y%m%d", "%d%m%Y"):
        try:
            value = datetime.strptime(digits, order).date()
        except ValueError:
            continue
        if FIRST_YEAR <= value.year <= LAST_YEAR:
            found.append(value)
    if len(set(found)) == 1:
        return Marked(found[0], "date_from_digits", {"text": clip(raw)})
    return Fault("not_a_date", {"text": clip(raw)})


def _diagnose(text: str, raw: str) -> Fault:
    shown = {"text": clip(raw)}
    if fault := odd_cell(clean(raw)):
        return fault
    month = r"(?:" + "|".join(_MONTHS) + r")\b"
    for pattern, kind in (
        (r"^#{3,}$", "column_too_narrow"),
        (_HIJRI.pattern, "hijri"),
        (_VAGUE.pattern, "vague_date"),
        (_TWO.pattern, "two_dates"),
        (rf"^{month}\W*\d{{2,4}}$|^\d{{1,2}}[/.-]\d{{4}}$", "day_missing"),
        (rf"^\d{{1,2}}\W*{month}\W*$", "year_missing"),
        (r"^(?:t\.?a\.?|tahun|th\.?|thn\.?)?\s*(?:19|20)\d{2}$", "year_only"),
    ):
        if re.search(pattern, text):
            return Fault(kind, shown)
    return Fault("not_a_date", shown)
