"""The figures of elections."""

from decimal import Decimal
from typing import Any

import pytest

from communities.rules.elections import election_faults, people_of, turnout

GOOD: dict[str, Any] = {
    "term": 2,
    "participants_men": 22, "participants_women": 18, "participants_low_income": 40,
    "elected_men": 22, "elected_women": 18, "elected_low_income": 40,
    "adults": 900, "adults_on": "2012-01-01", "adults_source": "Kelurahan",
}  # fmt: skip


@pytest.mark.parametrize(
    ("participants", "adults", "share"),
    [
        (412, 1000, "41.2"),
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        # Half of a tenth goes up; the round() of Python would take 12.2 and 0.2.
        (1225, 10_000, "12.3"),
        (25, 10_000, "0.3"),
        (0, 10, "0.0"),
        (11, 10, "110.0"),
    ],
)
def test_turnout_is_participants_by_adults_in_percent(
    participants: int, adults: int, share: str
) -> None:
    assert turnout(participants, adults) == Decimal(share)


@pytest.mark.parametrize(("participants", "adults"), [(None, 100), (5, None), (5, 0)])
def test_what_was_not_counted_has_no_turnout(participants: int | None, adults: int | None) -> None:
    assert turnout(participants, adults) is None


def test_an_election_may_elect_everybody_and_may_be_poorly_known() -> None:
    assert list(election_faults(GOOD)) == []
    unknown = {
        **dict.fromkeys(GOOD, None), "term": 1, "adults_source": "",
        "participants_men": 3, "participants_women": 0,
    }  # fmt: skip
    assert list(election_faults(unknown)) == []
    assert people_of(unknown, "participants") == 3
    assert people_of(unknown, "elected") is None


@pytest.mark.parametrize(
    ("wrong", "column", "kind"),
    [
        (
            {"participants_low_income": 41},
            "participants_low_income",
            "more_low_income_than_people",
        ),
        ({"elected_men": 23}, "elected_men", "more_elected_than_participants"),
        ({"elected_women": 19}, "elected_women", "more_elected_than_participants"),
        (
            {"participants_low_income": 39},
            "elected_low_income",
            "more_elected_than_participants",
        ),
        ({"elected_women": 17}, "elected_low_income", "more_low_income_than_people"),
        ({"adults_on": None}, "adults_on", "adults_without_a_day"),
        ({"adults": None, "adults_source": ""}, "adults_on", "only_with_adults"),
        ({"adults": None, "adults_on": None}, "adults_source", "only_with_adults"),
        ({"adults": 0}, "adults", "too_small"),
        ({"term": 0}, "term", "too_small"),
    ],
)
def test_what_cannot_be_is_told_at_its_column(
    wrong: dict[str, Any], column: str, kind: str
) -> None:
    assert [(c, f.kind) for c, f in election_faults({**GOOD, **wrong})] == [(column, kind)]
