"""A board that moves to another kelurahan takes along all that lies below it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.models import Board, BoardElection, Region
from communities.scoping import below
from communities.services.boards import CannotMoveBoard, move_board
from communities.services.region_paths import scoped_models
from p2kp_site.accounts.models import User
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.records import StaleRecord
from p2kp_site.foundation.signoffs import SignoffState
from tests.builders import AT, make_board, make_change_set, make_user
from tests.builders_accounts import INHIL, RETEH, TEMBILAHAN, make_person, region_of
from tests.communities.builders import make_board_year, make_election, make_group, make_officer

pytestmark = pytest.mark.django_db

CHILDREN = [make_officer, make_election, make_board_year, make_group]


@pytest.fixture
def target() -> Region:
    return region_of("14.04.04.1002")


@pytest.fixture
def steward() -> User:
    return make_person("data_steward", area=TEMBILAHAN)


def move(board: Board, to: Region, by: User | None = None) -> Board:
    return move_board(board, region=to, by=by, at=AT, why="Salah kelurahan")


def seal(row: Any) -> None:
    """Sign a form through all its steps, by three people."""
    people = {f"{step}_by": make_user() for step in ("handed_over", "acknowledged", "verified")}
    times = {name.replace("_by", "_at"): AT for name in people}
    rows = type(row).objects.filter(pk=row.pk)
    rows.stamp(signoff=SignoffState.VERIFIED, signed_version=row.version, **people, **times)


def test_every_kind_of_row_below_a_board_is_known() -> None:
    children = {type(make()) for make in CHILDREN}
    known = dict(below(Board))
    assert children <= set(known)
    assert {known[child] for child in children} == {"board"}
    parents = {m for m in scoped_models() if m.area_from != "region"}
    assert set(known) <= parents


@pytest.mark.parametrize("make", CHILDREN)
def test_what_lies_below_a_board_follows_without_a_version(make: Any, target: Region) -> None:
    board, staying = make_board(), make_board()
    child, neighbour = make(board=board), make(board=staying)
    seal(child)
    moved = move(board, target)
    assert (moved.region, moved.area) == (target, target.path)
    child.refresh_from_db()
    assert (child.area, child.version) == (target.path, 1)
    assert child.signoff == SignoffState.VERIFIED
    assert type(child).history.filter(id=child.pk).count() == 1
    neighbour.refresh_from_db()
    assert neighbour.area == staying.area != target.path


def test_the_move_is_a_version_of_the_board_with_who_and_why(target: Region, steward: User) -> None:
    board = make_board()
    moved = move(board, target, steward)
    assert (moved.version, moved.changed_by, moved.changed_at) == (2, steward, AT)
    last, first = Board.history.filter(id=board.pk).order_by("-history_id")
    assert (first.region_id, last.region_id) == (board.region_id, target.pk)
    assert (last.version, last.history_type) == (2, "~")
    act = last.change_set
    assert (act.by, act.at, act.door, act.why) == (steward, AT, Door.PAGE, "Salah kelurahan")


def test_a_signed_board_keeps_its_signatures_and_who_entered_it(
    target: Region, steward: User
) -> None:
    maker = make_user()
    board = make_board(change_set=make_change_set(by=maker))
    seal(board)
    # Even when the very person who verified it moves it.
    Board.objects.filter(pk=board.pk).stamp(verified_by=steward)
    board.refresh_from_db()
    moved = move(board, target, steward)
    assert moved.signoff == SignoffState.VERIFIED
    assert (moved.version, moved.signed_version) == (2, 2)
    assert (moved.changed_by, moved.verified_by) == (maker, steward)
    assert moved.change_set.by == steward


def test_a_board_that_was_changed_meanwhile_is_not_moved(target: Region) -> None:
    board = make_board()
    Board.objects.update(note="Baru", change_set=make_change_set())
    with pytest.raises(StaleRecord):
        move(board, target)


@pytest.mark.parametrize("code", ["14.04.04", "14.04", "14"])
def test_a_board_moves_to_a_kelurahan_or_desa_only(code: str) -> None:
    board = make_board()
    refused(board, region_of(code))


def test_a_board_does_not_move_to_where_it_is_or_to_a_retired_region(target: Region) -> None:
    board = make_board()
    refused(board, board.region)
    Region.objects.filter(pk=target.pk).stamp(retired_on="2020-01-01")
    refused(board, target)


def refused(board: Board, to: Region, by: User | None = None) -> None:
    before = ChangeSet.objects.count()
    with pytest.raises(CannotMoveBoard):
        move(board, to, by)
    board.refresh_from_db()
    assert board.version == 1
    assert ChangeSet.objects.count() == before


def test_nobody_moves_a_board_out_of_or_into_their_area(steward: User) -> None:
    outside = region_of("14.04.01.1001")
    refused(make_board(), outside, steward)
    refused(make_board(region=outside), region_of("14.04.04.1001"), steward)
    refused(make_board(), outside, make_person("data_steward", area=RETEH))
    wider = make_person("data_steward", area=INHIL)
    assert move(make_board(), outside, wider).region == outside


def test_whoever_may_not_change_boards_does_not_move_them(target: Region) -> None:
    refused(make_board(), target, make_person("verifier"))


def test_a_move_asks_one_statement_a_table_however_much_lies_below(target: Region) -> None:
    counts = []
    for number in (1, 12):
        board = make_board()
        for _n in range(number):
            make_officer(board=board)
            make_group(board=board)
        with CaptureQueriesContext(connection) as queries:
            move(board, target)
        counts.append(len(queries))
        tables = [q["sql"] for q in queries if q["sql"].startswith("UPDATE")]
        assert len(tables) == 1 + len(dict(below(Board)))
    assert counts[0] == counts[1]


def test_many_boards_that_were_given_regions_otherwise_are_followed_at_once(
    target: Region,
) -> None:
    boards = [make_board() for _n in range(3)]
    elections = [make_election(board=board) for board in boards]
    Board.objects.update(region=target, change_set=make_change_set())
    Board.objects.filter(region=target).carry_below()
    areas = BoardElection.objects.filter(pk__in=[e.pk for e in elections])
    assert set(areas.values_list("area", flat=True)) == {target.path}
