"""Which rows of a sheet are data. When in doubt a row is data: none may be lost silently."""

from pathlib import Path

import pytest

from p2kp_site.exchange.reading import UnusableFile

from .boards import kinds, read, write

HEAD = "No;Kode;Nama BKM;Kode Wilayah;Tanggal;L;P"
ONE = "1;B-1;BKM Maju;14.04.04.1001;17 Agustus 2009;5;3"
TWO = "2;B-2;BKM Jaya;14.04.04.1002;18 Agustus 2009;6;4"


def kinds_of(tmp_path: Path, *lines: str) -> dict[int, str]:
    return kinds(read(write(tmp_path / "b.csv", "\n".join(lines) + "\n"))[1])


def test_titles_are_skipped_and_blank_rows_counted(tmp_path: Path) -> None:
    found = kinds_of(tmp_path, "DAFTAR BKM", "", HEAD, ONE, "", TWO, "", "")
    assert found == {1: "title", 2: "blank", 4: "data", 5: "blank", 6: "data"}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("JUMLAH;;;;;11;7", "total"),
        (";;J U M L A H;;;11;7", "total"),
        (";;Total;;;11;7", "total"),
        (";;Sub Jumlah;;;11;7", "total"),
        (";Jumlah Kecamatan Tembilahan;;;;11;7", "total"),
        (";;Jumlah 24 KSM;;;11;7", "total"),
        ("Total: 1.250 unit;;;;;11;7", "total"),
        (";;Sub Jumlah 8 Kegiatan;;;11;7", "total"),
        (";;Grand Total;;;11;7", "total"),
        (";;Jumlah dipindahkan;;;11;7", "carried_over"),
        (";;Pindahan;;;11;7", "carried_over"),
        ("Rata-rata;;;;;5,5;3,5", "total"),
        ("Halaman 1 dari 3;;;;;;", "page_number"),
        ("- 2 -;;;;;;", "page_number"),
        ("Catatan: data sementara;;;;;;", "note"),
        ("Keterangan :;;;;;;", "note"),
        (";;Sumber: Dinas Cipta Karya;;;;", "note"),
        ("*) belum diverifikasi;;;;;;", "note"),
        (";;;;Tembilahan, 30 April 2015;;", "signature"),
        (";;;;Mengetahui,;;", "signature"),
        (";;;;( ..................... );;", "signature"),
        (";Mengetahui,;;;Tembilahan, 30 April 2015;;", "signature"),
        ("KECAMATAN ENOK;;;;;;", "section"),
        (";;Kec. Enok;;;;", "section"),
        ("B. Kelurahan lain;;;;;;", "section"),
        ("3;;;;;;", "serial_only"),
        ("No;Kode;Nama BKM;Kode Wilayah;Tanggal;L;P", "repeated_header"),
        ("NO;KODE;NAMA BKM;KODE WILAYAH;TANGGAL;L;P", "repeated_header"),
    ],
)
def test_a_row_that_is_no_record_is_skipped_with_a_reason(
    tmp_path: Path, line: str, why: str
) -> None:
    assert kinds_of(tmp_path, HEAD, ONE, line, TWO) == {2: "data", 3: why, 4: "data"}


@pytest.mark.parametrize(
    "line",
    [
        "3;B-3;BKM Jumlah Sejahtera;14.04.04.1003;19 Agustus 2009;5;3",
        "3;B-3;Jumlah;14.04.04.1003;;5;3",
        ";;Jumlah;14.04.04.1003;;5;3",
        ";;Total;;19-08-2009;5;3",
        "3;B-3;Total Bersama;;;5;3",
        ";;Total Bersama;;;5;3",
        ";;Jumlah 24 KSM Baru;;;5;3",
        ";;KSM Jumlah 24;;;5;3",
        ";;BKM Total 24 Jam;;;5;3",
        ";B-3;Jumlah 24 KSM;;;5;3",
        "3;B-3;Catatan Hati;14.04.04.1003;;;",
        ";B-3;;;;;",
        ";;BKM Tiga 3;;;;",
        ";B-3;Mengetahui;14.04.04.1003;;;",
        ";;;14.04.04.1003;;5;3",
        "3;Kode;BKM Tiga;14.04.04.1003;19 Agustus 2009;5;3",
        ";;;;;5;3",
    ],
)
def test_a_row_that_may_be_a_record_is_data(tmp_path: Path, line: str) -> None:
    assert kinds_of(tmp_path, HEAD, ONE, line, TWO)[3] == "data"


@pytest.mark.parametrize(
    "line",
    ["(1);(2);(3);(4);(5);(6);(7)", "1;2;3;4;5;6;7", "-1;-2;-3;-4;-5;-6;-7",
     "1.;2.;3.;4.;5.;6.;7."],
)  # fmt: skip
def test_a_row_that_numbers_the_columns_is_skipped_below_the_header_only(
    tmp_path: Path, line: str
) -> None:
    assert kinds_of(tmp_path, HEAD, line, ONE)[2] == "column_numbers"
    assert kinds_of(tmp_path, HEAD, ONE, line)[3] == "data"


def test_the_rest_of_a_name_is_joined_to_the_row_above(tmp_path: Path) -> None:
    lines = (HEAD, "1;B-1;BKM Sinar;14.04.04.1001;;5;3", ";;Pagi;;;;", TWO)
    _table, rows = read(write(tmp_path / "b.csv", "\n".join(lines)), size=1)
    assert kinds(rows) == {2: "data", 3: "overflow", 4: "data"}
    assert rows[0].cells[2] == "BKM Sinar Pagi"


def test_the_rest_of_a_name_is_not_looked_for_across_a_blank_row(tmp_path: Path) -> None:
    found = kinds_of(tmp_path, HEAD, "1;B-1;BKM Sinar;14.04.04.1001;;5;3", "", ";;Pagi;;;;")
    assert found[4] == "data"


def test_a_lone_code_is_never_joined_to_the_code_above(tmp_path: Path) -> None:
    assert kinds_of(tmp_path, HEAD, ONE, ";B-9;;;;;")[3] == "data"


def test_a_second_table_is_skipped_until_our_header_comes_back(tmp_path: Path) -> None:
    found = kinds_of(
        tmp_path, HEAD, ONE, "", "B. REKAPITULASI;;;;;;", "No;Kecamatan;Pagu;Cair;;;",
        "1;Tembilahan;100;80;;;", ";Jumlah;100;80;;;", "", HEAD, TWO,
    )  # fmt: skip
    assert found[5] == found[6] == found[7] == "second_table"
    assert found[9] == "repeated_header"
    assert found[10] == "data"


def test_signatures_and_notes_below_the_table_are_skipped_to_the_end(tmp_path: Path) -> None:
    found = kinds_of(
        tmp_path, HEAD, ONE, TWO, "", "Keterangan:;;;;;;", "- L laki-laki;;;;;;", "",
        ";Mengetahui,;;;Tembilahan, 30 April 2015;;", ";Kepala Dinas;;;Koordinator Kota;;", "",
        ";Drs. Ramli;;;Yuliana;;", ";NIP. 19600101 198503 1 001;;;;;",
    )  # fmt: skip
    assert {n: k for n, k in found.items() if n > 4 and k != "blank"} == {
        5: "note", 6: "note", 8: "signature", 9: "signature", 11: "signature", 12: "signature",
    }  # fmt: skip


def test_phantom_rows_after_the_last_record_are_not_there(tmp_path: Path) -> None:
    assert kinds_of(tmp_path, HEAD, ONE, *[";;;;;;"] * 5000) == {2: "data"}


def test_a_long_gap_is_given_as_blank_rows_and_numbering_goes_on(tmp_path: Path) -> None:
    found = kinds_of(tmp_path, HEAD, ONE, *[";;;;;;"] * 5000, TWO)
    assert found[5003] == "data"
    assert sum(kind == "blank" for kind in found.values()) == 5000


def test_every_row_but_the_header_is_given_once_and_in_order(tmp_path: Path) -> None:
    lines = ["DAFTAR", "", HEAD, *[ONE, "", TWO, ";;JUMLAH;;;11;7"] * 300]
    path = write(tmp_path / "b.csv", "\n".join(lines))
    for size in (1, 7, 100, 2000):
        _table, rows = read(path, size=size)
        assert [r.number for r in rows] == [1, 2, *range(4, len(lines) + 1)]


def test_a_header_and_nothing_else_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile) as caught:
        read(write(tmp_path / "b.csv", f"{HEAD}\n;;JUMLAH;;;0;0\n"))
    assert (caught.value.kind, caught.value.params["header_rows"]) == ("no_rows", [1])


def test_a_table_whose_notes_never_end_in_data_is_told_at_the_end(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="no_rows"):
        read(write(tmp_path / "b.csv", "\n".join([HEAD, *["Catatan: x;;;;;;"] * 500])))


def test_a_row_with_values_in_unknown_columns_only_is_skipped_with_that_reason(
    tmp_path: Path,
) -> None:
    found = kinds_of(tmp_path, f"{HEAD};Ket", f"{ONE};", ";;;;;;;a")
    assert found[3] == "section"
    assert kinds_of(tmp_path, f"{HEAD};Ket;Ket 2", f"{ONE};;", ";;;;;;;7;8")[3] == "no_known_value"
