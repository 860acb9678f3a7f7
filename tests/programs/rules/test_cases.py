"""Cases said without a database: numbers, amounts, and the shipped table of types."""

import pytest

from programs.rules.case_types import CHANNELS, THEMES, TYPES
from programs.rules.cases import (
    case_faults,
    case_number,
    closing_faults,
    number_stem,
    register_key,
    remaining,
    split_number,
    type_faults,
)

NOTHING = dict.fromkeys(
    ("received_on", "event_on", "closed_on", "board", "slum_area", "plan", "work",
     "amount_misused", "amount_returned")
)  # fmt: skip


def test_a_number_tells_type_regency_year_and_which_it_is() -> None:
    stem = number_stem("PPM", "14.04.04.1001", 2015)
    assert case_number(stem, 7) == "PPM-1404-2015-0007"
    assert split_number("PPM-1404-2015-0007") == (stem, 7)
    assert split_number(case_number(stem, 12_345)) == (stem, 12_345)
    assert number_stem("PPM", "14", 2015) == "PPM-14-2015"


@pytest.mark.parametrize("text", ["", "7", "PPM-1404-2015", "ppm-1404-2015-0007"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert split_number(text) is None


def test_a_register_begins_anew_with_each_regency_and_year() -> None:
    assert register_key("0140040041001", "2015-08-03", "REG-1") == "014004/2015/REG-1"
    assert register_key("0140040041001", "2015-08-03", "") is None


@pytest.mark.parametrize(
    ("misused", "returned", "left"), [(None, None, None), (5, None, 5), (5, 2, 3), (5, 5, 0)]
)
def test_what_remains_is_misused_less_returned(misused, returned, left) -> None:
    assert remaining(misused, returned) == left


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({}, []),
        ({"board": 1}, []),
        ({"board": 1, "work": 2}, [("work", "several_subjects")]),
        ({"received_on": "2015-01-02", "event_on": "2015-01-02", "closed_on": "2015-01-02"}, []),
        ({"received_on": "2015-01-02", "event_on": "2015-01-03"},
         [("event_on", "happened_after_received")]),
        ({"received_on": "2015-01-02", "closed_on": "2015-01-01"},
         [("closed_on", "closed_before_received")]),
        ({"amount_misused": 5, "amount_returned": 5}, []),
        ({"amount_misused": 5, "amount_returned": 6}, [("amount_returned", "returned_too_much")]),
        ({"amount_returned": 1}, [("amount_misused", "returned_of_nothing")]),
    ],
)  # fmt: skip
def test_faults_across_the_columns_of_a_case(values, found) -> None:
    faults = case_faults({**NOTHING, **values})
    assert [(column, fault.kind) for column, fault in faults] == found


def test_a_case_is_about_what_its_type_says_and_only_a_complaint_has_people() -> None:
    named = {**NOTHING, "plan": 1, "reporter_name": "Ibu Contoh"}
    said = type_faults(named, subject="plan", is_complaint=False)
    assert [(column, fault.kind) for column, fault in said] == [
        ("reporter_name", "only_of_complaints")
    ]
    assert list(type_faults(named, subject="", is_complaint=True)) == []
    (fault,) = type_faults(NOTHING, subject="slum_area", is_complaint=False)
    assert (fault[0], fault[1].kind) == ("slum_area", "case_about_a_slum_area")


def test_what_is_done_was_closed_and_what_is_not_was_not() -> None:
    assert list(closing_faults(is_done=True, closed_on="2015-01-01", outcome="Selesai")) == []
    assert list(closing_faults(is_done=False, closed_on=None, outcome="")) == []
    kinds = [
        fault.kind
        for is_done, closed_on, outcome in ((True, None, ""), (False, "2015-01-01", "Selesai"))
        for _column, fault in closing_faults(is_done=is_done, closed_on=closed_on, outcome=outcome)
    ]
    assert kinds == ["done_on_no_day", "closed_in_process", "outcome_in_process"]


@pytest.mark.parametrize("one", TYPES, ids=lambda one: one.code)
def test_every_shipped_type_leads_from_its_first_stage_to_an_end_and_back(one) -> None:
    codes = {stage.code: stage for stage in one.stages}
    assert len(codes) == len(one.stages)
    assert not one.stages[0].is_done
    assert {code for move in one.moves for code in (move.origin, move.to)} == set(codes)
    assert len({(move.origin, move.to) for move in one.moves}) == len(one.moves)
    reached, before = {one.stages[0].code}, 0
    while before != len(reached):
        before = len(reached)
        reached |= {move.to for move in one.moves if move.origin in reached}
    assert reached == set(codes)
    for move in one.moves:
        closes = codes[move.to].is_done and not codes[move.origin].is_done
        assert move.needs_check == closes, move
        # Out of an end nobody goes without a reason, and no way leads from end to end.
        assert not codes[move.origin].is_done or (move.needs_reason and not codes[move.to].is_done)


def test_no_time_limit_is_invented_and_the_lists_are_those_of_the_reports() -> None:
    assert {stage.limit_days for one in TYPES for stage in one.stages} == {None}
    assert (len(CHANNELS), len(THEMES)) == (9, 9)
