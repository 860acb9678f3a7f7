"""Periods of reports: how they are written, where they begin and end, how people call them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2kp_site.foundation.periods import UnusablePeriod, read_period

WRITTEN = {
    # text: start, end, the one before, Indonesian, English
    "2015": ("2015-01-01", "2016-01-01", "2014", "Tahun 2015", "2015"),
    "2015-H1": ("2015-01-01", "2015-07-01", "2014-H2", "Semester I 2015", "Half-year 1 2015"),
    "2015-H2": ("2015-07-01", "2016-01-01", "2015-H1", "Semester II 2015", "Half-year 2 2015"),
    "2015-Q1": ("2015-01-01", "2015-04-01", "2014-Q4", "Triwulan I 2015", "Quarter 1 2015"),
    "2015-Q4": ("2015-10-01", "2016-01-01", "2015-Q3", "Triwulan IV 2015", "Quarter 4 2015"),
    "2015-03": ("2015-03-01", "2015-04-01", "2015-02", "Maret 2015", "March 2015"),
    "2016-02": ("2016-02-01", "2016-03-01", "2016-01", "Februari 2016", "February 2016"),
    "2015-01": ("2015-01-01", "2015-02-01", "2014-12", "Januari 2015", "January 2015"),
    "2015-12": ("2015-12-01", "2016-01-01", "2015-11", "Desember 2015", "December 2015"),
    "2015-W07": (
        "2015-02-09",
        "2015-02-16",
        "2015-W06",
        "Minggu ke-7 2015 (9–15 Februari 2015)",
        "Week 7 2015 (9–15 February 2015)",
    ),
    "2015-W01": (
        "2014-12-29",
        "2015-01-05",
        "2014-W52",
        "Minggu ke-1 2015 (29 Desember 2014 – 4 Januari 2015)",
        "Week 1 2015 (29 December 2014 – 4 January 2015)",
    ),
    "2015-W53": (
        "2015-12-28",
        "2016-01-04",
        "2015-W52",
        "Minggu ke-53 2015 (28 Desember 2015 – 3 Januari 2016)",
        "Week 53 2015 (28 December 2015 – 3 January 2016)",
    ),
    "2015-07-01..2016-06-30": (
        "2015-07-01",
        "2016-07-01",
        "2014-07-01..2015-06-30",
        "1 Juli 2015 – 30 Juni 2016",
        "1 July 2015 – 30 June 2016",
    ),
    "2016-02-01..2016-02-29": (
        "2016-02-01",
        "2016-03-01",
        "2016-01-01..2016-01-31",
        "1–29 Februari 2016",
        "1–29 February 2016",
    ),
    "2015-03-10..2015-04-08": (
        "2015-03-10",
        "2015-04-09",
        "2015-02-08..2015-03-09",
        "10 Maret – 8 April 2015",
        "10 March – 8 April 2015",
    ),
    "2015-03-10..2015-03-10": (
        "2015-03-10",
        "2015-03-11",
        "2015-03-09..2015-03-09",
        "10 Maret 2015",
        "10 March 2015",
    ),
}


@pytest.mark.parametrize("text", WRITTEN)
def test_a_period_begins_and_ends_and_follows_another(text: str) -> None:
    start, end, before, indonesian, english = WRITTEN[text]
    period = read_period(text)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)
    assert period.text == text
    assert period.previous.text == before
    assert period.label("id") == indonesian
    assert period.label("en") == english


@pytest.mark.parametrize(
    "text",
    [
        "", "15", "2015-13", "2015-00", "2015-Q5", "2015-H3", "2015-W00", "2014-W53", "2015-1",
        "2015-02-30..2015-03-01", "2015-03-02..2015-03-01", "2015-03-01", "0015", "9999", "tahun",
        "2015..2016", "1989", "2015-Q",
    ],
)  # fmt: skip
def test_what_names_no_period_is_refused(text: str) -> None:
    with pytest.raises(UnusablePeriod):
        read_period(text)


def test_it_may_be_written_in_small_letters() -> None:
    assert read_period(" 2015-q1 ") == read_period("2015-Q1")


NAMED = st.one_of(
    st.integers(2000, 2090).map(str),
    st.builds("{}-{}{}".format, st.integers(2000, 2090), st.just("Q"), st.integers(1, 4)),
    st.builds("{}-{}{}".format, st.integers(2000, 2090), st.just("H"), st.integers(1, 2)),
    st.builds("{}-{:02}".format, st.integers(2000, 2090), st.integers(1, 12)),
    st.builds("{}-W{:02}".format, st.integers(2000, 2090), st.integers(1, 52)),
)
DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))


@given(NAMED)
def test_the_one_before_ends_where_it_begins_and_is_read_back(text: str) -> None:
    period = read_period(text)
    assert period.previous.end == period.start
    assert read_period(period.previous.text) == period.previous


@given(DAYS, st.integers(0, 800))
def test_a_range_is_as_long_as_its_days_and_follows_one_alike(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    period = read_period(f"{first}..{last}")
    assert (period.start, period.last) == (first, last)
    assert period.previous.end == period.start
    assert read_period(period.previous.text) == period.previous
