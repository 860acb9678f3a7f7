"""Every dataset has a sample, and every kind of cell its nonsense: none can be forgotten."""

import pytest

from p2kp_site.exchange.datasets import Dataset
from p2kp_site.exchange.reading import KINDS
from p2kp_site.exchange.registry import all_datasets
from tests.exchange.contract.files import NONSENSE, TEXTS
from tests.exchange.contract.world import World, sample_of

EVERY = pytest.mark.parametrize("kind", all_datasets(), ids=lambda kind: kind.slug)


@pytest.mark.django_db
@EVERY
def test_a_dataset_has_a_sample_of_five_rows(kind: type[Dataset]) -> None:
    rows = World().rows(kind.slug)
    assert len(rows) >= 5
    assert {type(row) for row in rows} == {kind.model}
    assert callable(sample_of(kind.slug).make)


def test_every_kind_of_cell_can_be_spoilt() -> None:
    assert set(NONSENSE) | set(TEXTS) == KINDS
