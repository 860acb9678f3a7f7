"""Text that a spreadsheet would run, and the one apostrophe that stops it."""

import re

import pytest
from django.db import connection
from hypothesis import example, given, settings
from hypothesis import strategies as st

from p2kp_site.exchange.services.export_sql import Defused
from p2kp_site.exchange.writing.safety import (
    DANGEROUS_PATTERN,
    DANGEROUS_STARTS,
    needs_apostrophe,
    safe_cell,
    unsafe_cell,
)

INVISIBLE = [" ", "\n", "\u00a0", "\u200b", "\ufeff", "\u00ad", "\u2060", "\U000e0041"]
PIECES = [*sorted(DANGEROUS_STARTS), *INVISIBLE, "'", "a", "1", "|"]

# Half of the texts are made of the characters that matter, or the interesting ones never come up.
texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
    st.text(),
    st.builds(str.__add__, st.lists(st.sampled_from(PIECES), max_size=4).map("".join), st.text()),
)


@settings(deadline=None)
@given(texts)
@example("'=1")
@example("''\u200b=1")
@example("\ud800=1")
def test_reading_takes_off_exactly_what_writing_put_on(text: str) -> None:
    assert unsafe_cell(safe_cell(text)) == text


@settings(deadline=None)
@given(texts)
def test_no_written_text_starts_like_a_formula_even_behind_invisible_characters(text: str) -> None:
    visible = safe_cell(text).lstrip("".join(INVISIBLE))
    assert visible[:1] not in DANGEROUS_STARTS


@settings(deadline=None)
@given(texts)
def test_two_different_texts_are_never_written_alike(text: str) -> None:
    other = "'" + text
    assert safe_cell(text) != safe_cell(other)


@settings(deadline=None)
@given(texts)
def test_the_pattern_for_the_database_agrees_with_the_function(text: str) -> None:
    assert (re.search(DANGEROUS_PATTERN, text) is not None) == needs_apostrophe(text)


def test_the_pattern_agrees_on_every_character_that_may_stand_before_an_equals_sign() -> None:
    for code in range(0x110000):
        text = chr(code) + "=1"
        assert (re.search(DANGEROUS_PATTERN, text) is not None) == needs_apostrophe(text), hex(code)


def test_the_pattern_is_plain_ascii_that_travels_in_any_query() -> None:
    assert DANGEROUS_PATTERN.isascii()
    assert DANGEROUS_PATTERN.isprintable()


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+628123456789",
        "-5",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "  =1",
        "\u00a0=1",
        "\u200b\ufeff=1",
        "\n=1",
        "\uff1d1",
        "'=1",
        "''=1",
        "' =1",
    ],
)
def test_a_text_that_would_run_or_be_mistaken_gets_one_apostrophe(text: str) -> None:
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize(
    "text",
    ["", "Siti", "3201010101010001", "'Aisyiyah", "'", "''", " ", "a=1", "\U0001f3e0", "' '=1"],
)
def test_an_ordinary_text_is_left_alone_both_ways(text: str) -> None:
    assert safe_cell(text) == text
    assert unsafe_cell(text) == text


@pytest.mark.postgresql
@pytest.mark.django_db
def test_the_database_writes_every_text_as_the_function_does() -> None:
    starts = [chr(code) for code in range(1, 0x3100)] + [*sorted(DANGEROUS_STARTS), "a", ":", "~"]
    asked = ["", *starts, *(start + "=1" for start in starts), *("'" + start for start in starts)]
    defused = Defused.template % {"expressions": "asked"}
    with connection.cursor() as cursor:
        # The statement is our own, what is asked of it a parameter.
        cursor.execute(f"SELECT {defused} FROM unnest(%s::text[]) AS asked", [asked])
        written = [text or "" for (text,) in cursor.fetchall()]
    assert written == [safe_cell(text) for text in asked]
