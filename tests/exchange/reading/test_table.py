"""Headers, columns and a person's own decisions about them."""

from pathlib import Path

import pytest

from p2kp_site.exchange.reading import FILE_KINDS, UnusableFile

from .boards import HEADINGS, kinds, read, write

ROW = "B-1;BKM Maju;14.04.04.1001"


def test_columns_are_matched_whatever_their_order_and_language(tmp_path: Path) -> None:
    table, _rows = read(
        write(tmp_path / "b.csv", "Women;KODE;Board  name ;Men\n3;B-1;BKM Maju;5\n")
    )
    assert [(c.letter, c.field) for c in table.columns] == [
        ("A", "members_female"), ("B", "code"), ("C", "name"), ("D", "members_male"),
    ]  # fmt: skip


def test_a_header_of_two_rows_names_its_columns_by_both(tmp_path: Path) -> None:
    text = "No;Kode;Nama BKM;Anggota;;Ket\n;;;L;P;\n1;B-1;BKM Maju;5;3;ok\n"
    table, rows = read(write(tmp_path / "b.csv", text))
    assert table.header_rows == [1, 2]
    assert [(c.heading, c.field) for c in table.columns][3:] == [
        ("Anggota L", "members_male"), ("Anggota P", "members_female"),
    ]  # fmt: skip
    assert [u.heading for u in table.unknown] == ["Ket"]
    assert kinds(rows) == {3: "data"}


def test_a_serial_number_column_is_no_unknown_column(tmp_path: Path) -> None:
    table, _rows = read(write(tmp_path / "b.csv", f"No.;Kode;Nama BKM;Kode Wilayah\n1;{ROW}\n"))
    assert table.columns[0].field is None
    assert table.unknown == []


def test_unknown_columns_are_told_with_suggestions(tmp_path: Path) -> None:
    table, _rows = read(
        write(tmp_path / "b.csv", f"Kode;Nama BKM;Kode Wilyah;Koordinatr;Warna\n{ROW};a;b\n")
    )
    told = {u.heading: (u.letter, u.suggestions) for u in table.unknown}
    assert told["Kode Wilyah"][0] == "C"
    assert told["Kode Wilyah"][1][0] == "region_code"
    assert told["Koordinatr"] == ("D", ["coordinator"])
    assert told["Warna"] == ("E", [])


def test_unknown_columns_of_one_heading_are_told_apart(tmp_path: Path) -> None:
    table, _rows = read(write(tmp_path / "b.csv", "Ket;Kode;Nama BKM;Ket\na;B-1;BKM Maju;b\n"))
    assert [(u.heading, u.key) for u in table.unknown] == [("Ket", "#A"), ("Ket", "#D")]


def test_a_column_without_heading_and_values_is_ignored_and_one_with_values_told(
    tmp_path: Path,
) -> None:
    table, _rows = read(write(tmp_path / "b.csv", "Kode;;Nama BKM;;\nB-1;;BKM Maju;x;\n"))
    assert [(u.heading, u.letter) for u in table.unknown] == [("", "D")]


def test_a_value_far_down_in_a_column_without_heading_is_still_told(tmp_path: Path) -> None:
    lines = ["Kode;Nama BKM", *["B-1;BKM Maju"] * 3000, "B-2;BKM Jaya;;tersesat"]
    table, _rows = read(write(tmp_path / "b.csv", "\n".join(lines)))
    assert [u.letter for u in table.unknown] == ["D"]


@pytest.mark.parametrize("key", ["Alamat", "ALAMAT ", "#C", "C"])
def test_a_person_may_say_what_a_column_means(tmp_path: Path, key: str) -> None:
    path = write(tmp_path / "b.csv", "Kode;Nama BKM;Alamat\nB-1;BKM Maju;Enok\n")
    table, _rows = read(path, mapping={key: "village"})
    assert table.columns[2].field == "village"
    assert table.unknown == []


def test_a_person_may_leave_a_column_out(tmp_path: Path) -> None:
    path = write(tmp_path / "b.csv", "Kode;Nama BKM;Notaris;Ket\nB-1;BKM Maju;x;y\n")
    table, _rows = read(path, mapping={"Ket": None, "Notaris": None})
    assert [c.field for c in table.columns] == ["code", "name", None, None]
    assert table.unknown == []


def test_a_letter_that_is_also_a_heading_means_the_heading(tmp_path: Path) -> None:
    path = write(tmp_path / "b.csv", "Kode;Nama BKM;L;X\nB-1;BKM Maju;5;6\n")
    table, _rows = read(path, mapping={"L": "members_female"})
    assert table.columns[2].field == "members_female"


def test_a_decision_may_make_a_header_known(tmp_path: Path) -> None:
    path = write(tmp_path / "b.csv", "Judul\nNo Induk;Lembaga\nB-1;BKM Maju\n")
    table, _rows = read(path, mapping={"No Induk": "code", "Lembaga": "name"})
    assert table.header_rows == [2]


def test_two_columns_for_one_field_refuse_the_file_and_a_decision_helps(tmp_path: Path) -> None:
    path = write(tmp_path / "b.csv", "Kode;Nama BKM;Tanggal;Tgl. Berdiri\nB-1;BKM Maju;a;b\n")
    with pytest.raises(UnusableFile) as caught:
        read(path)
    assert caught.value.kind == "duplicate_column"
    assert caught.value.params == {
        "field": "founded_on",
        "columns": [
            {"letter": "C", "heading": "Tanggal"},
            {"letter": "D", "heading": "Tgl. Berdiri"},
        ],
    }
    table, _rows = read(path, mapping={"#C": None})
    assert [c.field for c in table.columns] == ["code", "name", None, "founded_on"]


def test_a_file_without_a_known_header_shows_what_looked_like_one(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile) as caught:
        read(write(tmp_path / "b.csv", "RAPAT\n\nHari;Jam;Kode\nSenin;8;x\n"))
    assert caught.value.kind == "no_known_header"
    guess = caught.value.params["best"][0]
    assert (guess["row"], guess["headings"], guess["known"]) == (
        3,
        ["Hari", "Jam", "Kode"],
        ["Kode"],
    )


def test_one_known_heading_is_enough_for_a_dataset_of_one_field(tmp_path: Path) -> None:
    path = write(tmp_path / "b.csv", "Kode\nB-1\nB-2\n")
    table, rows = read(path, headings={"Kode": "code"})
    assert table.columns[0].field == "code"
    assert kinds(rows) == {2: "data", 3: "data"}


def test_rows_reach_to_the_last_heading_however_short_they_are(tmp_path: Path) -> None:
    _table, rows = read(write(tmp_path / "b.csv", "Kode;Nama BKM;L;P\nB-1;BKM Maju\n"))
    assert list(rows[0].cells) == ["B-1", "BKM Maju", None, None]


def test_every_refusal_is_of_the_vocabulary(tmp_path: Path) -> None:
    for text in ("", "x", "<html>", "\0", "Kode;Nama BKM\n", "Kode;Nama BKM;Kode BKM\na;b;c\n"):
        with pytest.raises(UnusableFile) as caught:
            read(write(tmp_path / "b.csv", text), headings=HEADINGS)
        assert caught.value.kind in FILE_KINDS
