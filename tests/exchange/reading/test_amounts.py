"""Money and counts as clerks write them."""

from datetime import date
from typing import Any

import pytest

from p2kp_site.exchange.reading import CellError, Fault, Marked, PercentNumber, UncalculatedFormula
from p2kp_site.exchange.reading.amounts import LARGEST, read_amount, read_count

PLAIN = [
    ("25000000", 25_000_000),
    ("25.000.000", 25_000_000),
    ("Rp 25.000.000", 25_000_000),
    ("Rp25.000.000,-", 25_000_000),
    ("Rp. 1.234.567.890,00", 1_234_567_890),
    ("IDR 750.000", 750_000),
    ("rp\u00a090.000", 90_000),
    ("45.000", 45_000),
    ("12 juta", 12_000_000),
    ("12,75 juta", 12_750_000),
    ("Rp 3 miliar", 3_000_000_000),
    ("1,25 milyar rupiah", 1_250_000_000),
    ("2 triliun", 2_000_000_000_000),
    ("750 rb", 750_000),
    ("0", 0),
    ("Rp 0,00", 0),
    ("'150000", 150_000),
    (125_000, 125_000),
    (0, 0),
    (None, None),
    ("", None),
    (" \u00a0 ", None),
]
MARKED = [
    ("9,876,543", 9_876_543, "unusual_grouping"),
    ("2,500,000.00", 2_500_000, "unusual_grouping"),
    ("-", 0, "dash_as_zero"),
    ("Rp -", 0, "dash_as_zero"),
    ("Nihil", 0, "dash_as_zero"),
    ("-1.000.000", -1_000_000, "negative"),
    ("(1.000.000)", -1_000_000, "negative"),
    (-5000, -5000, "negative"),
    ("3 M", 3_000_000_000, "scale_letter"),
    ("0,5 T", 500_000_000_000, "scale_letter"),
    ("2.5 juta", 2_500_000, "scaled_decimal"),
    ("30 000 000", 30_000_000, "unusual_grouping"),
    ("1'250'000", 1_250_000, "unusual_grouping"),
    ("Rp 40.000.000.-", 40_000_000, "end_mark"),
    ("Rp 40.000.000,=", 40_000_000, "end_mark"),
    (74_999_999.99999999, 75_000_000, "rounded"),
]
REFUSED = [
    ("45,000", "ambiguous_number"),
    ("2.500 juta", "ambiguous_number"),
    ("2.50.000", "bad_grouping"),
    ("12.345.67", "bad_grouping"),
    ("1.000..000", "bad_grouping"),
    ("1.500,000", "bad_grouping"),
    ("1.250.000,75", "fraction"),
    ("1,2345 jt x", "not_a_number"),
    (412.75, "fraction"),
    (1.25, "fraction"),
    ("10 - 12 juta", "range"),
    ("5.000.000 + 2.000.000", "sum"),
    ("± 30 juta", "approximate"),
    ("sekitar 30 juta", "approximate"),
    ("> 5.000.000", "bound"),
    ("kurang dari 5.000.000", "bound"),
    ("USD 500", "currency"),
    ("$500", "currency"),
    ("Rp 50.000 / orang", "per_unit"),
    ("25 %", "percentage"),
    ("17/08/2012", "date_for_number"),
    ("3E+08", "scientific"),
    ("5O.000.000", "letter_for_digit"),
    ("#######", "column_too_narrow"),
    ("#REF!", "formula_error"),
    ("Err:502", "formula_error"),
    ("menunggu SP2D", "not_a_number"),
    ("Rp", "not_a_number"),
    ("Rp 5.000.000 (lunas)", "text_after_number"),
    ("99999999999999999999", "too_large"),
    (2**63, "too_large"),
    (True, "not_a_number"),
    (float("inf"), "not_a_number"),
    (date(2012, 8, 17), "date_for_number"),
    (PercentNumber(0.5), "percentage"),
    (CellError("#DIV/0!"), "formula_error"),
    (UncalculatedFormula("=B2*2"), "formula_without_result"),
]


@pytest.mark.parametrize(("cell", "rupiah"), PLAIN)
def test_an_amount_with_one_reading_is_read(cell: Any, rupiah: int | None) -> None:
    assert read_amount(cell) == rupiah


@pytest.mark.parametrize(("cell", "rupiah", "mark"), MARKED)
def test_an_amount_read_by_a_convention_bears_a_mark(cell: Any, rupiah: int, mark: str) -> None:
    assert read_amount(cell) == Marked(rupiah, mark, {"text": str(cell)})


def refused(cell: Any) -> Fault:
    """Why the cell is no amount."""
    result = read_amount(cell)
    assert isinstance(result, Fault)
    return result


@pytest.mark.parametrize(("cell", "kind"), REFUSED)
def test_an_amount_that_could_be_wrong_is_refused(cell: Any, kind: str) -> None:
    fault = refused(cell)
    assert fault.kind == kind
    assert fault.params["text"]


def test_both_readings_of_a_doubtful_amount_are_shown_in_indonesian() -> None:
    assert refused("45,000").params["readings"] == ["45,000", "45000"]


def test_a_letter_among_digits_is_pointed_out() -> None:
    assert refused("5O.000.000").params["suggestion"] == "50.000.000"


@pytest.mark.parametrize("cell", ["-5.000", -5000, "(5.000)"])
def test_a_column_may_forbid_negative_amounts(cell: Any) -> None:
    assert read_amount(cell, minimum=0) == Fault("too_small", {"text": str(cell), "limit": 0})


def test_the_largest_amount_that_can_be_kept_is_read() -> None:
    assert read_amount(str(LARGEST)) == LARGEST


@pytest.mark.parametrize(
    ("cell", "count"),
    [("7", 7), ("1.204", 1204), ("2.345.678", 2_345_678), ("15,0", 15), (15, 15), ("", None)],
)
def test_a_count_is_read(cell: Any, count: int | None) -> None:
    result = read_count(cell)
    assert (result.value if isinstance(result, Marked) else result) == count


@pytest.mark.parametrize(
    ("cell", "count", "mark"),
    [
        ("1.204", 1204, "thousands_point"),
        ("35 KK", 35, "unit_dropped"),
        ("120 jiwa", 120, "unit_dropped"),
        ("-", 0, "dash_as_zero"),
    ],
)
def test_a_count_with_something_to_tell_bears_a_mark(cell: str, count: int, mark: str) -> None:
    assert read_count(cell) == Marked(count, mark, {"text": cell})


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        (1.204, "fraction"),
        (7.5, "fraction"),
        ("7,5", "fraction"),
        ("1,204", "ambiguous_number"),
        ("3+4", "sum"),
        ("10-15", "range"),
        ("12 ekor", "not_a_number"),
        ("1.2O4", "letter_for_digit"),
        ("beberapa", "not_a_number"),
        (False, "not_a_number"),
    ],
)
def test_a_count_that_could_be_wrong_is_refused(cell: Any, kind: str) -> None:
    result = read_count(cell)
    assert isinstance(result, Fault)
    assert result.kind == kind
