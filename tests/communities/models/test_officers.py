"""Officers of boards: what the table holds, and who they are on a day."""

from datetime import date
from typing import Any

import pytest

from communities.models import BoardOfficer
from communities.models.officers import OfficerStatus
from tests.builders import make_board
from tests.communities.builders import make_officer
from tests.communities.models.refusals import assert_given_once, assert_refused

pytestmark = pytest.mark.django_db

WRONG: list[dict[str, Any]] = [
    {"name": ""},
    {"term": 0},
    {"term": 31},
    {"age": 16},
    {"age": 111},
    {"term_from": date(2012, 9, 1), "term_until": date(2012, 9, 1)},
]


@pytest.mark.parametrize("values", WRONG)
def test_what_cannot_be_is_refused_by_the_page_and_by_the_table(values: dict[str, Any]) -> None:
    assert_refused(make_officer(), values)


def test_a_person_stands_once_in_a_term_of_a_board() -> None:
    board = make_board()
    assert_given_once(make_officer, board=board, term=1, name="Ibu Contoh Satu")
    make_officer(board=board, term=2, name="Ibu Contoh Satu")
    make_officer(board=make_board(), term=1, name="Ibu Contoh Satu")


def test_an_officer_lies_where_the_board_lies() -> None:
    officer = make_officer()
    assert officer.area == officer.board.area == officer.board.region.path


def test_the_latest_term_is_that_of_each_board() -> None:
    old, young = make_board(), make_board()
    for board, term, name in ((old, 1, "a"), (old, 2, "b"), (old, 2, "c"), (young, 1, "d")):
        make_officer(board=board, term=term, name=name)
    latest = BoardOfficer.objects.of_latest_term()
    assert set(latest.values_list("name", flat=True)) == {"b", "c", "d"}


def test_officers_stand_from_the_first_day_of_their_term_to_the_day_before_its_end() -> None:
    make_officer(name="first", term_from=date(2009, 9, 1), term_until=date(2012, 9, 1))
    make_officer(name="second", term_from=date(2012, 9, 1), status=OfficerStatus.REMOVED)
    make_officer(name="unknown")

    def standing(on: date) -> set[str]:
        return set(BoardOfficer.objects.standing_on(on).values_list("name", flat=True))

    assert standing(date(2009, 8, 31)) == set()
    assert standing(date(2012, 8, 31)) == {"first"}
    assert standing(date(2012, 9, 1)) == {"second"}
    active = BoardOfficer.objects.active().values_list("name", flat=True)
    assert set(active) == {"first", "unknown"}


def test_an_officer_is_called_without_the_name() -> None:
    officer = make_officer(name="Ibu Rahasia")
    assert "Rahasia" not in str(officer)
    assert officer.board.code in str(officer)
