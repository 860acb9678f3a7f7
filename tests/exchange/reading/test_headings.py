"""Headings as people write them."""

import pytest

from p2kp_site.exchange.reading.headings import HeadingBook, is_serial

BOOK = HeadingBook(
    {
        "Nama BKM/LKM": "name",
        "Kode Wilayah": "region_code",
        "Luas (Ha)": "area_ha",
        "Jenis Kelamin": "sex",
        "L": "men",
        "Anggota L": "members",
        "% Tertangani": "handled",
        "Tanggal": "founded_on",
        "Tanggal SK": "decided_on",
        "Jumlah": "amount",
        "JUMLAH": "count",
    }
)


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ("Nama BKM/LKM", "name"),
        ("NAMA  BKM / LKM", "name"),
        ("Nama\nBKM/LKM *", "name"),
        ("nama bkm-lkm:", "name"),
        ("N A M A  BKM/LKM", "name"),
        ("KodeWilayah", "region_code"),
        ("region_code", "region_code"),
        ("Region code", "region_code"),
        ("Luas", "area_ha"),
        ("Luas (m2)", "area_ha"),
        ("Luas [Ha] *", "area_ha"),
        ("Jenis Kelamin (L/P)", "sex"),
        ("Persen Tertangani", "handled"),
        ("% tertangani", "handled"),
        ("Nama", None),
        ("Kode", None),
        ("", None),
        ("***", None),
        ("(Rp)", None),
    ],
)
def test_a_heading_is_known_in_any_dress(written: str, field: str | None) -> None:
    assert BOOK.field_of(written) == field


def test_a_heading_that_could_mean_two_fields_means_none() -> None:
    assert BOOK.field_of("Jumlah") is None


def test_the_fullest_reading_of_stacked_headings_wins() -> None:
    assert BOOK.field_of_stack(["Anggota", "L"]) == "members"
    assert BOOK.field_of_stack(["Pengurus", "L"]) == "men"
    assert BOOK.field_of_stack(["Pembentukan", "Tanggal"]) == "founded_on"
    assert BOOK.field_of_stack(["Luas", "(Ha)"]) == "area_ha"


def test_an_unknown_heading_gets_suggestions_closest_first() -> None:
    assert BOOK.suggest(["Kode Wilyah"])[0] == "region_code"
    assert BOOK.suggest(["Tanggal SKK"])[:1] == ["decided_on"]
    assert BOOK.suggest(["Warna rumah"]) == []
    assert len(BOOK.suggest(["Tanggal S"])) <= 3


def test_a_field_that_is_taken_is_not_suggested() -> None:
    assert "region_code" not in BOOK.suggest(["Kode Wilyah"], taken=["region_code"])


@pytest.mark.parametrize("written", ["No", "No.", "NO", "No. Urut", "Nomor", "N o"])
def test_a_serial_number_column_is_recognised(written: str) -> None:
    assert is_serial(written)


@pytest.mark.parametrize("written", ["No. KK", "Nomor SK", "Nota"])
def test_a_number_of_something_is_no_serial_number(written: str) -> None:
    assert not is_serial(written)
