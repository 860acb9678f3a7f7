"""Numbers of stages, and years, as papers write them."""

from typing import Any

import pytest

from p2kp_site.exchange.reading import Fault
from p2kp_site.exchange.reading.ordinals import read_ordinal, read_year


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (1, 1),
        ("1", 1),
        ("I", 1),
        ("iii", 3),
        ("Termin 1", 1),
        ("Tahap III", 3),
        ("Tahap ke-2", 2),
        ("2 (dua)", 2),
        ("II (dua)", 2),
        ("Pertama", 1),
        ("kedua", 2),
        ("XIV", 14),
        ("", None),
        (None, None),
    ],
)
def test_a_stage_is_a_number_however_it_is_written(cell: Any, number: int | None) -> None:
    assert read_ordinal(cell) == number


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("IIII", "not_a_number"),
        ("2 (tiga)", "two_values"),
        ("I dan II", "not_a_number"),
        ("Termin", "not_a_number"),
    ],
)
def test_a_stage_that_cannot_be_told_is_refused(cell: str, kind: str) -> None:
    found = read_ordinal(cell)
    assert isinstance(found, Fault)
    assert found.kind == kind


@pytest.mark.parametrize("cell", [2009, "2009", "TA 2009", "T.A. 2009", "Tahun Anggaran 2009"])
def test_a_year_may_be_called_a_fiscal_year(cell: Any) -> None:
    assert read_year(cell) == 2009


def test_a_year_of_two_is_refused() -> None:
    assert isinstance(read_year("TA 2009/2010"), Fault)
