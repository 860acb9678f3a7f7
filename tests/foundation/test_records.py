"""A record remembers who wrote which version, and loses nobody's work."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from communities.models import Board, Region
from p2kp_site.foundation.models.change_sets import ChangeSet, Door, open_change_set
from p2kp_site.foundation.records import GuardedColumn, MissingChangeSet, StaleRecord
from p2kp_site.foundation.refs import REF_LENGTH, new_ref
from tests.builders import AT, make_board, make_change_set, make_region, make_user

pytestmark = pytest.mark.django_db


def past(board: Board) -> list[tuple[str, int, str]]:
    """The history of a board, oldest first."""
    rows = Board.history.filter(id=board.pk).order_by("history_id")
    return list(rows.values_list("history_type", "version", "name"))


@pytest.fixture
def act() -> ChangeSet:
    """An act of Siti, an hour later."""
    return make_change_set(by=make_user(username="siti"), at=AT + timedelta(hours=1))


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Boards whose notary only a service writes."""
    monkeypatch.setattr(Board, "guarded", frozenset({"notary"}))


# Versions, authors, history -----------------------------------------------------------------------


def test_each_save_is_a_version_with_its_author(act: ChangeSet) -> None:
    board = make_board(name="Satu")
    board.name = "Dua"
    board.save(change_set=act)
    board.refresh_from_db()
    assert (board.version, board.changed_by, board.changed_at) == (2, act.by, act.at)
    assert past(board) == [("+", 1, "Satu"), ("~", 2, "Dua")]
    last = Board.history.filter(id=board.pk).latest("history_id")
    assert (last.history_date, last.change_set_id) == (act.at, act.pk)
    assert last.changed_by_id == act.by_id


def test_the_same_instance_can_be_saved_again_and_again(act: ChangeSet) -> None:
    board = make_board()
    for number in range(3):
        board.name = f"BKM {number}"
        board.save(change_set=act)
    board.refresh_from_db()
    assert board.version == 4


def test_update_counts_each_row_up_and_writes_its_history(act: ChangeSet) -> None:
    one, two, other = make_board(name="Satu"), make_board(name="Dua"), make_board(name="Lain")
    rows = Board.objects.filter(pk__in=[one.pk, two.pk])
    assert rows.update(name="Baru", change_set=act) == 2
    assert past(one) == [("+", 1, "Satu"), ("~", 2, "Baru")]
    assert past(two) == [("+", 1, "Dua"), ("~", 2, "Baru")]
    assert past(other) == [("+", 1, "Lain")]
    assert set(Board.objects.filter(changed_by=act.by)) == {one, two}
    rows.update(name="Lagi", change_set=act)
    assert past(one)[-1] == ("~", 3, "Lagi")


def test_bulk_create_writes_history_and_area(act: ChangeSet) -> None:
    region = make_region(code="14.04.04.1001")
    boards = [Board(region=region, code=f"B-{n}", name=f"BKM {n}") for n in range(3)]
    Board.objects.bulk_create(boards, change_set=act)
    for board in Board.objects.all():
        assert (board.area, board.version, board.changed_by) == (region.path, 1, act.by)
        assert past(board) == [("+", 1, board.name)]


def test_bulk_update_writes_history(act: ChangeSet) -> None:
    boards = [make_board(name=f"BKM {n}") for n in range(3)]
    for board in boards:
        board.name += " Baru"
    Board.objects.bulk_update(boards, ["name"], change_set=act)
    for board in Board.objects.all():
        assert (board.version, board.changed_by) == (2, act.by)
        assert past(board)[-1] == ("~", 2, board.name)


def test_what_is_deleted_leaves_its_history_and_who_did_it(act: ChangeSet) -> None:
    one, two = make_board(name="Satu"), make_board(name="Dua")
    one_pk, two_pk = one.pk, two.pk
    one.delete(change_set=act)
    assert Board.objects.filter(pk=two_pk).delete(change_set=act)[0] >= 1
    assert not Board.objects.exists()
    for pk in (one_pk, two_pk):
        last = Board.history.filter(id=pk).latest("history_id")
        assert (last.history_type, last.change_set_id) == ("-", act.pk)
        assert Board.history.filter(id=pk).count() == 2


def test_what_others_refer_to_is_not_deleted(act: ChangeSet) -> None:
    board = make_board()
    with pytest.raises(ProtectedError), transaction.atomic():
        board.region.delete(change_set=act)
    assert Region.objects.filter(pk=board.region_id).exists()


DOORS: list[Any] = [
    lambda board: board.save(),
    lambda board: board.delete(),
    lambda board: Board.objects.update(name="x"),
    lambda board: Board.objects.bulk_update([board], ["name"]),
    lambda board: Board.objects.bulk_create([Board(region=board.region, code="N", name="n")]),
    lambda board: Board.objects.all().delete(),
    lambda board: Board.objects.create(region=board.region, code="N", name="n"),
]


@pytest.mark.parametrize("door", DOORS)
def test_nobody_writes_without_saying_who(door: Any) -> None:
    board = make_board()
    with pytest.raises(MissingChangeSet):
        door(board)
    assert list(Board.objects.values_list("version", flat=True)) == [1]


def test_every_change_has_an_author_but_those_at_the_console() -> None:
    for door in (Door.PAGE, Door.IMPORT, Door.UNDO):
        with pytest.raises(IntegrityError), transaction.atomic():
            open_change_set(by=None, at=AT, door=door)
        with pytest.raises(ValidationError):
            ChangeSet(by=None, at=AT, door=door).full_clean()
    assert open_change_set(by=None, at=AT, door=Door.COMMAND, why="x" * 900).why == "x" * 500


# Two people at once -------------------------------------------------------------------------------


def test_whoever_saves_second_is_told_and_overwrites_nothing(act: ChangeSet) -> None:
    board = make_board(name="Satu")
    mine, theirs = Board.objects.get(pk=board.pk), Board.objects.get(pk=board.pk)
    theirs.name = "Mereka"
    theirs.save(change_set=act)
    mine.name = "Saya"
    with pytest.raises(StaleRecord), transaction.atomic():
        mine.save(change_set=act)
    board.refresh_from_db()
    assert (board.name, board.version) == ("Mereka", 2)
    assert len(past(board)) == 2


def test_a_record_that_is_gone_is_stale_too(act: ChangeSet) -> None:
    board = make_board()
    mine = Board.objects.get(pk=board.pk)
    board.delete(change_set=act)
    with pytest.raises(StaleRecord), transaction.atomic():
        mine.save(change_set=act)


def test_after_reading_again_the_record_can_be_saved(act: ChangeSet) -> None:
    mine = make_board(name="Satu")
    Board.objects.update(name="Mereka", change_set=act)
    mine.refresh_from_db()
    mine.address = "Jl. Satu"
    mine.save(change_set=act)
    assert (mine.version, mine.name) == (3, "Mereka")


def test_a_stale_bulk_update_overwrites_nothing_and_loses_no_history(act: ChangeSet) -> None:
    mine = make_board(name="Satu")
    mine = Board.objects.get(pk=mine.pk)
    Board.objects.update(name="Mereka", change_set=act)
    mine.name = "Saya"
    later = make_change_set(by=act.by, at=AT + timedelta(hours=2))
    with pytest.raises(StaleRecord), transaction.atomic():
        Board.objects.bulk_update([mine], ["name"], change_set=later)
    assert past(mine)[-1] == ("~", 2, Board.objects.get().name)


def test_a_failed_save_leaves_the_instance_as_it_was(act: ChangeSet) -> None:
    make_board(code="A-1")
    board = make_board(code="A-2")
    board.code = "A-1"
    with pytest.raises(IntegrityError), transaction.atomic():
        board.save(change_set=act)
    board.code = "A-3"
    board.save(change_set=act)
    assert board.version == 2


def test_saving_some_fields_saves_what_follows_from_them(act: ChangeSet) -> None:
    board = make_board()
    board.region = make_region(code="14.04.13.1001")
    board.save(update_fields=["region"], change_set=act)
    board.refresh_from_db()
    assert (board.area, board.version, board.changed_by) == (board.region.path, 2, act.by)


# Guarded columns ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("guarded")
def test_a_guarded_column_is_refused_at_every_door_of_a_record(act: ChangeSet) -> None:
    board = Board.objects.get(pk=make_board().pk)
    board.notary = "Linda"
    with pytest.raises(GuardedColumn):
        board.save(change_set=act)
    with pytest.raises(GuardedColumn):
        Board.objects.update(notary="Linda", change_set=act)
    with pytest.raises(GuardedColumn):
        Board.objects.bulk_update([board], ["notary"], change_set=act)
    board.refresh_from_db()
    assert (board.notary, board.version) == ("", 1)


@pytest.mark.usefixtures("guarded")
def test_a_guarded_column_is_refused_right_after_the_record_was_made(act: ChangeSet) -> None:
    board = make_board()
    board.notary = "Linda"
    with pytest.raises(GuardedColumn):
        board.save(change_set=act)


@pytest.mark.usefixtures("guarded")
def test_a_new_record_comes_without_what_only_a_service_gives(act: ChangeSet) -> None:
    region = make_region(code="14.04.04.1001")
    board = Board(region=region, code="A-1", name="Satu", notary="Linda")
    with pytest.raises(GuardedColumn):
        board.save(change_set=act)
    with pytest.raises(GuardedColumn):
        Board.objects.bulk_create([board], change_set=act)


@pytest.mark.usefixtures("guarded")
def test_a_record_read_without_its_guarded_columns_can_be_saved(act: ChangeSet) -> None:
    pk = make_board().pk
    Board.objects.stamp(notary="Linda")
    board = Board.objects.defer("notary").get(pk=pk)
    board.name = "Baru"
    board.save(change_set=act)
    board.refresh_from_db()
    assert (board.name, board.notary) == ("Baru", "Linda")


@pytest.mark.usefixtures("guarded")
def test_a_service_stamps_without_a_version_and_without_history() -> None:
    board = make_board()
    assert Board.objects.filter(pk=board.pk).stamp(notary="Linda") == 1
    board = Board.objects.get(pk=board.pk)
    assert (board.notary, board.version, len(past(board))) == ("Linda", 1, 1)


def test_constraints_hold_for_a_stamp_too() -> None:
    make_board()
    for wrong in ({"name": ""}, {"is_active": False}, {"inactive_reason": "Bubar"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Board.objects.stamp(**wrong)


def test_a_ref_reads_like_no_word_and_no_number() -> None:
    refs = {new_ref() for _ in range(500)}
    assert len(refs) == 500
    for ref in refs:
        assert len(ref) == REF_LENGTH
        assert ref[0].isalpha()
        assert not set(ref) & set("AEIOU01")


def test_a_save_leaves_what_a_service_stamped_meanwhile(act: ChangeSet, guarded: None) -> None:
    board = make_board()
    Board.objects.filter(pk=board.pk).stamp(notary="Notaris Contoh")
    board.name = "BKM Baru"
    board.save(change_set=act)
    board.refresh_from_db()
    assert (board.name, board.notary) == ("BKM Baru", "Notaris Contoh")


def test_a_record_is_counted_up_though_nothing_of_its_own_changed(act: ChangeSet) -> None:
    board = make_board(name="Satu")
    board.touch(act)
    board.refresh_from_db()
    assert (board.version, board.changed_by, board.change_set) == (2, act.by, act)
    assert past(board) == [("+", 1, "Satu"), ("~", 2, "Satu")]
