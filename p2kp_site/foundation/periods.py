"""Periods of reports: half-open spans of calendar days, as they are written and as they are read.

`2015`, `2015-H1`, `2015-Q1`, `2015-03`, `2015-W07` (a week from Monday to Sunday, numbered by
ISO 8601) or `2015-07-01..2016-06-30`, whose last day is included. Plain Python, without Django.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_FORM = re.compile(
    r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|W(?P<week>\d{2})|(?P<month>\d{2})))?"
)
_DAY = r"(\d{4})-(\d{2})-(\d{2})"
_RANGE = re.compile(rf"{_DAY}\.\.{_DAY}")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_ROMAN = ("I", "II", "III", "IV")
_MONTHS = {
    "id": [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


class UnusablePeriod(ValueError):
    """A text that names no period."""


class Kind(StrEnum):
    """How a period is written."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` up to, and not including, `end`; `text` is how it is written."""

    text: str
    kind: Kind
    start: date
    end: date

    @property
    def last(self) -> date:
        """The last day of it."""
        return self.end - timedelta(days=1)

    @property
    def previous(self) -> "Period":
        """The one of the same kind right before; a range of whole months goes back whole months."""
        if self.kind != Kind.RANGE:
            return holding(self.kind, self.start - timedelta(days=1))
        months = _months_between(self.start, self.end)
        if self.start.day == self.end.day == 1:
            start = _month_after(self.start, -months)
        else:
            start = self.start - (self.end - self.start)
        return Period(_range_text(start, self.start), Kind.RANGE, start, self.start)

    def label(self, language: str) -> str:
        """How people call it, in Indonesian (`id`) or English."""
        indonesian = language.startswith("id")
        year = self.start.year
        match self.kind:
            case Kind.YEAR:
                return f"Tahun {year}" if indonesian else str(year)
            case Kind.HALF | Kind.QUARTER:
                number = (self.start.month - 1) // (6 if self.kind == Kind.HALF else 3)
                word = _WORDS[self.kind][0 if indonesian else 1]
                return f"{word} {_ROMAN[number] if indonesian else number + 1} {year}"
            case Kind.MONTH:
                return f"{_months(language)[self.start.month - 1]} {year}"
            case Kind.WEEK:
                iso = self.start.isocalendar()
                name = "Minggu ke-" if indonesian else "Week "
                days = days_in_words(self.start, self.last, language)
                return f"{name}{iso.week} {iso.year} ({days})"
        return days_in_words(self.start, self.last, language)


_WORDS = {Kind.HALF: ("Semester", "Half-year"), Kind.QUARTER: ("Triwulan", "Quarter")}


def read_period(text: str) -> Period:
    """The period that a text names; raises UnusablePeriod."""
    text = text.strip().upper()
    try:
        if found := _RANGE.fullmatch(text):
            numbers = [int(number) for number in found.groups()]
            start, last = date(*numbers[:3]), date(*numbers[3:])
            if last < start:
                raise UnusablePeriod(text)
            return _within_limits(Period(text, Kind.RANGE, start, last + timedelta(days=1)), text)
        if found := _FORM.fullmatch(text):
            return _within_limits(_named(found), text)
    except ValueError:
        raise UnusablePeriod(text) from None
    raise UnusablePeriod(text)


def _named(found: re.Match[str]) -> Period:
    """A period with a name; raises ValueError for a month or week that the year has not."""
    year = int(found["year"])
    if found["week"]:
        return holding(Kind.WEEK, date.fromisocalendar(year, int(found["week"]), 1))
    for kind, months in ((Kind.MONTH, 1), (Kind.QUARTER, 3), (Kind.HALF, 6)):
        if found[kind.value]:
            return holding(kind, date(year, (int(found[kind.value]) - 1) * months + 1, 1))
    return holding(Kind.YEAR, date(year, 1, 1))


def _within_limits(period: Period, text: str) -> Period:
    if not _FIRST_YEAR <= period.start.year <= period.last.year <= _LAST_YEAR:
        raise UnusablePeriod(text)
    return period


def holding(kind: Kind, day: date) -> Period:
    """The period of this kind in which a day lies."""
    if kind == Kind.WEEK:
        iso = day.isocalendar()
        start = date.fromisocalendar(iso.year, iso.week, 1)
        return Period(f"{iso.year}-W{iso.week:02}", kind, start, start + timedelta(days=7))
    months = _LENGTHS[kind]
    number = (day.month - 1) // months
    start = date(day.year, number * months + 1, 1)
    return Period(_TEXTS[kind](day.year, number + 1), kind, start, _month_after(start, months))


_LENGTHS = {Kind.YEAR: 12, Kind.HALF: 6, Kind.QUARTER: 3, Kind.MONTH: 1}
_TEXTS: dict[Kind, Callable[[int, int], str]] = {
    Kind.YEAR: lambda year, _number: f"{year}",
    Kind.HALF: lambda year, number: f"{year}-H{number}",
    Kind.QUARTER: lambda year, number: f"{year}-Q{number}",
    Kind.MONTH: lambda year, number: f"{year}-{number:02}",
}


def _months_between(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month


def _month_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def _range_text(start: date, end: date) -> str:
    return f"{start.isoformat()}..{(end - timedelta(days=1)).isoformat()}"


def _months(language: str) -> list[str]:
    return _MONTHS["id" if language.startswith("id") else "en"]


def days_in_words(first: date, last: date, language: str) -> str:
    """Days from first to last: `9–15 Februari 2015`; what both have in common is said once."""
    names = _months(language)
    end = f"{last.day} {names[last.month - 1]} {last.year}"
    if first == last:
        return end
    if first.year != last.year:
        return f"{first.day} {names[first.month - 1]} {first.year} – {end}"
    if first.month != last.month:
        return f"{first.day} {names[first.month - 1]} – {end}"
    return f"{first.day}–{end}"
