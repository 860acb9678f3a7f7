"""Rules of plans, lines and works, as tables; the constraints are tested with the models."""

from typing import Any

import pytest

from programs.rules.plans import line_faults, plan_faults, usual_end
from programs.rules.undertakings import undertaking_faults
from programs.rules.works import belonging_faults, work_faults

PLAN = {"start_year": 2010, "end_year": 2012, "ratified_on": None, "ratified_by": ""}
UNDERTAKING = {
    "volume": None, "unit": "", "beneficiaries_men": None, "beneficiaries_women": None,
    "beneficiaries_low_income": None,
}  # fmt: skip
WORK = {
    **UNDERTAKING, "is_unplanned": False, "activity": 1, "started_on": None, "finished_on": None,
    "handed_over_to": "", "handover_on": None, "latitude": None, "longitude": None,
}  # fmt: skip


def kinds(faults: Any) -> dict[str, str]:
    return {column: fault.kind for column, fault in faults}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {}),
        ({"end_year": 2010}, {}),
        ({"end_year": 2009}, {"end_year": "ends_before_it_begins"}),
        ({"ratified_on": "2010-01-20"}, {"ratified_by": "ratified_by_nobody"}),
        ({"ratified_by": "Lurah"}, {"ratified_on": "ratified_on_no_day"}),
        ({"ratified_on": "2010-01-20", "ratified_by": "Lurah"}, {}),
    ],
)
def test_a_plan_is_told_what_its_years_and_its_ratification_lack(
    changes: dict[str, Any], expected: dict[str, str]
) -> None:
    assert kinds(plan_faults({**PLAN, **changes})) == expected


@pytest.mark.parametrize(("kind", "end"), [("pjm", 2012), ("renta", 2010), ("rplp", 2014)])
def test_a_plan_usually_covers_the_years_of_its_kind(kind: str, end: int) -> None:
    assert usual_end(kind, 2010) == end


@pytest.mark.parametrize(
    ("year", "ratified_on", "expected"),
    [
        (2010, None, {}),
        (2012, None, {}),
        (2013, None, {"planned_year": "year_outside_plan"}),
        (2009, None, {"planned_year": "year_outside_plan"}),
        (2010, "2010-01-20", {"plan": "plan_is_ratified"}),
    ],
)
def test_a_line_lies_in_the_years_of_its_plan_and_comes_before_it_is_ratified(
    year: int, ratified_on: str | None, expected: dict[str, str]
) -> None:
    found = line_faults(
        {"planned_year": year}, plan="PJM", ratified_on=ratified_on, start_year=2010, end_year=2012
    )
    assert kinds(found) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"volume": 3}, {"unit": "volume_without_unit"}),
        ({"volume": 3, "unit": "m"}, {}),
        (
            {"beneficiaries_men": 3, "beneficiaries_women": 2, "beneficiaries_low_income": 6},
            {"beneficiaries_low_income": "more_low_income_than_people"},
        ),
        ({"beneficiaries_men": 3, "beneficiaries_women": 2, "beneficiaries_low_income": 5}, {}),
        ({"beneficiaries_men": 3, "beneficiaries_low_income": 5}, {}),
    ],
)
def test_an_undertaking_is_told_what_its_volume_and_its_people_lack(
    changes: dict[str, Any], expected: dict[str, str]
) -> None:
    assert kinds(undertaking_faults({**UNDERTAKING, **changes})) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {}),
        ({"is_unplanned": True}, {"activity": "planned_and_unplanned"}),
        ({"activity": None}, {"activity": "neither_planned_nor_unplanned"}),
        ({"is_unplanned": True, "activity": None}, {}),
        (
            {"started_on": "2010-03-02", "finished_on": "2010-03-01"},
            {"finished_on": "finished_before_started"},
        ),
        ({"started_on": "2010-03-01", "finished_on": "2010-03-01"}, {}),
        ({"handed_over_to": "KPP"}, {"handover_on": "handed_over_on_no_day"}),
        ({"handover_on": "2011-01-01"}, {"handed_over_to": "handed_over_to_nobody"}),
        ({"latitude": -0.3}, {"longitude": "half_a_position"}),
        ({"longitude": 103.1}, {"latitude": "half_a_position"}),
    ],
)
def test_a_work_is_told_what_its_plan_its_days_and_its_position_lack(
    changes: dict[str, Any], expected: dict[str, str]
) -> None:
    assert kinds(work_faults({**WORK, **changes})) == expected


def test_an_activity_and_a_group_are_of_the_works_own_board() -> None:
    assert kinds(belonging_faults(board=1, activity_board=1, group_board=1)) == {}
    assert kinds(belonging_faults(board=1)) == {}
    assert kinds(belonging_faults(board=1, activity_board=2, group_board=3)) == {
        "activity": "activity_of_another_board",
        "group": "group_of_another_board",
    }
