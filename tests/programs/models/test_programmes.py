"""Programmes by their names of the day: who was called what, and whom a file means."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from p2kp_site.foundation.reader import Reader
from programs.models import Programme, ProgrammeAlias
from programs.services.reference_lists import load_reference_lists
from tests.builders import AT, TODAY
from tests.communities.models.refusals import (
    WRITTEN_BY_THE_SYSTEM,
    assert_given_once,
    assert_refused,
)
from tests.programs.builders import make_alias, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped() -> None:
    load_reference_lists(at=AT)


def called(text: str, on: date | None = None) -> list[str]:
    return [one.code for one in Programme.objects.called(text, on)]


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("P2KP-1999", date(2006, 8, 1), "Program Penanggulangan Kemiskinan di Perkotaan"),
        ("PNPM-MP", date(2007, 5, 1), "PNPM Mandiri P2KP"),
        ("PNPM-MP", date(2010, 5, 1), "PNPM Mandiri Perkotaan"),
        ("P2KP-2015", date(2015, 4, 20), "Program Peningkatan Kualitas Permukiman"),
        ("KOTAKU", date(2017, 1, 1), "Kota Tanpa Kumuh"),
    ],
)
def test_a_page_about_a_year_says_the_name_of_that_year(shipped, code, day, name) -> None:
    programme = Programme.objects.prefetch_related("aliases").get(code=code)
    with CaptureQueriesContext(connection) as asked:
        assert programme.name_on(day).name == name
    assert len(asked) == 0
    assert Programme.objects.named_on(day).get(code=code).name_then == name


@pytest.mark.parametrize(
    ("text", "day", "codes"),
    [
        ("pnpm-mp", date(1999, 1, 1), ["PNPM-MP"]),
        ("P2KP", date(2006, 8, 1), ["P2KP-1999"]),
        ("p2kp", date(2015, 7, 1), ["P2KP-2015"]),
        ("P2KKP", date(2015, 7, 1), ["P2KP-2015"]),
        ("P2KKP", date(2015, 12, 1), []),
        ("P2KP", date(2010, 1, 1), []),
        ("PNPM  Mandiri Perkotaan", date(2010, 1, 1), ["PNPM-MP"]),
        ("P2KP", None, ["P2KP-1999", "P2KP-2015"]),
        ("entah", None, []),
        ("", None, []),
    ],
)
def test_a_file_may_name_a_programme_by_code_or_by_its_name_of_the_day(
    shipped, text, day, codes
) -> None:
    assert called(text, day) == codes


def test_programmes_of_a_day_are_those_that_were_funded(shipped) -> None:
    def running(day: date) -> list[str]:
        return list(Programme.objects.running_on(day).values_list("code", flat=True))

    assert running(date(1998, 12, 31)) == []
    assert running(date(2006, 12, 31)) == ["P2KP-1999"]
    assert running(date(2007, 1, 1)) == ["PNPM-MP"]
    assert running(date(2020, 1, 1)) == ["KOTAKU"]


@pytest.mark.parametrize(
    "values",
    [{"code": ""}, {"name": ""}, {"abbreviation": ""}, {"until_on": date(2007, 1, 1)}],
)
def test_what_cannot_be_of_a_programme(values) -> None:
    assert_refused(make_programme(), values)


def test_a_programme_does_not_follow_itself() -> None:
    programme = make_programme()
    assert_refused(programme, {"predecessor": programme})


@pytest.mark.parametrize(
    "values", [{"name": ""}, {"abbreviation": ""}, {"until_on": date(2007, 1, 1)}]
)
def test_what_cannot_be_of_a_name(values) -> None:
    assert_refused(make_alias(make_programme()), values)


def test_a_code_is_given_once() -> None:
    assert_given_once(make_programme, code="SATU", abbreviation="S")


def test_two_names_of_a_programme_do_not_begin_on_one_day() -> None:
    programme = make_programme()
    make_alias(programme)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_alias(programme, name="Yang Lain")


def refusal(row: Programme | ProgrammeAlias) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        row.full_clean(exclude=WRITTEN_BY_THE_SYSTEM)
    return error.value.message_dict


def test_names_of_a_programme_do_not_overlap() -> None:
    programme = make_programme()
    make_alias(programme)
    second = ProgrammeAlias(
        programme=programme, name="B", abbreviation="B", from_on=date(2007, 6, 1)
    )
    assert "from_on" in refusal(second)
    second.from_on = date(2008, 1, 1)
    second.full_clean(exclude=WRITTEN_BY_THE_SYSTEM)


def test_an_abbreviation_is_that_of_one_programme_at_a_time() -> None:
    make_programme(code="LAMA", abbreviation="SAMA", until_on=date(2010, 1, 1))
    other = Programme(code="BARU", name="Baru", abbreviation="sama", from_on=date(2009, 1, 1))
    assert "abbreviation" in refusal(other)
    other.from_on = date(2010, 1, 1)
    other.full_clean(exclude=WRITTEN_BY_THE_SYSTEM)
    alias = make_alias(make_programme(code="KETIGA"))
    alias.abbreviation = "SAMA"
    assert "abbreviation" in refusal(alias)


def test_everybody_with_an_area_reads_programmes_and_the_nation_writes_them() -> None:
    make_programme()

    def counts(*areas: str) -> tuple[int, int]:
        reader = Reader(user=None, rights=frozenset(), areas=areas, on=TODAY)
        rows = Programme.objects
        return rows.visible_to(reader).count(), rows.writable_by(reader).count()

    assert counts() == (0, 0)
    assert counts("014") == (1, 0)
    assert counts("") == (1, 1)


def test_programmes_do_not_follow_each_other_in_a_circle() -> None:
    first = make_programme(code="SATU", abbreviation="SATU")
    second = make_programme(code="DUA", abbreviation="DUA", predecessor=first)
    third = make_programme(code="TIGA", abbreviation="TIGA", predecessor=second)
    third.clean()
    first.predecessor = third
    with pytest.raises(ValidationError) as refused:
        first.clean()
    assert list(refused.value.message_dict) == ["predecessor"]
