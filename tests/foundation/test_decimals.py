"""Decimal numbers as people type and read them."""

import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from p2kp_site.foundation.decimals import DecimalFormField, read_decimal
from p2kp_site.foundation.wording import in_words

VOLUME = {"digits": 14, "places": 2}
LATITUDE = {"digits": 8, "places": 6}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("254", "254"),
        ("254,5", "254.5"),
        ("254,50", "254.5"),
        ("254.5", "254.5"),
        ("1.234", "1234"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("0.5", "0.5"),
        ("-3,25", "-3.25"),
        ("−3,25", "-3.25"),
        (" 12 ", "12"),
    ],
)
def test_a_comma_and_an_unmistakable_point_are_read(typed: str, number: str) -> None:
    assert read_decimal(typed, **VOLUME) == Decimal(number)


@pytest.mark.parametrize("typed", ["-0.331", "-0,331", "-0.331000"])
def test_a_position_has_more_decimals_than_thousands(typed: str) -> None:
    assert read_decimal(typed, **LATITUDE) == Decimal("-0.331")
    assert read_decimal("1.234", **LATITUDE) == Decimal("1.234")


@pytest.mark.parametrize("typed", ["x", "1,2,3", "1.2.3", "12.34.567", "5 m", "1 000", ",5"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(typed)):
        read_decimal(typed, **VOLUME)


def test_what_the_column_could_keep_in_two_ways_is_refused() -> None:
    with pytest.raises(ValueError, match=re.escape("1.234")):
        read_decimal("1.234", digits=14, places=3)
    assert read_decimal("1,234", digits=14, places=3) == Decimal("1.234")


def test_decimals_that_the_column_cannot_keep_are_told_not_cut() -> None:
    field = DecimalFormField(max_digits=14, decimal_places=2)
    for typed in ("1,234", "0.123"):
        with pytest.raises(ValidationError):
            field.clean(typed)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("stored", ["254.00", "254.50", "0.35", "1234.00", "-0.331000", "100", "0"])
def test_a_number_that_was_shown_is_read_back(stored: str, language: str) -> None:
    field = DecimalFormField(max_digits=14, decimal_places=6)
    with translation.override(language):
        shown = field.prepare_value(Decimal(stored))
        assert "." not in shown
        assert field.clean(shown) == Decimal(stored)
        assert not field.has_changed(Decimal(stored), shown)


def test_decimals_are_told_only_where_there_are_any() -> None:
    with translation.override("id"):
        told = [in_words(Decimal(one)) for one in ("296.00", "1250.50", "-0.331000", "0.00")]
    assert told == ["296", "1.250,5", "-0,331", "0"]
