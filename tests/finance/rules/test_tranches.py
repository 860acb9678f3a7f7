"""How a grant is split: to the last rupiah, by shares that are data."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.tranches import WHOLE, percent, roman, share_faults, split, sum_faults
from finance.rules.tranches import tranche_faults as faults_of

OF_2008 = [3000, 3000, 2000, 2000]


@pytest.mark.parametrize(
    ("amount", "shares", "parts"),
    [
        # The ministry's own example of 2008: a ceiling of 200 million.
        (200_000_000, OF_2008, [60_000_000, 60_000_000, 40_000_000, 40_000_000]),
        (100, [10_000], [100]),
        (100, [3333, 3333, 3334], [33, 33, 34]),
        # One rupiah remains and goes to whom rounding took most from.
        (101, [5000, 5000], [51, 50]),
        (10, [3333, 3333, 3334], [3, 3, 4]),
        (7, [2500, 2500, 2500, 2500], [2, 2, 2, 1]),
        (1, [6000, 4000], [1, 0]),
        (150_000_001, [2000, 5000, 3000], [30_000_000, 75_000_001, 45_000_000]),
    ],
)
def test_a_grant_is_split_to_the_last_rupiah(amount: int, shares: Any, parts: Any) -> None:
    assert split(amount, shares) == parts


@given(st.integers(1, 10**15), st.lists(st.integers(1, 999), min_size=1, max_size=9))
def test_the_parts_of_any_grant_come_to_it(amount: int, shares: list[int]) -> None:
    shares = [*shares, WHOLE - sum(shares)]
    parts = split(amount, shares)
    assert sum(parts) == amount
    for part, share in zip(parts, shares, strict=True):
        assert 0 <= part * WHOLE - amount * share + WHOLE < 2 * WHOLE


@pytest.mark.parametrize("shares", [[], [9999], [10_001], [5000, 5000, 1], [10_000, 0]])
def test_shares_that_are_not_the_whole_split_nothing(shares: list[int]) -> None:
    with pytest.raises(ValueError, match="10000"):
        split(100, shares)


def test_a_scheme_that_is_not_whole_is_told_in_percent() -> None:
    assert [fault.params for fault in share_faults([3000, 3333])] == [{"text": "63,33 %"}]
    assert list(share_faults(OF_2008)) == []


@pytest.mark.parametrize(("share", "text"), [(3000, "30 %"), (3333, "33,33 %"), (5, "0,05 %")])
def test_a_share_is_told_as_papers_write_it(share: int, text: str) -> None:
    assert percent(share) == text


def test_tranches_are_numbered_as_papers_write_them() -> None:
    assert [roman(n) for n in (1, 2, 3, 4, 9, 14)] == ["I", "II", "III", "IV", "IX", "XIV"]


def test_a_tranche_holds_what_was_approved() -> None:
    assert list(faults_of(amount=60, approved=60)) == []
    assert list(faults_of(amount=None, approved=60)) == []
    ((column, fault),) = faults_of(amount=59, approved=60)
    assert (column, fault.kind) == ("amount", "tranche_below_approved")


def test_tranches_come_to_no_more_than_their_grant() -> None:
    assert list(sum_faults([60, 40], granted=100)) == []
    assert [f.kind for f in sum_faults([60, 41], granted=100)] == ["tranches_above_grant"]
