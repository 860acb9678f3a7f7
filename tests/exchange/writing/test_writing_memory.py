"""A long export needs no more memory than a short one."""

import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from p2kp_site.exchange.writing.csv_files import write_csv
from p2kp_site.exchange.writing.xlsx_files import Sheet, SheetColumn, write_xlsx

ROOM = 1_000_000
"""Bytes that a run of 200,000 rows may need beyond one of 10,000."""


class Discarded:
    """A sink that keeps nothing."""

    def write(self, data: bytes, /) -> None:
        """Forget `data`."""


def rows(count: int) -> Iterator[tuple[str, str, int, date, str | None]]:
    for number in range(count):
        note = "catatan & tanda" if number % 7 == 0 else None
        yield f"{number:016d}", f"Siti Aminah {number}", number, date(2015, 8, 12), note


def as_csv(count: int) -> None:
    write_csv(Discarded(), ["a", "b", "c", "d", "e"], rows(count), text_columns=[0, 1, 4])


def as_xlsx(count: int) -> None:
    kinds = [SheetColumn("a"), SheetColumn("b"), SheetColumn("c", "rupiah")]
    columns = [*kinds, SheetColumn("d", "date"), SheetColumn("e")]
    write_xlsx(Discarded(), [Sheet("Data", columns, rows(count))])


def peak(write: Callable[[int], None], count: int) -> int:
    tracemalloc.start()
    try:
        write(count)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_memory_does_not_grow_with_the_number_of_rows(write: Callable[[int], None]) -> None:
    write(1_000)
    assert peak(write, 200_000) < peak(write, 10_000) + ROOM
