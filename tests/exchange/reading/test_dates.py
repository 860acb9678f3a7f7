"""Dates as clerks write them: day first, never guessed."""

from datetime import date, datetime
from typing import Any

import pytest

from p2kp_site.exchange.reading import CellError, Fault, Marked
from p2kp_site.exchange.reading.dates import read_date

INDEPENDENCE = date(2009, 8, 17)
PLAIN = [
    "2009-08-17", "17 Agustus 2009", "17 agustus 2009", "17 AGUSTUS  2009", "17 Agt 2009",
    "17 Agu 2009", "17/08/2009", "17-08-2009", "17.08.2009", "17 - 08 - 2009", "'17/08/2009",
    "17\u00a0Agustus\u00a02009", "17 Agustus 2009\n", "2009-08-17 00:00:00",
    "2009-08-17T00:00:00", "Senin, 17 Agustus 2009", "senin 17 Agustus 2009", "17 August 2009",
    "17-Agu-2009", "17/Agustus/2009", "17Agustus2009", "tgl 17 Agustus 2009", "2009/08/17",
    "17 08 2009", date(2009, 8, 17), datetime(2009, 8, 17, 13, 30),
]  # fmt: skip
OTHERS = [
    ("3 Pebruari 2010", date(2010, 2, 3)),
    ("3 Nopember 2010", date(2010, 11, 3)),
    ("3 Sept 2010", date(2010, 9, 3)),
    ("1 Okt 2010", date(2010, 10, 1)),
    ("31 Des 2010", date(2010, 12, 31)),
    ("9 Mei 2010", date(2010, 5, 9)),
    ("29 Februari 2012", date(2012, 2, 29)),
    ("Jum'at, 1 Januari 2010", date(2010, 1, 1)),
    ("Ahad 3 Januari 2010", date(2010, 1, 3)),
    ("March 3, 2010", date(2010, 3, 3)),
    ("11/11/2011", date(2011, 11, 11)),
    ("", None),
    ("  ", None),
    (None, None),
]
MARKED = [
    ("04/09/2010", date(2010, 9, 4), "day_first"),
    ("4-9-2010", date(2010, 9, 4), "day_first"),
    ("17/08/09", INDEPENDENCE, "two_digit_year"),
    ("17-Aug-09", INDEPENDENCE, "two_digit_year"),
    ("17/08/98", date(1998, 8, 17), "two_digit_year"),
    ("20090817", INDEPENDENCE, "date_from_digits"),
    ("17082009", INDEPENDENCE, "date_from_digits"),
    (20090817, INDEPENDENCE, "date_from_digits"),
    (40042, INDEPENDENCE, "date_from_serial"),
    (40042.75, INDEPENDENCE, "date_from_serial"),
    ("17 Agustus 2009 10:15", INDEPENDENCE, "time_dropped"),
    ("17 Agustus 2009 10.15 WIB", INDEPENDENCE, "time_dropped"),
    ("-", None, "dash_as_empty"),
]
REFUSED = [
    ("30 Februari 2010", "no_such_date"),
    ("31/06/2010", "no_such_date"),
    ("29/02/2010", "no_such_date"),
    ("0/0/0000", "no_such_date"),
    ("2010-13-01", "no_such_date"),
    ("Agustus 2009", "day_missing"),
    ("Agt-09", "day_missing"),
    ("08/2009", "day_missing"),
    ("17 Agustus", "year_missing"),
    ("2009", "year_only"),
    ("T.A. 2009", "year_only"),
    (2009, "year_only"),
    ("17/08/45", "open_century"),
    ("17 Agustus 55", "open_century"),
    ("08/17/2009", "month_first"),
    ("17 Agsutus 2009", "unknown_month"),
    ("17 Agustus 20099", "year_out_of_range"),
    ("17 Agustus 1809", "year_out_of_range"),
    ("1809-08-17", "year_out_of_range"),
    ("17 s/d 19 Agustus 2009", "two_dates"),
    ("17-19 Agustus 2009", "two_dates"),
    ("Semester I 2009", "vague_date"),
    ("awal Agustus 2009", "vague_date"),
    ("1 Muharram 1431 H", "hijri"),
    ("Selasa, 17 Agustus 2009", "weekday_disagrees"),
    ("menyusul", "not_a_date"),
    ("17", "not_a_date"),
    (17, "not_a_date"),
    (60, "not_a_date"),
    (17.08, "not_a_date"),
    (True, "not_a_date"),
    ("#####", "column_too_narrow"),
    ("#VALUE!", "formula_error"),
    (CellError("#N/A"), "formula_error"),
]


@pytest.mark.parametrize("cell", PLAIN)
def test_every_common_spelling_of_one_day_is_that_day(cell: Any) -> None:
    assert read_date(cell) == INDEPENDENCE


@pytest.mark.parametrize(("cell", "day"), OTHERS)
def test_month_names_old_and_new_are_read(cell: Any, day: date | None) -> None:
    assert read_date(cell) == day


@pytest.mark.parametrize(("cell", "day", "mark"), MARKED)
def test_a_date_read_by_a_convention_bears_a_mark(cell: Any, day: date | None, mark: str) -> None:
    assert read_date(cell) == Marked(day, mark, {"text": str(cell)})


@pytest.mark.parametrize(("cell", "kind"), REFUSED)
def test_a_date_that_could_be_wrong_is_refused(cell: Any, kind: str) -> None:
    result = read_date(cell)
    assert isinstance(result, Fault)
    assert result.kind == kind


def test_a_misspelt_month_is_refused_with_the_one_that_was_meant() -> None:
    fault = read_date("17 Agsutus 2009")
    assert isinstance(fault, Fault)
    assert fault.params["suggestion"] == "agustus"


def test_a_month_before_a_day_shows_what_it_would_be() -> None:
    fault = read_date("08/17/2009")
    assert isinstance(fault, Fault)
    assert fault.params["reading"] == "2009-08-17"
