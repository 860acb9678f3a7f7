"""The bench asks for every filter of the lists that it measures."""

from typing import Any
from urllib.parse import parse_qsl

import pytest

from finance.filters.disbursements import DisbursementFilterSet
from finance.filters.grants import GrantFilterSet
from finance.filters.tranches import TrancheFilterSet
from programs.filters.works import WorkFilterSet
from tests.architecture.sources import ROOT


@pytest.fixture(autouse=True)
def scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))


def names_in(*queries: str) -> set[str]:
    asked = {name for query in queries for name, _value in parse_qsl(query)}
    return {name.removesuffix("_after").removesuffix("_before") for name in asked}


def test_every_filter_of_works_is_measured() -> None:
    from bench import work_pages

    asked = names_in(*work_pages.ASKED.values()) | {*work_pages.FOUND.values()}
    assert set(WorkFilterSet.base_filters) <= asked


@pytest.mark.parametrize(
    ("name", "filterset"),
    [
        ("disbursement", DisbursementFilterSet),
        ("tranche", TrancheFilterSet),
        ("grant", GrantFilterSet),
    ],
)
def test_every_filter_of_the_money_is_measured(name: str, filterset: Any) -> None:
    from bench import money

    asked = names_in(*money.ASKED[name].values())
    asked |= {filter_ for model, filter_ in money.FOUND.values() if model == name}
    assert set(filterset.base_filters) <= asked
