"""Years of boards: one row a year, an audit with its opinion."""

from datetime import date
from typing import Any

import pytest

from communities.models import BoardYear
from tests.builders import make_board
from tests.communities.builders import make_board_year
from tests.communities.models.refusals import assert_given_once, assert_refused

pytestmark = pytest.mark.django_db

WRONG: list[dict[str, Any]] = [
    {"year": 1998},
    {"year": 2101},
    {"independence": 4},
    {"audited_on": date(2013, 3, 1)},
    {"auditor": "KAP Contoh"},
    {"audit": "not_done", "auditor": "KAP Contoh"},
]


@pytest.mark.parametrize("values", WRONG)
def test_what_cannot_be_is_refused_by_the_page_and_by_the_table(values: dict[str, Any]) -> None:
    assert_refused(make_board_year(), values)


def test_a_year_of_a_board_stands_once() -> None:
    assert_given_once(make_board_year, board=make_board(), year=2012)


def test_an_audit_with_an_opinion_may_have_day_and_auditor() -> None:
    make_board_year(audit="disclaimer", audited_on=date(2013, 3, 1), auditor="KAP Contoh")
    make_board_year(audit="adverse")
    make_board_year(audit="not_done")
    make_board_year()
    assert BoardYear.objects.audited().count() == 2


def test_the_state_of_a_board_on_a_day_is_that_of_the_last_year_that_ended() -> None:
    board, other = make_board(), make_board()
    for year in (2010, 2011, 2012):
        make_board_year(board=board, year=year)
    make_board_year(board=other, year=2009)

    def years(on: date) -> set[tuple[int, int]]:
        return set(BoardYear.objects.latest_by(on).values_list("board", "year"))

    assert years(date(2012, 12, 31)) == {(board.pk, 2012), (other.pk, 2009)}
    assert years(date(2012, 12, 30)) == {(board.pk, 2011), (other.pk, 2009)}
    assert years(date(2010, 1, 1)) == {(other.pk, 2009)}
