"""Areas, lengths and shares as clerks write them."""

from decimal import Decimal
from typing import Any

import pytest

from p2kp_site.exchange.reading import Fault, Marked, PercentNumber
from p2kp_site.exchange.reading.measures import read_area, read_decimal, read_percent


def value_of(result: Any) -> Any:
    return result.value if isinstance(result, Marked) else result


@pytest.mark.parametrize(
    ("cell", "hectares"),
    [
        ("7,25", "7.25"),
        ("7.25", "7.25"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        ("3,4 ha", "3.4"),
        ("3,4 Hektar", "3.4"),
        ("8.750 ,5", None),
        ("1.204,375", None),
        ("1.204,3755", "1204.3755"),
        ("2.345.678", "2345678"),
        ("7500 m2", "0.75"),
        ("7500 m²", "0.75"),
        ("1,5 km2", "150"),
        ("12 are", "0.12"),
        (2.718, "2.718"),
        (0.1 + 0.2, "0.3"),
        (12, "12"),
        ("-", "0"),
    ],
)
def test_an_area_is_read_in_hectares_or_refused(cell: Any, hectares: str | None) -> None:
    result = value_of(read_area(cell))
    if hectares is None:
        assert isinstance(result, Fault)
    else:
        assert result == Decimal(hectares)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("2.718", "ambiguous_number"),
        ("2.718 ha", "ambiguous_number"),
        ("3.250 m2", "ambiguous_number"),
        ("7,,25", "bad_grouping"),
        ("7,2,5", "bad_grouping"),
        ("6-7 ha", "range"),
        ("± 7", "approximate"),
        ("< 7 ha", "bound"),
        ("7,5 m", "unknown_unit"),
        ("2 bahu", "unknown_unit"),
        ("belum diukur", "not_a_number"),
        ("7,25 (perkiraan)", "approximate"),
        ("#N/A", "formula_error"),
        (PercentNumber(0.5), "percentage"),
    ],
)
def test_an_area_that_could_be_wrong_is_refused(cell: Any, kind: str) -> None:
    result = read_area(cell)
    assert isinstance(result, Fault)
    assert result.kind == kind


@pytest.mark.parametrize(
    ("cell", "mark"),
    [("2,718", "decimal_comma"), ("1,234.5", "unusual_grouping"), ("-0,5", "negative")],
)
def test_an_area_read_by_a_convention_bears_a_mark(cell: str, mark: str) -> None:
    result = read_area(cell)
    assert isinstance(result, Marked)
    assert result.kind == mark


def test_our_own_export_brings_back_three_decimals() -> None:
    assert read_area("2.718", plain=True) == Decimal("2.718")
    assert read_percent("0.455", plain=True) == Decimal("0.455")
    assert read_percent(0.455, plain=True) == Decimal("0.455")


def test_a_length_keeps_its_own_units() -> None:
    metres = {"m": Decimal(1), "km": Decimal(1000)}
    assert read_decimal("1,2 km", metres) == Decimal(1200)
    assert read_decimal("350 m", metres) == Decimal(350)


@pytest.mark.parametrize(
    ("cell", "percent"),
    [
        ("37%", "37"),
        ("37,5 %", "37.5"),
        ("37.5%", "37.5"),
        ("37,5", "37.5"),
        ("0,25%", "0.25"),
        ("80 persen", "80"),
        ("12,345%", "12.345"),
        ("120 %", "120"),
        ("-4%", "-4"),
        ("%37", "37"),
        ("1", "1"),
        (37.5, "37.5"),
        (PercentNumber(0.375), "37.5"),
        (PercentNumber(1.0), "100"),
        (0, "0"),
    ],
)
def test_a_percentage_is_read_in_percent(cell: Any, percent: str) -> None:
    assert value_of(read_percent(cell)) == Decimal(percent)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        (0.375, "ambiguous_percent"),
        (1, "ambiguous_percent"),
        ("0,375", "ambiguous_percent"),
        ("12.345%", "ambiguous_number"),
        ("30-40%", "not_a_number"),
        ("> 50%", "bound"),
        ("3/4", "not_a_number"),
        ("sebagian besar", "not_a_number"),
        ("37,5,5%", "bad_grouping"),
    ],
)
def test_a_percentage_that_could_be_wrong_is_refused(cell: Any, kind: str) -> None:
    result = read_percent(cell)
    assert isinstance(result, Fault)
    if kind != "bad_grouping":
        assert result.kind == kind


def test_a_share_below_one_shows_both_readings() -> None:
    fault = read_percent("0,375")
    assert isinstance(fault, Fault)
    assert fault.params["readings"] == ["0,375 %", "37,500 %"]
