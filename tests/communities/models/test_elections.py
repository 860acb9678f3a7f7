"""Elections of boards: figures that agree with each other, one final result for each term."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from communities.models import BoardElection
from communities.models.elections import ElectionKind
from tests.builders import make_board
from tests.communities.builders import make_election
from tests.communities.models.refusals import assert_given_once, assert_refused

pytestmark = pytest.mark.django_db

WRONG: list[dict[str, Any]] = [
    {"participants_men": -1},
    {"participants_low_income": 41},
    {"elected_men": 23},
    {"elected_women": 19},
    {"participants_low_income": 5, "elected_low_income": 6},
    {"elected_men": 5, "elected_women": 4, "elected_low_income": 10},
    {"adults": 0, "adults_on": date(2012, 1, 1)},
    {"adults": 900},
    {"adults_on": date(2012, 1, 1)},
    {"adults_source": "Kelurahan"},
    {"term": 0},
    {"term": 31},
]


@pytest.mark.parametrize("values", WRONG)
def test_what_cannot_be_is_refused_by_the_page_and_by_the_table(values: dict[str, Any]) -> None:
    assert_refused(make_election(), values)


def test_totals_are_those_of_men_and_women() -> None:
    known = make_election(elected_men=5, elected_women=4, elected_low_income=9)
    unknown = make_election()
    assert (known.participants, known.elected, unknown.elected) == (40, 9, None)
    counted = BoardElection.objects.with_people()
    told = {row.pk: (row.participant_count, row.elected_count) for row in counted}
    assert told == {known.pk: (40, 9), unknown.pk: (40, None)}


def test_an_election_of_a_board_stands_once_a_day() -> None:
    assert_given_once(make_election, board=make_board(), is_final=False)


@pytest.mark.parametrize("kind", ElectionKind.values)
def test_a_board_has_one_final_election_of_each_kind_for_a_term(kind: str) -> None:
    board, later = make_board(), date(2012, 8, 19)
    make_election(board=board, kind=kind)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_election(board=board, kind=kind, held_on=later)
    repeated = make_election(board=board, kind=kind, held_on=later, is_final=False)
    make_election(board=board, kind=kind, held_on=later.replace(year=2015), term=2)
    make_election(kind=kind)
    (other,) = set(ElectionKind.values) - {kind}
    make_election(board=board, kind=other)
    assert repeated not in BoardElection.objects.final()
    assert BoardElection.objects.final().count() == 4
