"""Region codes and neighbourhoods as spreadsheets spoil them."""

from datetime import date
from typing import Any

import pytest

from p2kp_site.exchange.reading import Fault, Marked
from p2kp_site.exchange.reading.codes import read_region_code, read_rt_rw


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("14", "14"),
        ("14.04", "14.04"),
        ("14.10", "14.10"),
        ("14.04.13", "14.04.13"),
        ("14.04.13.2002", "14.04.13.2002"),
        ("'14.04.13.2002", "14.04.13.2002"),
        ("\u00a014.04.13.2002 ", "14.04.13.2002"),
        ("14 04 13 2002", "14.04.13.2002"),
        ("14.04.", "14.04"),
        ("140413", "14.04.13"),
        (140413, "14.04.13"),
        ("91.03.01.3007", "91.03.01.3007"),
        ("", None),
    ],
)
def test_a_region_code_is_read_with_points(cell: Any, code: str | None) -> None:
    assert read_region_code(cell) == code


@pytest.mark.parametrize(
    ("cell", "code", "mark"),
    [
        ("1404", "14.04", "undotted_code"),
        (1404, "14.04", "undotted_code"),
        (1404132002, "14.04.13.2002", "undotted_code"),
        ("14041320 02", "14.04.13.2002", "undotted_code"),
        ("140413.2002", "14.04.13.2002", "undotted_code"),
        ("1404132002.0", "14.04.13.2002", "undotted_code"),
        ("14-04-13-2002", "14.04.13.2002", "code_separator"),
        ("14/04", "14.04", "code_separator"),
        (14.04, "14.04", "code_as_number"),
        (14.71, "14.71", "code_as_number"),
    ],
)
def test_a_region_code_that_may_be_another_offices_bears_a_mark(
    cell: Any, code: str, mark: str
) -> None:
    assert read_region_code(cell) == Marked(code, mark, {"text": str(cell)})


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        (14.1, "lost_zero"),
        ("14.1", "lost_zero"),
        ("14.4.13.2002", "lost_zero"),
        (14.0, "lost_zero"),
        ("1403061", "bps_code"),
        (1403061, "bps_code"),
        ("1404130002", "bps_code"),
        ("14.04.13.0002", "bps_code"),
        ("14.04.13.5002", "bad_serial"),
        ("99.01", "no_such_province"),
        ("40", "no_such_province"),
        ("141", "wrong_length"),
        ("14041", "wrong_length"),
        ("1,40413E+09", "scientific"),
        ("13 Apr 2014", "date_for_code"),
        (date(2014, 4, 13), "date_for_code"),
        ("14.04.13.2002 dan 14.04.13.2003", "two_values"),
        ("14.O4", "letter_for_digit"),
        ("Tembilahan", "not_a_region_code"),
        (True, "not_a_region_code"),
    ],
)
def test_a_spoilt_region_code_is_refused(cell: Any, kind: str) -> None:
    result = read_region_code(cell)
    assert isinstance(result, Fault)
    assert result.kind == kind


def test_a_lost_zero_shows_both_codes_that_it_may_have_been() -> None:
    fault = read_region_code(14.1)
    assert isinstance(fault, Fault)
    assert fault.params["readings"] == ["14.01", "14.10"]


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("RT 04 RW 11", "004/011"),
        ("RT004/RW011", "004/011"),
        ("rt.4 rw.11", "004/011"),
        ("RT 4, RW 11", "004/011"),
        ("RW 11 / RT 4", "004/011"),
        ("RT.004-RW.011\u00a0", "004/011"),
        ("", None),
    ],
)
def test_rt_and_rw_are_read_in_three_digits(cell: str, place: str | None) -> None:
    assert read_rt_rw(cell) == place


@pytest.mark.parametrize(
    ("cell", "place", "mark"),
    [("04/11", "004/011", "rt_first"), ("RT 04B RW 11", "004B/011", "rt_letter")],
)
def test_rt_and_rw_read_by_a_convention_bear_a_mark(cell: str, place: str, mark: str) -> None:
    assert read_rt_rw(cell) == Marked(place, mark, {"text": cell})


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("RT 04", "rw_missing"),
        ("RW 11", "rt_missing"),
        ("RT 04 DUSUN 2", "not_a_rw"),
        ("RT 04-06 RW 11", "range"),
        ("RT 04, 05 RW 11", "two_values"),
        ("04-Nov", "date_for_code"),
        (date(2024, 11, 4), "date_for_code"),
        ("dekat masjid", "not_an_rt_rw"),
        (4, "not_an_rt_rw"),
    ],
)
def test_a_place_without_rt_and_rw_is_refused(cell: Any, kind: str) -> None:
    result = read_rt_rw(cell)
    assert isinstance(result, Fault)
    assert result.kind == kind
