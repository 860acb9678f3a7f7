"""Sex, population numbers and telephones as clerks write them. All numbers are invented."""

from datetime import date
from typing import Any

import pytest

from p2kp_site.exchange.reading import CellError, Fault, Marked
from p2kp_site.exchange.reading.people import read_nik, read_phone, read_sex

NIK = "1404046203799007"


@pytest.mark.parametrize(
    ("cell", "heading", "sex"),
    [
        ("L", "L/P", "male"),
        ("P", "L/P", "female"),
        ("P", "Jenis Kelamin (P/W)", "male"),
        ("W", "Jenis Kelamin (P / W)", "female"),
        ("laki - laki", "JK", "male"),
        ("Laki-Laki", "JK", "male"),
        ("LK", "JK", "male"),
        ("Pria", "JK", "male"),
        ("PEREMPUAN\u00a0", "JK", "female"),
        ("pr.", "JK", "female"),
        ("Wanita", "JK", "female"),
        ("F", "Gender", "female"),
        ("M", "Sex", "male"),
        ("", "JK", None),
    ],
)
def test_sex_is_read_under_its_heading(cell: str, heading: str, sex: str | None) -> None:
    assert read_sex(cell, heading) == sex


@pytest.mark.parametrize(("cell", "sex"), [("P", "female"), ("W", "female")])
def test_a_lone_letter_under_an_open_heading_bears_a_mark(cell: str, sex: str) -> None:
    assert read_sex(cell, "Jenis Kelamin") == Marked(sex, "letter_convention", {"text": cell})


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("L/P", "not_filled_in"), ("M", "not_a_sex"), ("janda", "not_a_sex"), (1, "not_a_sex"),
     ("2 L", "not_a_sex"), ("-", "not_a_sex"), (CellError("#N/A"), "formula_error")],
)  # fmt: skip
def test_what_is_no_sex_is_refused(cell: Any, kind: str) -> None:
    result = read_sex(cell, "Jenis Kelamin")
    assert isinstance(result, Fault)
    assert result.kind == kind


@pytest.mark.parametrize(
    "cell",
    [NIK, f"'{NIK}", f"`{NIK}", f" {NIK}\u00a0", "1404 0462 0379 9007", "140404.620379.9007",
     "140404-620379-9007", f"{NIK}.0", f"{NIK}\n"],
)  # fmt: skip
def test_a_population_number_is_read_with_any_separators(cell: str) -> None:
    assert read_nik(cell) == NIK


def test_a_population_number_with_a_word_before_it_bears_a_mark() -> None:
    assert read_nik(f"NIK: {NIK}") == Marked(NIK, "word_dropped", {"text": f"NIK: {NIK}"})


def test_a_population_number_kept_as_a_number_bears_a_mark() -> None:
    assert read_nik(int(NIK)) == Marked(NIK, "number_for_nik", {"text": NIK})


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        (1404046203799000, "digits_lost"),
        (9404046203799007, "digits_lost"),
        (1.5, "digits_lost"),
        ("1,40405E+15", "digits_lost"),
        (NIK[:15], "wrong_length"),
        (f"{NIK}0", "wrong_length"),
        (14040462, "wrong_length"),
        ("2222222222222222", "placeholder"),
        ("9904046203799007", "no_such_province"),
        ("1404043203799007", "bad_birth_date"),
        ("1404041213799007", "bad_birth_date"),
        ("1404047103799007", None),
        ("1404047203799007", "bad_birth_date"),
        ("1404046203790000", "bad_serial"),
        ("14O4046203799007", "letter_for_digit"),
        ("140404xxxxxx9007", "masked"),
        (f"{NIK} dan {NIK}", "two_values"),
        ("belum punya", "not_a_nik"),
        (date(2012, 1, 1), "not_a_nik"),
    ],
)
def test_a_population_number_is_checked_digit_by_digit(cell: Any, kind: str | None) -> None:
    result = read_nik(cell)
    assert (result.kind if isinstance(result, Fault) else None) == kind


def test_a_person_born_on_29_february_2000_has_a_population_number() -> None:
    assert read_nik("1404042902009001") == "1404042902009001"


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("081299990000", "+6281299990000"),
        ("0812-9999-0000", "+6281299990000"),
        ("+62 812 9999 0000", "+6281299990000"),
        ("(+62) 812-9999-0000", "+6281299990000"),
        ("6281299990000", "+6281299990000"),
        ("(0768) 219999", "+62768219999"),
        ("021 5550000", "+62215550000"),
        ("", None),
    ],
)
def test_a_telephone_number_is_read_in_the_international_form(cell: str, phone: str | None) -> None:
    assert read_phone(cell) == phone


@pytest.mark.parametrize(
    ("cell", "mark"),
    [(81299990000, "zero_restored"), ("+62 0812 9999 0000", "zero_restored"),
     ("WA 081299990000", "word_dropped")],
)  # fmt: skip
def test_a_telephone_number_put_right_bears_a_mark(cell: Any, mark: str) -> None:
    assert read_phone(cell) == Marked("+6281299990000", mark, {"text": str(cell)})


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("219999", "no_area_code"),
        ("0812-99", "wrong_length"),
        ("08129999000011112", "wrong_length"),
        ("081299990000 / 081299990001", "two_values"),
        ("O81299990000", "letter_for_digit"),
        ("0812xxxx0000", "masked"),
        ("8,13E+10", "digits_lost"),
        ("000000000", "placeholder"),
        ("tidak punya", "not_a_phone"),
        (1.5, "not_a_phone"),
    ],
)
def test_what_is_no_telephone_number_is_refused(cell: Any, kind: str) -> None:
    result = read_phone(cell)
    assert isinstance(result, Fault)
    assert result.kind == kind
