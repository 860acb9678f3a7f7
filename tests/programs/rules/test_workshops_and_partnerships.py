"""What holds for workshops and partnerships, without a database."""

from datetime import date
from typing import Any

import pytest

from programs.rules.partnerships import partnership_faults
from programs.rules.workshops import attendance_faults, days_of, workshop_faults

FIRST, LAST = date(2015, 4, 14), date(2015, 4, 15)


def test_the_first_and_the_last_day_are_counted() -> None:
    assert days_of(FIRST, LAST) == 2
    assert days_of(FIRST, FIRST) == days_of(FIRST, None) == 1
    assert days_of(date(2015, 2, 27), date(2015, 3, 1)) == 3


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "found"),
    [
        (FIRST, LAST, []),
        (FIRST, FIRST, []),
        (FIRST, None, []),
        (LAST, FIRST, ["ends_on"]),
        ("2015-04-15", "2015-04-14", ["ends_on"]),
    ],
)
def test_a_workshop_does_not_end_before_it_starts(starts_on: Any, ends_on: Any, found: Any) -> None:
    faults = workshop_faults({"starts_on": starts_on, "ends_on": ends_on})
    assert [column for column, _fault in faults] == found


@pytest.mark.parametrize(
    ("men", "women", "low_income", "refused"),
    [
        ([10, None], [4, 6], 20, False),
        ([10, None], [4, 6], 21, True),
        ([0], [0], 1, True),
        ([10], [None], 21, False),  # women were not counted: nobody knows how many came
        ([], [], 5, False),
        ([10], [10], None, False),
    ],
)
def test_people_with_a_low_income_are_among_those_of_all_elements(
    men: list[int | None], women: list[int | None], low_income: int | None, refused: bool
) -> None:
    faults = [
        (column, fault.kind)
        for column, fault in attendance_faults(men=men, women=women, low_income=low_income)
    ]
    told = [("participants_low_income", "more_low_income_than_people")]
    assert faults == (told if refused else [])


@pytest.mark.parametrize(
    ("until_on", "found"),
    [(None, []), (LAST, []), (FIRST, ["until_on"]), (date(2015, 1, 1), ["until_on"])],
)
def test_a_partnership_ends_after_it_was_signed(until_on: Any, found: Any) -> None:
    faults = partnership_faults({"signed_on": FIRST, "until_on": until_on})
    assert [column for column, _fault in faults] == found
