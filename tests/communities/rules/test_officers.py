"""Officers of boards, across their columns."""

from typing import Any

import pytest

from communities.rules.officers import officer_faults

GOOD: dict[str, Any] = {
    "term": 1, "age": 34, "votes": 112, "term_from": "2012-09-01", "term_until": "2015-09-01",
}  # fmt: skip


def test_a_usual_officer_and_one_of_whom_little_is_known_have_no_fault() -> None:
    assert list(officer_faults(GOOD)) == []
    unknown = {**dict.fromkeys(GOOD), "term": 1}
    assert list(officer_faults(unknown)) == []


@pytest.mark.parametrize(
    ("wrong", "column", "kind"),
    [
        ({"term": 0}, "term", "too_small"),
        ({"term": 31}, "term", "too_large"),
        ({"age": 16}, "age", "too_small"),
        ({"age": 111}, "age", "too_large"),
        ({"votes": -1}, "votes", "too_small"),
        ({"term_until": "2012-09-01"}, "term_until", "ends_before_it_begins"),
    ],
)
def test_what_cannot_be_is_told_at_its_column(
    wrong: dict[str, Any], column: str, kind: str
) -> None:
    assert [(c, f.kind) for c, f in officer_faults({**GOOD, **wrong})] == [(column, kind)]


@pytest.mark.parametrize("edge", [{"age": 17}, {"age": 110}, {"term": 30}, {"votes": 0}])
def test_limits_are_allowed_values(edge: dict[str, Any]) -> None:
    assert list(officer_faults({**GOOD, **edge})) == []
