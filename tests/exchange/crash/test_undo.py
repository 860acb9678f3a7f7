"""An import taken back: added rows go, changed rows come back, what went on from it stays."""

import threading
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from communities.models import Board
from p2kp_site.exchange.models import ImportJob
from p2kp_site.exchange.services.imports import NotNow
from p2kp_site.exchange.services.undoing import UndoReport, undo_import
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.reader import Reader
from tests.builders import make_board, make_change_set
from tests.exchange.crash.desk import NOW, RIGHTS, board_rows, make_steward, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward() -> Reader:
    return make_steward()


def undo(job: ImportJob, reader: Reader) -> UndoReport:
    return undo_import(job=job, by=reader, at=NOW)


def history(code: str) -> list[tuple[str, int, str]]:
    """What the history says of a board: kind of act, version, name."""
    rows = Board.history.filter(code=code).order_by("history_id")
    return list(rows.values_list("history_type", "version", "name"))


def code(number: int) -> str:
    return f"BKM-{number:06d}"


def test_added_rows_go_and_their_history_tells_it(steward: Reader) -> None:
    job = stored(steward, board_rows(range(3)))
    assert undo(job, steward) == UndoReport(removed=3, restored=0, kept=0)
    assert Board.objects.count() == 0
    assert history(code(1)) == [("+", 1, "BKM Sejahtera 1"), ("-", 1, "BKM Sejahtera 1")]
    taken_back = Board.history.filter(history_type="-").values_list("change_set", flat=True)
    assert set(taken_back) == {job.undo_change_set_id}
    assert job.undo_change_set
    assert (job.state, job.undo_change_set.door) == ("undone", Door.UNDO)


def test_changed_rows_come_back_as_a_new_version(steward: Reader) -> None:
    stored(steward, board_rows(range(3), address="Jl. Kartini", formed_on="2009-08-12"))
    before = list(Board.objects.order_by("pk").values("pk", "name", "address", "formed_on"))
    job = stored(steward, board_rows(range(3), name="Lain", address="", formed_on="2010-01-02"))
    assert undo(job, steward) == UndoReport(removed=0, restored=3, kept=0)
    assert list(Board.objects.order_by("pk").values("pk", "name", "address", "formed_on")) == before
    assert history(code(1)) == [
        ("+", 1, "BKM Sejahtera 1"),
        ("~", 2, "Lain"),
        ("~", 3, "BKM Sejahtera 1"),
    ]
    board = Board.objects.get(code=code(1))
    assert (board.version, board.change_set) == (3, job.undo_change_set)
    assert (board.area, board.changed_by) == (board.region.path, steward.user)


def test_rows_edited_since_are_kept_and_counted(steward: Reader) -> None:
    stored(steward, board_rows([0, 1]))
    job = stored(steward, board_rows(range(4), name="Lain"))
    for number in (1, 3):
        board = Board.objects.get(code=code(number))
        board.coordinator = "Siti"
        board.save(change_set=make_change_set())
    assert undo(job, steward) == UndoReport(removed=1, restored=1, kept=2)
    assert dict(Board.objects.order_by("code").values_list("code", "name")) == {
        code(0): "BKM Sejahtera 0",
        code(1): "Lain",
        code(3): "Lain",
    }
    assert history(code(3)) == [("+", 1, "Lain"), ("~", 2, "Lain")]


def test_imports_one_after_the_other_are_taken_back_from_the_last(steward: Reader) -> None:
    first = stored(steward, board_rows(range(2)))
    second = stored(steward, board_rows(range(2), name="Kedua"))
    assert undo(first, steward) == UndoReport(removed=0, restored=0, kept=2)
    assert undo(second, steward) == UndoReport(removed=0, restored=2, kept=0)
    assert set(Board.objects.values_list("version", flat=True)) == {3}


def test_what_was_taken_back_can_be_brought_in_again(steward: Reader) -> None:
    undo(stored(steward, board_rows(range(2))), steward)
    again = stored(steward, board_rows(range(2)))
    assert (again.added, Board.objects.count()) == (2, 2)
    assert undo(again, steward).removed == 2
    assert [kind for kind, _version, _name in history(code(0))] == ["+", "-", "+", "-"]


def test_a_second_undo_is_refused_and_changes_nothing(steward: Reader) -> None:
    job = stored(steward, board_rows(range(2)))
    undo(job, steward)
    left = (Board.history.count(), ChangeSet.objects.count())
    with pytest.raises(NotNow, match="moved_on"):
        undo(job, steward)
    assert (Board.history.count(), ChangeSet.objects.count()) == left


def test_strangers_and_people_without_the_right_undo_nothing(steward: Reader) -> None:
    job = stored(steward, board_rows(range(2)))
    strangers = [
        make_steward(area="14.01", rights=(*RIGHTS, "view_importjob")),
        make_steward(),
        make_steward(rights=("view_board", "view_importjob")),
    ]
    for stranger in strangers:
        with pytest.raises(PermissionDenied):
            undo(job, stranger)
    assert (ImportJob.objects.get(pk=job.pk).state, Board.objects.count()) == ("done", 2)


def test_a_colleague_takes_back_only_what_lies_in_their_own_area(steward: Reader) -> None:
    job = stored(steward, board_rows(range(2)))
    away = Board.objects.get(code=code(0))
    Board.objects.filter(pk=away.pk).stamp(area="099")  # as if its village had moved out
    assert undo(job, steward) == UndoReport(removed=1, restored=0, kept=1)
    assert list(Board.objects.values_list("code", flat=True)) == [code(0)]


def test_a_row_whose_old_key_somebody_has_taken_since_is_kept_and_nothing_breaks(
    steward: Reader,
) -> None:
    stored(steward, board_rows(range(2)))
    refs = dict(Board.objects.values_list("code", "ref"))
    rows = [
        {**row, "ref": refs[str(row["code"])], "code": f"{row['code']}-X"}
        for row in board_rows(range(2))
    ]
    job = stored(steward, rows)
    make_board(code=code(0), name="Orang Lain")
    assert undo(job, steward) == UndoReport(removed=0, restored=1, kept=1)
    names = dict(Board.objects.values_list("code", "name"))
    assert names == {
        code(0): "Orang Lain",
        f"{code(0)}-X": "BKM Sejahtera 0",
        code(1): "BKM Sejahtera 1",
    }


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_undo_at_one_moment_one_wins() -> None:
    steward = make_steward()
    job = stored(steward, board_rows(range(3)))
    barrier, got = threading.Barrier(2), list[Any]()

    def press() -> None:
        try:
            own = ImportJob.objects.get(pk=job.pk)
            barrier.wait(10)
            got.append(undo(own, steward))
        except Exception as error:
            got.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert UndoReport(removed=3, restored=0, kept=0) in got, got
    assert [answer.kind for answer in got if isinstance(answer, NotNow)] == ["moved_on"]
    assert Board.history.filter(history_type="-").count() == 3
    assert ChangeSet.objects.filter(door=Door.UNDO).count() == 1
