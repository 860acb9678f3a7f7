"""Money as people type and read it, and years."""

import re

import pytest
from django.core.exceptions import ValidationError

from p2kp_site.foundation.fields import (
    RupiahField,
    RupiahFormField,
    YearField,
    in_rupiah,
    read_rupiah,
)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("0", 0),
        ("1500000", 1_500_000),
        ("1.500.000", 1_500_000),
        ("75.000", 75_000),
        ("Rp 1.234.567,00", 1_234_567),
        ("Rp1.234.567", 1_234_567),
        ("Rp. 5.000,-", 5_000),
        ("rp\u00a05.000,--", 5_000),
        ("IDR 5000", 5_000),
        ("-5.000", -5_000),
    ],
)
def test_amounts_are_read_as_papers_write_them(typed: str, amount: int) -> None:
    assert read_rupiah(typed) == amount


@pytest.mark.parametrize(
    "typed", ["75,000", "1,234,567", "1.23", "1.2345", "12.34.567", "5 juta", "Rp", "1 000", "5,5"]
)
def test_what_may_be_two_amounts_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(typed)):
        read_rupiah(typed)


@pytest.mark.parametrize("amount", [0, 7, 1_000, 1_234_567, 10**15])
def test_an_amount_that_was_shown_is_read_back(amount: int) -> None:
    assert read_rupiah(in_rupiah(amount)) == amount
    field = RupiahFormField()
    assert field.clean(field.prepare_value(amount)) == amount
    assert not field.has_changed(amount, field.prepare_value(amount))


@pytest.mark.parametrize("typed", ["0", "-1", "1.000.000.000.000.001", "x", ""])
def test_a_form_holds_the_limits_of_a_column(typed: str) -> None:
    field = RupiahField(minimum=1).formfield()
    with pytest.raises(ValidationError):
        field.clean(typed)


def test_nothing_is_a_dash_and_a_year_has_no_point() -> None:
    assert RupiahField.in_words(None) == YearField.in_words(None) == "–"
    assert RupiahField.in_words(1_500_000) == "Rp\u00a01.500.000"
    assert YearField.in_words(2010) == "2010"
