"""A board that moves by a file takes along what lies below it, and brings it back by the undo."""

import pytest

from p2kp_site.exchange.services.undoing import UndoReport, undo_import
from p2kp_site.foundation.reader import Reader
from tests.builders import AT, make_board
from tests.builders_accounts import region_of
from tests.communities.builders import make_board_year, make_election, make_group, make_officer
from tests.communities.resources.files import (
    INHIL,
    RETEH,
    TEMBILAHAN,
    bring,
    bring_and_store,
    make_places,
    steward_of,
)
from tests.exchange.services.office import KOTA, faults

pytestmark = pytest.mark.django_db

HEAD = ("Kode BKM", "Kode Wilayah")


@pytest.fixture
def steward() -> Reader:
    make_places()
    return steward_of(INHIL)


def test_what_lies_below_a_board_moves_with_it_and_back(steward: Reader) -> None:
    board, other = make_board(code="A-1"), make_board(code="A-2")
    below = [
        make(board=board) for make in (make_officer, make_election, make_board_year, make_group)
    ]
    left = make_group(board=other)
    job = bring_and_store("boards", steward, HEAD, ("A-1", RETEH), ("A-2", KOTA))
    for row in (board, *below):
        row.refresh_from_db()
        assert row.area == region_of(RETEH).path
    assert [row.version for row in below] == [1, 1, 1, 1]
    assert undo_import(job=job, by=steward, at=AT) == UndoReport(0, 1, 0)
    for row in (board, *below, left):
        row.refresh_from_db()
        assert row.area == region_of(KOTA).path


def test_a_steward_moves_no_board_out_of_the_own_area(steward: Reader) -> None:
    make_board(code="A-1")
    job = bring("boards", steward_of(TEMBILAHAN), HEAD, ("A-1", RETEH))
    assert faults(job) == {(2, "region"): "unknown_region"}
