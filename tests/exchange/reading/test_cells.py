"""Whole columns read at once."""

from datetime import date
from decimal import Decimal

import pytest

from p2kp_site.exchange.reading import FAULT_KINDS, MARK_KINDS, Fault, Marked, column_reader
from p2kp_site.exchange.reading.cells import KINDS


def test_a_column_gives_values_and_faults_by_position() -> None:
    values, faults = column_reader("date")(["17 Agustus 2009", "", "31/06/2010", date(2010, 1, 2)])
    assert values == [date(2009, 8, 17), None, None, date(2010, 1, 2)]
    assert list(faults) == [2]
    assert faults[2].kind == "no_such_date"


def test_a_column_tells_its_marks_to_whoever_asks() -> None:
    marks: dict[int, Marked] = {}
    values, faults = column_reader("date")(["2009-08-17", "04/09/2010"], marks)
    assert values == [date(2009, 8, 17), date(2010, 9, 4)]
    assert not faults
    assert {at: mark.kind for at, mark in marks.items()} == {1: "day_first"}


def test_a_fault_that_comes_back_in_a_later_slice_is_told_again() -> None:
    read = column_reader("amount")
    assert list(read(["1000", "45,000"])[1]) == [1]
    assert list(read(["45,000", "45,000", "7"])[1]) == [0, 1]
    assert read(["7", "1000"]) == ([7, 1000], {})


def test_a_truth_value_is_no_number_even_after_the_same_number() -> None:
    values, faults = column_reader("count")([1, True, 1, False, 0])
    assert values == [1, None, 1, None, 0]
    assert set(faults) == {1, 3}


def test_a_column_of_choices_is_compiled_from_labels() -> None:
    read = column_reader("choice", choices={"Kelurahan": 1, "Desa": 2})
    assert read(["DESA", "kelurahan", ""])[0] == [2, 1, None]


def test_options_reach_the_reader_of_each_kind() -> None:
    assert column_reader("text", max_length=3)(["abcd"])[1][0].kind == "too_long"
    assert column_reader("sex", heading="P/W")(["P"])[0] == ["male"]
    assert column_reader("amount", minimum=0)(["-5.000"])[1][0].kind == "too_small"
    assert column_reader("percent", plain=True)(["0.5"])[0] == [Decimal("0.5")]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_reads_empty_cells_as_nothing_and_says_no_more(kind: str) -> None:
    options = {"choices": {"a": 1}} if kind == "choice" else {}
    assert column_reader(kind, **options)(["", None, "  ", "\u00a0"]) == ([None] * 4, {})


RUBBISH = [
    "", "-", "?", "#REF!", "######", "1,2.3", "1e5", "\x00", "a" * 500, "٣", "²", "½", "—", "nan",
    "inf", "12\u200b", "🙂", "1.000.000.000.000.000.000.000", -1, 0, 2**70, 1e300, -0.0,
    float("nan"), float("-inf"), True, date(1, 1, 1),
]  # fmt: skip


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("cell", RUBBISH, ids=repr)
def test_no_cell_whatever_breaks_a_reader_and_every_kind_is_of_the_vocabulary(
    kind: str, cell: object
) -> None:
    options = {"choices": {"a": 1}} if kind == "choice" else {}
    marks: dict[int, Marked] = {}
    _values, faults = column_reader(kind, **options)([cell], marks)
    assert all(fault.kind in FAULT_KINDS for fault in faults.values())
    assert all(mark.kind in MARK_KINDS for mark in marks.values())


def test_a_column_longer_than_the_memory_is_still_read_right() -> None:
    read = column_reader("count")
    cells = [str(number) for number in range(30_000)]
    assert read(cells) == (list(range(30_000)), {})
    assert read(cells[::-1]) == (list(range(29_999, -1, -1)), {})


def test_faults_are_values_that_can_be_compared() -> None:
    assert Fault("range", {"text": "1-2"}) == Fault("range", {"text": "1-2"})


def test_a_novel_in_a_column_of_dates_is_refused_at_once() -> None:
    for kind in sorted(KINDS - {"text", "multiline", "name"}):
        options = {"choices": {"a": 1}} if kind == "choice" else {}
        for text in ("1" * 100_000, "1 " * 50_000, "a1" * 50_000):
            assert column_reader(kind, **options)([text])[1][0].kind == "too_long"
