"""Partnerships: what the table holds, and which of them stand on a day."""

from datetime import date
from typing import Any

import pytest

from communities.services.boards import move_board
from programs.models import Partnership
from tests.builders import AT, make_board, make_region
from tests.communities.builders import make_agency
from tests.communities.models.refusals import assert_given_once, assert_refused
from tests.programs.builders import make_partnership

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "gift"},
        {"purpose": ""},
        {"until_on": date(2014, 3, 10)},
        {"value": 0},
        {"value": -5},
        {"value": 10**16},
    ],
)
def test_what_cannot_be_of_a_partnership(values: dict[str, Any]) -> None:
    assert_refused(make_partnership(), values)


def test_a_board_signs_with_an_agency_once_a_day() -> None:
    board, agency = make_board(), make_agency()
    assert_given_once(make_partnership, board=board, agency=agency)
    make_partnership(board=board, agency=agency, signed_on=date(2015, 1, 1))
    make_partnership(board=board)


def test_a_partnership_stands_from_its_signature_until_the_day_it_no_longer_holds() -> None:
    ended = make_partnership(until_on=date(2015, 3, 10))
    open_ended = make_partnership()

    def standing(day: date) -> set[Partnership]:
        return set(Partnership.objects.standing_on(day))

    assert standing(date(2014, 3, 9)) == set()
    assert standing(date(2014, 3, 10)) == standing(date(2015, 3, 9)) == {ended, open_ended}
    assert standing(date(2015, 3, 10)) == {open_ended}


def test_a_partnership_moves_with_its_board() -> None:
    row = make_partnership()
    target = make_region(code="14.10.01.1001")
    move_board(row.board, region=target, by=None, at=AT, why="Salah kelurahan")
    row.refresh_from_db()
    assert (row.area, row.version) == (target.path, 1)
