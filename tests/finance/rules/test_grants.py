"""What holds for grants and for the money that is given and spent, without a database."""

from datetime import date
from typing import Any

import pytest

from finance.rules.contributions import contribution_faults
from finance.rules.grants import grant_faults
from finance.rules.undertakings import belonging_faults

DAY = date(2010, 3, 1)
GRANT = {"number": 1, "agreement_number": "SPPB-1", "agreement_on": DAY}
GIVEN = {
    "activity": None,
    "work": None,
    "promised_amount": 5,
    "promised_on": DAY,
    "realised_amount": 5,
    "realised_on": DAY,
}


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, []),
        ({"agreement_number": "", "agreement_on": None}, []),
        ({"number": None}, []),
        ({"number": 0}, [("number", "number_from_one")]),
        ({"agreement_on": None}, [("agreement_on", "agreed_on_no_day")]),
        ({"agreement_number": ""}, [("agreement_number", "agreement_without_number")]),
    ],
)
def test_an_agreement_has_a_number_and_a_day(changes: Any, faults: Any) -> None:
    found = grant_faults({**GRANT, **changes})
    assert [(column, fault.kind) for column, fault in found] == faults


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, []),
        ({"realised_amount": None, "realised_on": None}, []),
        ({"promised_amount": None, "promised_on": None}, []),
        ({"realised_amount": 0}, []),
        ({"promised_on": None}, [("promised_on", "promised_on_no_day")]),
        ({"promised_amount": None}, [("promised_amount", "promised_no_amount")]),
        ({"realised_on": None}, [("realised_on", "realised_on_no_day")]),
        ({"realised_amount": None}, [("realised_amount", "realised_no_amount")]),
        (
            dict.fromkeys(("promised_amount", "promised_on", "realised_amount", "realised_on")),
            [("promised_amount", "neither_promised_nor_given")],
        ),
        ({"activity": 1, "work": 2}, [("activity", "activity_and_work")]),
    ],
)
def test_a_contribution_was_promised_or_given_on_a_day(changes: Any, faults: Any) -> None:
    found = contribution_faults({**GIVEN, **changes})
    assert [(column, fault.kind) for column, fault in found] == faults


def test_money_of_one_board_does_not_name_the_things_of_another() -> None:
    assert list(belonging_faults(board=1, tranche_board=1, activity_board=1, work_board=1)) == []
    found = belonging_faults(board=1, tranche_board=2, activity_board=2, work_board=2)
    assert [(column, fault.kind) for column, fault in found] == [
        ("tranche", "tranche_of_another_board"),
        ("activity", "activity_of_another_board"),
        ("work", "work_of_another_board"),
    ]
