"""CSV in all its dresses."""

import tracemalloc
from itertools import islice
from pathlib import Path

import pytest

from p2kp_site.exchange.reading import Limits, UnusableFile, open_table

from .boards import HEADINGS, kinds, read, write

HEAD = ["Kode", "Nama BKM", "Koordinator", "L"]
ROWS = [["B-1", "BKM Maju", "José Ramli", "5"], ["B-2", "BKM Jaya", "Nur", "7"]]


def lines(delimiter: str, end: str = "\r\n") -> str:
    return end.join(delimiter.join(row) for row in [HEAD, *ROWS]) + end


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"),
     ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"), ("cp1252", "cp1252")],
)  # fmt: skip
def test_a_text_table_is_read_in_any_encoding_with_any_delimiter(
    tmp_path: Path, delimiter: str, end: str, encoding: str, told: str
) -> None:
    table, rows = read(write(tmp_path / "b.csv", lines(delimiter, end), encoding))
    assert (table.encoding, table.delimiter) == (told, delimiter)
    assert [list(row.cells) for row in rows] == ROWS
    assert [row.number for row in rows] == [2, 3]


def test_windows_text_is_noted(tmp_path: Path) -> None:
    table, _rows = read(write(tmp_path / "b.csv", lines(";"), "cp1252"))
    assert [note.kind for note in table.notes] == ["encoding"]


def test_a_line_that_names_the_separator_is_obeyed(tmp_path: Path) -> None:
    table, rows = read(write(tmp_path / "b.csv", "sep=|\n" + lines("|", "\n")))
    assert table.header_rows == [2]
    assert kinds(rows) == {1: "separator_line", 3: "data", 4: "data"}


def test_commas_line_breaks_and_quotes_inside_a_text_stay(tmp_path: Path) -> None:
    text = 'Kode,Nama BKM\nB-1,"BKM Karya,\nBhakti"\nB-2,"BKM ""Maju"""\n'
    _table, rows = read(write(tmp_path / "b.csv", text))
    assert [list(row.cells) for row in rows] == [
        ["B-1", "BKM Karya,\nBhakti"], ["B-2", 'BKM "Maju"'],
    ]  # fmt: skip
    assert [row.number for row in rows] == [2, 3]


def test_the_delimiter_is_the_one_that_makes_the_header_known(tmp_path: Path) -> None:
    text = "Kode;Nama BKM;Notaris\n" + "B-1;BKM Maju;Dewi, S.H., M.Kn., Tembilahan\n" * 3
    assert read(write(tmp_path / "b.csv", text))[0].delimiter == ";"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf\r\n", "empty_file"),
        (b" \n\t\n", "empty_file"),
        (b"\x89PNG\r\n\x1a\nxxxx", "not_a_table"),
        (b"%PDF-1.4 ...", "not_a_table"),
        (b"\xff\xd8\xff\xe0..", "not_a_table"),
        (b"<!DOCTYPE html><html></html>", "html_page"),
        (b"\n <table><tr><td>Kode</td></tr></table>", "html_page"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "html_page"),
        (b"<?xml version='1.0'?><Workbook/>", "xml_file"),
        (b"Kode;Nama BKM\nB-1;BKM\x00Maju\n", "nul_byte"),
        ("Kode;Nama BKM\nB-1;José".encode() + b"\nB-2;Jos\xe9\n", "mixed_encoding"),
        (b"\xef\xbb\xbfKode;Nama BKM\nB-1;Jos\xe9\n", "mixed_encoding"),
        (b"Kode;Nama BKM\nB-1;a\x81b\n", "unknown_encoding"),
        (b"\xff\xfeK\x00o\x00d\x00\x00\xd8", "unknown_encoding"),
        (b'Kode;Nama BKM\nB-1;"BKM Maju\nB-2;BKM Jaya\n', "broken_quotes"),
        (b'Kode;Nama BKM\nB-1;"BKM" Maju\n', "broken_quotes"),
        (b"BKM-1;BKM Mufakat;14.04.04.1001\n", "no_known_header"),
        (b"Kode;Nama BKM\n" + b";" * 12_000_000, "line_too_long"),
    ],
)
def test_what_is_no_text_table_is_refused_by_name(
    tmp_path: Path, content: bytes, kind: str
) -> None:
    path = tmp_path / "b.csv"
    path.write_bytes(content)
    with pytest.raises(UnusableFile) as caught:
        read(path)
    assert caught.value.kind == kind


def test_a_wrong_byte_deep_in_the_file_decides_for_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_bytes(b"Kode;Nama BKM\n" + b"B-1;BKM Maju\n" * 300_000 + b"B-2;Jos\xe9\n")
    table, rows = read(path)
    assert table.encoding == "cp1252"
    assert rows[-1].cells[1] == "José"


def test_an_unclosed_quotation_mark_deep_in_the_file_names_its_row(tmp_path: Path) -> None:
    text = "Kode;Nama BKM\n" + "B-1;BKM Maju\n" * 5000 + 'B-2;"BKM Jaya\nB-3;BKM\n'
    with pytest.raises(UnusableFile) as caught:
        read(write(tmp_path / "b.csv", text))
    assert (caught.value.kind, caught.value.params) == ("broken_quotes", {"row": 5002})


def test_a_file_over_the_limits_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "b.csv", "Kode;Nama BKM\n" + "B-1;BKM Maju\n" * 5000)
    with pytest.raises(UnusableFile, match="file_too_large"):
        read(path, limits=Limits(file_bytes=1000))
    with pytest.raises(UnusableFile, match="too_many_rows"):
        read(path, limits=Limits(rows=1000))


def test_the_number_of_rows_is_estimated_for_progress(tmp_path: Path) -> None:
    table, rows = read(write(tmp_path / "b.csv", lines(";")))
    assert table.row_estimate == len(rows) + 1


def test_memory_does_not_grow_with_the_number_of_rows(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        path = tmp_path / f"{count}.csv"
        with path.open("w") as file:
            file.write("Kode;Nama BKM;Kode Wilayah;L\n")
            for number in range(count):
                file.write(f"B-{number};BKM Maju {number};14.04.04.1001;{number % 9}\n")
        tracemalloc.start()
        with open_table(path, name="b.csv", headings=HEADINGS) as table:
            seen = sum(len(part) for part in table.slices())
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert seen == count
        return most

    small, large = peak(10_000), peak(200_000)
    assert large < small * 1.2
    assert large < 16 * 1024 * 1024


def test_a_table_may_be_closed_before_it_is_read_to_the_end(tmp_path: Path) -> None:
    path = write(tmp_path / "b.csv", "Kode;Nama BKM\n" + "B-1;BKM Maju\n" * 5000)
    with open_table(path, name="b.csv", headings=HEADINGS) as table:
        assert len(list(islice(table.slices(10), 3))) == 3
