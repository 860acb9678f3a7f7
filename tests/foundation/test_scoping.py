"""Which rows lie in which areas, asked of the database."""

from collections.abc import Sequence

import pytest
from django.db.models import Q, QuerySet

from communities.models import Board, Region
from communities.scoping import FromBelowQuerySet, ReferenceQuerySet
from p2kp_site.foundation.reader import Reader, nobody
from p2kp_site.foundation.scoping import ScopedQuerySet, containing, within
from tests.builders import TODAY, make_board, make_region

pytestmark = pytest.mark.django_db

VILLAGES = ("14.04.04.1001", "14.04.04.1002", "14.04.13.1001", "14.71.01.1001", "31.71.01.1001")


@pytest.fixture(autouse=True)
def boards() -> None:
    for code in VILLAGES:
        make_board(code=f"B-{code}", region=make_region(code=code))


def area(code: str) -> str:
    return Region.objects.get(code=code).path if code else ""


def reader(*codes: str) -> Reader:
    return Reader(None, frozenset(), tuple(area(code) for code in codes), TODAY)


def places(rows: QuerySet[Board]) -> set[str]:
    return set(rows.values_list("region__code", flat=True))


@pytest.mark.parametrize(
    ("codes", "seen"),
    [
        ([], ()),
        ([""], VILLAGES),
        (["14"], VILLAGES[:4]),
        (["14.04"], VILLAGES[:3]),
        (["14.04.04"], VILLAGES[:2]),
        (["14.04.04.1001"], VILLAGES[:1]),
        (["14.04.04", "31"], (*VILLAGES[:2], VILLAGES[4])),
        (["", "14.04.04"], VILLAGES),
        (["14.04.04", ""], VILLAGES),
        (["14.04", "14.04.04"], VILLAGES[:3]),
    ],
)
def test_rows_within_areas(codes: Sequence[str], seen: Sequence[str]) -> None:
    found = Board.objects.filter(within(area(code) for code in codes))
    assert places(found) == set(seen)
    assert places(Board.objects.visible_to(reader(*codes))) == set(seen)
    assert places(Board.objects.writable_by(reader(*codes))) == set(seen)
    assert found.count() == len(seen), "no row twice"


@pytest.mark.parametrize("codes", [[], [""], ["14.04.04"]])
def test_areas_can_be_joined_with_other_conditions(codes: list[str]) -> None:
    inside = within([area(code) for code in codes])
    seen = places(Board.objects.filter(inside))
    either = Board.objects.filter(inside | Q(region__code="31.71.01.1001"))
    assert places(either) == seen | {"31.71.01.1001"}
    assert places(Board.objects.filter(inside & Q(region__code="31.71.01.1001"))) == (
        seen & {"31.71.01.1001"}
    )
    assert places(Board.objects.exclude(inside)) == set(VILLAGES) - seen


@pytest.mark.parametrize(
    ("codes", "readable"),
    [
        ([], set()),
        (["14.04.04"], {"14", "14.04", "14.04.04", "14.04.04.1001", "14.04.04.1002"}),
        (["14.71"], {"14", "14.71", "14.71.01", "14.71.01.1001"}),
    ],
)
def test_rows_of_the_levels_above_are_read_from_below_and_not_written(
    codes: list[str], readable: set[str]
) -> None:
    who = reader(*codes)
    assert set(Region.objects.visible_to(who).values_list("code", flat=True)) == readable
    writable = {code for code in readable if any(code.startswith(own) for own in codes)}
    assert set(Region.objects.writable_by(who).values_list("code", flat=True)) == writable
    above = Region.objects.filter(containing(who.areas, "path"))
    assert set(above.values_list("code", flat=True)) == {
        code for code in readable if any(own.startswith(code) for own in codes)
    }


def test_the_nation_reads_and_writes_every_region() -> None:
    everywhere = reader("")
    assert Region.objects.visible_to(everywhere).count() == Region.objects.count()
    assert Region.objects.writable_by(everywhere).count() == Region.objects.count()


def test_a_query_set_of_which_nothing_was_said_shows_nothing() -> None:
    rows = ScopedQuerySet(Board)
    assert not rows.visible_to(reader("")).exists()
    assert not rows.writable_by(reader("")).exists()


def test_reference_rows_are_read_by_everybody_with_an_area_and_written_by_the_nation() -> None:
    rows = ReferenceQuerySet(Board)
    assert rows.visible_to(reader("14.04.04")).count() == len(VILLAGES)
    assert not rows.writable_by(reader("14.04.04")).exists()
    assert rows.writable_by(reader("")).count() == len(VILLAGES)
    assert not rows.visible_to(nobody(TODAY)).exists()
    assert not FromBelowQuerySet(Board).visible_to(nobody(TODAY)).exists()


def test_a_reader_covers_what_lies_in_an_area() -> None:
    who = reader("14.04.04", "31")
    assert who.covers(area("14.04.04.1001"))
    assert who.covers(area("31"))
    assert not who.covers(area("14.04"))
    assert reader("").covers("")
    assert not nobody(TODAY).covers("")
    assert (who.area, reader("14.04.04").area, nobody(TODAY).area) == ("", area("14.04.04"), None)
