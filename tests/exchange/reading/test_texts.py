"""Texts, names, choices and yes or no."""

from datetime import date
from typing import Any

import pytest

from p2kp_site.exchange.reading import CellError, Fault, Marked, PercentNumber, UncalculatedFormula
from p2kp_site.exchange.reading.texts import read_choice, read_name, read_text, read_yes_no


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("BKM Maju", "BKM Maju"),
        ("  BKM   Maju ", "BKM Maju"),
        ("BKM\u00a0Maju\u00a0", "BKM Maju"),
        ("BKM\nMaju", "BKM Maju"),
        ("BKM\t Maju", "BKM Maju"),
        ("BKM\u200b Maju\ufeff", "BKM Maju"),
        ('BKM "Maju"', 'BKM "Maju"'),
        ("José Ma’ruf", "José Ma’ruf"),
        ("'=1+1", "=1+1"),
        ("'+62 Ramli", "+62 Ramli"),
        ("'-belum-", "-belum-"),
        ("'@SUM(A1)", "@SUM(A1)"),
        ("''=1+1", "''=1+1"),
        ("'Aisyah", "'Aisyah"),
        ("'", "'"),
        ("=1+1", "=1+1"),
        ("#1 RT 04", "#1 RT 04"),
        (12, "12"),
        (12.5, "12.5"),
        (True, "TRUE"),
        (PercentNumber(0.455), "45.5%"),
        ("", None),
        (" \n ", None),
        (None, None),
    ],
)
def test_a_text_has_its_white_space_put_right(cell: Any, text: str | None) -> None:
    assert read_text(cell) == text


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("BKM\x00Maju", "control_character"),
        ("BKM\x07Maju", "control_character"),
        ("BKM\x85\x9cMaju", "control_character"),
        ("BKM\u202eujaM", "control_character"),
        (date(2015, 2, 1), "date_for_text"),
        (CellError("#REF!"), "formula_error"),
        ("#REF!", "formula_error"),
        (UncalculatedFormula("=A1"), "formula_without_result"),
    ],
)
def test_a_text_that_is_damaged_is_refused(cell: Any, kind: str) -> None:
    result = read_text(cell)
    assert isinstance(result, Fault)
    assert result.kind == kind


def test_a_text_longer_than_its_column_is_refused_with_its_length() -> None:
    assert read_text("a" * 30, max_length=20) == Fault(
        "too_long", {"text": "a" * 30, "length": 30, "limit": 20}
    )
    assert read_text(" " + "a" * 20 + " ", max_length=20) == "a" * 20


def test_only_a_text_of_several_lines_keeps_its_line_breaks() -> None:
    written = " Baris  satu\r\nbaris dua \n\nbaris empat\n"
    assert read_text(written, multiline=True) == "Baris satu\nbaris dua\n\nbaris empat"
    assert read_text(written) == "Baris satu baris dua baris empat"


def test_a_remark_may_be_a_date() -> None:
    assert read_text(date(2015, 2, 1), multiline=True) == "2015-02-01"


@pytest.mark.parametrize(
    ("cell", "name"),
    [("3. BKM Maju", "BKM Maju"), ("12) BKM Maju", "BKM Maju"), ('4. "Maju"', '"Maju"')],
)
def test_the_serial_number_of_a_list_is_taken_off_a_name(cell: str, name: str) -> None:
    assert read_name(cell) == Marked(name, "serial_dropped", {"text": cell})


@pytest.mark.parametrize("cell", ["BKM 3. Maju", "3 Ulu", "17 Agustus", "14.04"])
def test_a_number_that_belongs_to_a_name_stays(cell: str) -> None:
    assert read_name(cell) == cell


STATES = {"Lurah": "kelurahan", "Kelurahan": "kelurahan", "Desa": "desa", "Tidak aktif": "off"}


@pytest.mark.parametrize(
    ("cell", "value"),
    [("Kelurahan", "kelurahan"), ("KELURAHAN ", "kelurahan"), ("desa.", "desa"),
     ("tidak-aktif", "off"), ("", None)],
)  # fmt: skip
def test_a_choice_is_read_by_its_label_in_any_dress(cell: str, value: str | None) -> None:
    assert read_choice(cell, STATES) == value


def test_a_misspelt_choice_is_refused_with_labels_close_to_it() -> None:
    fault = read_choice("Kelurahn", STATES)
    assert fault == Fault(
        "not_a_choice", {"text": "Kelurahn", "suggestions": ["Kelurahan", "Lurah"]}
    )


@pytest.mark.parametrize(
    ("cell", "heading", "answer"),
    [
        ("Ya", "", True), ("ya.", "", True), ("IYA", "", True), ("Ada", "", True),
        ("sudah", "", True), ("√", "", True), ("v", "", True), (True, "", True), (1, "", True),
        ("Tidak", "", False), ("tdk", "", False), ("Tidak ada", "", False), ("N", "", False),
        (False, "", False), (0, "", False), ("T", "Disahkan (Y/T)", False),
        ("Aktif", "Aktif", True), ("Tidak aktif", "Aktif", False), ("", "", None),
    ],
)  # fmt: skip
def test_yes_and_no_are_read(cell: Any, heading: str, answer: bool | None) -> None:
    assert read_yes_no(cell, heading) is answer


def test_not_yet_is_no_with_a_mark() -> None:
    assert read_yes_no("belum") == Marked(False, "not_yet", {"text": "belum"})


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("x", "not_yes_or_no"), ("T", "not_yes_or_no"), ("Ya/Tidak", "not_filled_in"),
     ("sebagian", "not_yes_or_no"), (2, "not_yes_or_no"), (0.5, "not_yes_or_no")],
)  # fmt: skip
def test_what_is_neither_yes_nor_no_is_refused(cell: Any, kind: str) -> None:
    result = read_yes_no(cell)
    assert isinstance(result, Fault)
    assert result.kind == kind
