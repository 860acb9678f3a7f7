"""Locations of programmes as files: a programme goes by its code, or by its name of that year."""

from datetime import date

import pytest

from programs.models import Location, Programme
from tests.builders import make_region
from tests.exchange.services.office import counts, faults
from tests.programs.builders import make_alias, make_location, make_programme
from tests.programs.resources.desk import bring, column, sentences, steward, store, take

pytestmark = pytest.mark.django_db

HEAD = ("Program", "Kode Kelurahan", "Tahun", "Tahun ke")
KOTA = "14.04.04.1001"


@pytest.fixture
def _programmes() -> None:
    """PNPM Mandiri P2KP in 2007, PNPM-MP from 2008, and before it P2KP."""
    make_region(code=KOTA)
    make_programme(
        code="P2KP-1999", abbreviation="P2KP", from_on=date(1999, 1, 1), until_on=date(2007, 1, 1)
    )
    pnpm = make_programme(code="PNPM-MP", name="PNPM Mandiri Perkotaan", abbreviation="PNPM")
    make_alias(pnpm, name="PNPM Mandiri P2KP", abbreviation="PNPM-P2KP")
    make_programme(
        code="P2KP-2015", abbreviation="P2KP", from_on=date(2015, 4, 1), until_on=date(2016, 1, 1)
    )


@pytest.mark.usefixtures("_programmes")
@pytest.mark.parametrize("format_", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("written", "year", "code"),
    [
        ("PNPM-MP", 2010, "PNPM-MP"),
        ("pnpm-mp", 2010, "PNPM-MP"),
        ("PNPM  Mandiri Perkotaan", 2010, "PNPM-MP"),
        ("PNPM Mandiri P2KP", 2007, "PNPM-MP"),
        ("P2KP", 2006, "P2KP-1999"),
        ("P2KP", 2015, "P2KP-2015"),
        ("PNPM", 2015, "PNPM-MP"),
    ],
)
def test_a_programme_goes_by_what_it_was_called_in_the_year(
    written: str, year: int, code: str, format_: str
) -> None:
    by = steward()
    job = store("locations", by, HEAD, (written, KOTA, year, 1), format_=format_)
    assert counts(job) == {"read": 1, "added": 1}
    assert [one.programme.code for one in Location.objects.all()] == [code]
    assert column(take("locations", by), "programme") == [code]
    again = bring("locations", by, HEAD, (written, KOTA, year, 1), format_=format_)
    assert counts(again) == {"read": 1, "unchanged": 1}


@pytest.mark.usefixtures("_programmes")
def test_a_name_of_another_year_is_not_known_and_the_programmes_of_the_year_are_named() -> None:
    job = bring("locations", steward(), HEAD, ("P2KP", KOTA, 2010, 1))
    assert faults(job) == {(2, "programme"): "unknown_programme"}
    assert "PNPM-MP" in sentences(job)[0]


@pytest.mark.usefixtures("_programmes")
def test_a_name_of_two_programmes_in_one_year_is_answered_with_their_codes() -> None:
    make_programme(code="KEMBAR", abbreviation="PNPM", from_on=date(2015, 6, 1), until_on=None)
    job = bring("locations", steward(), HEAD, ("PNPM", KOTA, 2015, 1), ("KEMBAR", KOTA, 2015, 1))
    assert faults(job) == {(2, "programme"): "ambiguous_programme"}
    assert "KEMBAR" in sentences(job)[0]
    assert "PNPM-MP" in sentences(job)[0]


@pytest.mark.usefixtures("_programmes")
@pytest.mark.parametrize(
    ("row", "found"),
    [
        (("PNPM-MP", KOTA, 2010, 5), {(2, "cycle_year"): "too_large"}),
        (("PNPM-MP", KOTA, 2010, 0), {(2, "cycle_year"): "too_small"}),
        (("PNPM-MP", KOTA, 1066, 1), {(2, "year"): "too_small"}),
        (("PNPM-MP", KOTA, 99999, 1), {(2, "year"): "too_large"}),
        (("", KOTA, 2010, 1), {(2, "programme"): "required"}),
    ],
)
def test_what_no_location_can_be_is_refused(
    row: tuple[object, ...], found: dict[tuple[int, str], str]
) -> None:
    assert faults(bring("locations", steward(), HEAD, row)) == found


@pytest.mark.usefixtures("_programmes")
def test_a_year_that_changes_makes_the_name_mean_another_programme() -> None:
    by = steward()
    held = make_location(year=2010)
    job = bring("locations", by, ("Ref", "Tahun"), (held.ref, 2011))
    assert faults(job) == {}
    assert counts(job) == {"read": 1, "changed": 1}


@pytest.mark.usefixtures("_programmes")
def test_the_same_place_twice_a_year_is_one_location() -> None:
    rows = [("PNPM-MP", KOTA, 2010, 1), ("PNPM", KOTA, 2010, 2)]
    job = bring("locations", steward(), HEAD, *rows)
    assert faults(job) == {(2, "programme"): "repeated_key", (3, "programme"): "repeated_key"}


@pytest.mark.usefixtures("_programmes")
def test_a_file_about_a_year_uses_the_name_of_that_year() -> None:
    make_location(programme=Programme.objects.get(code="P2KP-1999"), year=2006)
    for year in (2007, 2010):
        make_location(programme=Programme.objects.get(code="PNPM-MP"), year=year)
    assert column(take("locations", steward()), "programme_then") == ["P2KP", "PNPM-P2KP", "PNPM"]
