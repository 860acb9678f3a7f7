"""Names compared and cleaned."""

import pytest

from p2kp_site.exchange.reading import names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sungai Perak", "SUNGAIPERAK"),
        ("BKM “Maju”", 'bkm "maju"'),
        ("José", "Jose"),
        ("Lubuk Pakam I,II", "lubuk pakam I/II"),
        ("S I A K", "Siak"),
    ],
)
def test_names_that_differ_in_dress_only_fold_to_the_same(one: str, other: str) -> None:
    assert names.fold(one) == names.fold(other)


def test_names_that_differ_in_a_letter_do_not_fold_to_the_same() -> None:
    assert names.fold("Karya Bakti") != names.fold("Karya Bhakti")


@pytest.mark.parametrize(
    ("text", "joined"),
    [("S I A K", "SIAK"), ("B K M  Karya", "BKM Karya"), ("H. M. Ali", "H. M. Ali"),
     ("D U M A I", "DUMAI"), ("RT 3 A", "RT 3 A")],
)  # fmt: skip
def test_spaced_capitals_are_joined(text: str, joined: str) -> None:
    assert names.join_spaced_capitals(text) == joined


@pytest.mark.parametrize(
    ("text", "bare"),
    [("1. BKM Maju", "BKM Maju"), ("7   Seberang", "Seberang"), ("12) Enok", "Enok"),
     ("BKM 7", "BKM 7"), ("14.04", "14.04")],
)  # fmt: skip
def test_a_serial_number_is_taken_off_a_name(text: str, bare: str) -> None:
    assert names.strip_serial(text) == bare


@pytest.mark.parametrize(
    ("text", "kind", "bare"),
    [
        ("Kel. Pekan Arba", "kelurahan", "Pekan Arba"),
        ("KELURAHAN Pekan Arba", "kelurahan", "Pekan Arba"),
        ("Ds. Pekan Kamis", "desa", "Pekan Kamis"),
        ("Kec.Enok", "district", "Enok"),
        ("Kab Indragiri Hilir", "regency", "Indragiri Hilir"),
        ("KOTA ADM. JAKARTA PUSAT", "city", "JAKARTA PUSAT"),
        ("Prov. Riau", "province", "Riau"),
        ("Kotabaru", None, "Kotabaru"),
        ("Desa", None, "Desa"),
        ("Kelapa Dua", None, "Kelapa Dua"),
    ],
)
def test_the_kind_of_region_is_taken_off_its_name(text: str, kind: str | None, bare: str) -> None:
    assert names.strip_region_prefix(text) == (kind, bare)
