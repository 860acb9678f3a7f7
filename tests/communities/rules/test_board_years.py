"""Years of boards."""

from typing import Any

import pytest

from communities.models.board_years import Audit
from communities.rules.board_years import OPINIONS, board_year_faults

GOOD: dict[str, Any] = {
    "year": 2012, "audit": "unqualified", "audited_on": "2013-03-01", "auditor": "KAP Contoh",
}  # fmt: skip


def test_opinions_are_audits() -> None:
    assert set(Audit.values) - OPINIONS == {Audit.NOT_DONE}


def test_an_audit_may_be_done_not_done_or_unknown() -> None:
    assert list(board_year_faults(GOOD)) == []
    for audit in ("not_done", ""):
        bare = {"year": 2012, "audit": audit, "audited_on": None, "auditor": ""}
        assert list(board_year_faults(bare)) == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"year": 1998}, [("year", "too_small")]),
        ({"year": 2101, "audited_on": None}, [("year", "too_large")]),
        ({"audit": ""}, [("audited_on", "only_when_audited"), ("auditor", "only_when_audited")]),
        ({"audit": "not_done", "auditor": ""}, [("audited_on", "only_when_audited")]),
        ({"audited_on": "2011-12-31"}, [("audited_on", "audited_before_the_year")]),
    ],
)
def test_what_cannot_be_is_told_at_its_column(
    wrong: dict[str, Any], told: list[tuple[str, str]]
) -> None:
    assert [(c, f.kind) for c, f in board_year_faults({**GOOD, **wrong})] == told
