"""CSV files that leave the house."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from p2kp_site.exchange.writing.csv_files import BYTE_ORDER_MARK, write_csv
from p2kp_site.exchange.writing.safety import safe_cell, unsafe_cell


def written(
    rows: Sequence[Sequence[object]],
    *,
    text_columns: Sequence[int] = (),
    delimiter: str = ",",
    header: Sequence[str] | None = None,
) -> bytes:
    file = io.BytesIO()
    names = header or [f"h{position}" for position in range(len(rows[0]))]
    write_csv(file, names, rows, delimiter=delimiter, text_columns=text_columns)
    return file.getvalue()


def read(data: bytes, delimiter: str = ",") -> list[list[str]]:
    text = data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_a_file_starts_with_the_mark_that_tells_excel_it_is_utf8_and_ends_lines_with_crlf() -> None:
    assert written([["Siti", 3]], header=["Nama", "Jiwa"]) == (
        BYTE_ORDER_MARK + b"Nama,Jiwa\r\nSiti,3\r\n"
    )


def test_the_header_leaves_before_the_first_row_is_asked_for() -> None:
    file = io.BytesIO()

    def rows() -> Iterator[tuple[str]]:
        assert file.getvalue() == BYTE_ORDER_MARK + b"Nama\r\n"
        yield ("Siti",)

    assert write_csv(file, ["Nama"], rows(), text_columns=[0]) == 1


def test_rows_are_counted_without_the_header_across_many_batches() -> None:
    rows = ((str(number),) for number in range(5_000))
    assert write_csv(io.BytesIO(), ["Kode"], rows, text_columns=[0]) == 5_000


def test_values_are_written_so_that_every_program_reads_them_alike() -> None:
    moment = datetime(2015, 8, 12, 9, 30, tzinfo=UTC)
    row: list[object] = [
        None,
        date(2015, 8, 12),
        moment,
        Decimal("1E+3"),
        Decimal("0E-8"),
        1e-7,
        -5,
        "Ya",
    ]
    assert read(written([row]))[1] == [
        "",
        "2015-08-12",
        "2015-08-12 09:30:00+00:00",
        "1000",
        "0.00000000",
        "0.0000001",
        "-5",
        "Ya",
    ]


def test_formulas_are_defused_in_text_columns_and_negative_numbers_stay_numbers() -> None:
    rows: list[list[object]] = [["=1+1", -1], ["aman", Decimal("-2.50")], [None, None], [-7, 0]]
    assert read(written(rows, text_columns=[0]))[1:] == [
        ["'=1+1", "-1"],
        ["aman", "-2.50"],
        ["", ""],
        ["'-7", "0"],
    ]


def test_a_heading_that_looks_like_a_formula_is_defused_too() -> None:
    assert read(written([["x"]], header=["=Nama"]))[0] == ["'=Nama"]


texts = st.text() | st.text(alphabet="='+-@\t\r\n\",;a \u200b", max_size=6)


@settings(deadline=None)
@given(
    rows=st.lists(st.tuples(texts, texts, st.none() | texts), min_size=1),
    delimiter=st.sampled_from(",;\t|^"),
)
def test_every_text_comes_back_as_it_was(
    rows: list[tuple[str, str, str | None]], delimiter: str
) -> None:
    data = written(rows, text_columns=[0, 1, 2], delimiter=delimiter)
    back = [[unsafe_cell(cell) for cell in row] for row in read(data, delimiter)[1:]]
    assert back == [["" if cell is None else cell for cell in row] for row in rows]


@settings(deadline=None)
@given(
    rows=st.integers(1, 4).flatmap(
        lambda width: st.lists(st.tuples(*[st.none() | texts] * width), min_size=1)
    ),
    delimiter=st.sampled_from(",;\t"),
)
def test_the_bytes_are_those_that_the_standard_library_writes(
    rows: list[tuple[str | None, ...]], delimiter: str
) -> None:
    width = len(rows[0])
    expected = io.StringIO(newline="")
    writer = csv.writer(expected, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([f"h{position}" for position in range(width)])
    writer.writerows([cell if cell is None else safe_cell(cell) for cell in row] for row in rows)
    data = written(rows, text_columns=range(width), delimiter=delimiter)
    assert data == BYTE_ORDER_MARK + expected.getvalue().encode()


def test_half_a_surrogate_pair_becomes_a_replacement_character() -> None:
    assert read(written([["a\ud83d", "b"]], text_columns=[0]))[1] == ["a\ufffd", "b"]


@pytest.mark.parametrize("rows", [[["a", "b"], ["c"]], [["a"]], [["a", "b", "c"]]])
def test_a_row_of_the_wrong_length_stops_the_file(rows: list[list[str]]) -> None:
    with pytest.raises(ValueError, match=r"cells|zip"):
        write_csv(io.BytesIO(), ["A", "B"], rows, text_columns=[])
