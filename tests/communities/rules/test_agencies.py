"""Agencies and spans of days."""

import pytest

from communities.models.agencies import AgencyKind
from communities.rules.agencies import (
    CONSULTANT_KINDS,
    agency_faults,
    consultant_assignment_faults,
    new_agency_code,
)
from communities.rules.spans import Span, overlapping


def test_every_kind_of_consultant_is_a_kind_of_agency() -> None:
    assert set(AgencyKind.values) >= CONSULTANT_KINDS


@pytest.mark.parametrize(
    ("code", "begins"), [("14.04", "INS-1404-"), ("14.04.04.1001", "INS-140404-"), ("", "INS-ID-")]
)
def test_a_new_code_tells_the_region_and_is_drawn(code: str, begins: str) -> None:
    issued = {new_agency_code(code) for _n in range(50)}
    assert len(issued) == 50
    assert all(one.startswith(begins) and len(one) == len(begins) + 5 for one in issued)


@pytest.mark.parametrize(
    ("begins", "ends", "faulty"),
    [
        ("2012-01-01", "2012-01-02", False),
        ("2012-01-01", "2012-01-01", True),
        ("2012-01-02", "2012-01-01", True),
        ("2012-01-01", None, False),
        (None, "2012-01-01", False),
    ],
)
def test_what_ends_has_begun_before(begins: str | None, ends: str | None, faulty: bool) -> None:
    agency = list(agency_faults({"active_from": begins, "active_until": ends}))
    assignment = list(consultant_assignment_faults({"from_on": begins, "until_on": ends}))
    assert [column for column, _f in agency] == ["active_until"] * faulty
    assert [column for column, _f in assignment] == ["until_on"] * faulty


@pytest.mark.parametrize(
    ("span", "shares"),
    [
        (("2012-01-01", "2013-01-01"), True),
        (("2011-01-01", "2012-01-01"), False),
        (("2013-01-01", None), False),
        (("2012-12-31", None), True),
        (("2011-01-01", None), True),
        (("2012-06-01", "2012-07-01"), True),
    ],
)
def test_spans_overlap_when_they_share_a_day(span: Span, shares: bool) -> None:
    other: Span = ("2012-01-01", "2013-01-01")
    assert overlapping(span, [other]) == (other if shares else None)


def test_an_open_span_overlaps_all_that_follow() -> None:
    assert overlapping(("2020-01-01", "2021-01-01"), [("2012-01-01", None)])
    assert overlapping(("2011-01-01", "2012-01-01"), [("2012-01-01", None)]) is None
