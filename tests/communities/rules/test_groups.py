"""Self-help groups, across their columns."""

from typing import Any

import pytest

from communities.rules.groups import group_faults

GOOD: dict[str, Any] = {
    "is_active": True, "inactive_reason": "", "formed_on": "2012-03-01", "closed_on": None,
    "members_men": 6, "members_women": 4, "members_low_income": 10,
}  # fmt: skip


def test_a_usual_group_and_one_that_nobody_counted_have_no_fault() -> None:
    assert list(group_faults(GOOD)) == []
    assert list(group_faults({**GOOD, "members_men": None})) == []
    assert list(group_faults({**GOOD, "members_low_income": None})) == []


@pytest.mark.parametrize(
    ("wrong", "column", "kind"),
    [
        ({"members_low_income": 11}, "members_low_income", "more_low_income_than_people"),
        ({"is_active": False}, "inactive_reason", "inactive_without_reason"),
        ({"closed_on": "2015-01-01"}, "closed_on", "only_when_inactive"),
        (
            {"is_active": False, "inactive_reason": "Bubar", "closed_on": "2012-02-01"},
            "closed_on",
            "closed_before_formed",
        ),
    ],
)
def test_what_cannot_be_is_told_at_its_column(
    wrong: dict[str, Any], column: str, kind: str
) -> None:
    assert [(c, f.kind) for c, f in group_faults({**GOOD, **wrong})] == [(column, kind)]
