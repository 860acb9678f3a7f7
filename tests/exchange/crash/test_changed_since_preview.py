"""Between the preview and the storing the world goes on: nobody stores what was not shown."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from communities.models import Board, Region
from communities.services.regions import move_region
from p2kp_site.exchange.models import ImportJob
from p2kp_site.exchange.services import applying
from p2kp_site.exchange.services.imports import confirm_import
from p2kp_site.exchange.services.preview_sql import insert_new
from p2kp_site.foundation.reader import Reader
from tests.builders import make_board, make_change_set, make_region
from tests.exchange.crash.desk import (
    NOW,
    VILLAGE,
    board_rows,
    checked,
    confirmed,
    make_steward,
    run,
    stored,
    traces,
)

BOARDS = 4


@pytest.fixture
def steward(db: None) -> Reader:
    return make_steward()


def edit(code: str, name: str = "Nama Baru") -> None:
    """Somebody corrects a board on its page."""
    board = Board.objects.get(code=code)
    board.name = name
    board.save(change_set=make_change_set())


def codes(*numbers: int) -> list[str]:
    return [f"BKM-{n:06d}" for n in numbers]


def names() -> dict[str, str]:
    return dict(Board.objects.order_by("code").values_list("code", "name"))


def refused(job: ImportJob) -> list[str]:
    return sorted(job.rows.filter(kind="refused").values_list("key", flat=True))


def renaming(reader: Reader, *, partial: bool, name: str = "Dari Berkas") -> ImportJob:
    """A confirmed import that gives every board that stands another name."""
    stored(reader, board_rows(range(BOARDS)))
    return confirmed(reader, board_rows(range(BOARDS), name=name), partial=partial)


def adding(reader: Reader, *, partial: bool) -> ImportJob:
    """A confirmed import of new boards."""
    return confirmed(reader, board_rows(range(BOARDS)), partial=partial)


def delete(code: str) -> None:
    Board.objects.get(code=code).delete(change_set=make_change_set())


def take_key(code: str) -> None:
    make_board(code=code, name="Orang Lain")


def take_key_elsewhere(code: str) -> None:
    make_board(code=code, name="Orang Lain", region=make_region(code="14.01.01.1001"))


def move_board_out(code: str) -> None:
    board = Board.objects.get(code=code)
    board.region = make_region(code="14.01.01.1001")
    board.save(change_set=make_change_set())


def move_village(to: str) -> Callable[[str], None]:
    def move(_code: str) -> None:
        village = Region.objects.get(code=VILLAGE)
        district = Region.objects.filter(code=to).first() or make_region(code=to)
        move_region(village, to=district, code=f"{to}.1009", at=NOW, by=None, why="split")

    return move


one_row = pytest.mark.parametrize(
    ("make", "meanwhile"),
    [
        (renaming, edit),
        (renaming, delete),
        (renaming, move_board_out),
        (adding, take_key),
        (adding, take_key_elsewhere),
    ],
)


@one_row
def test_one_row_that_changed_sends_the_whole_import_back_to_be_read(
    steward: Reader, make: Callable[..., ImportJob], meanwhile: Callable[[str], None]
) -> None:
    job = make(steward, partial=False)
    meanwhile(codes(1)[0])
    before, left = names(), traces()
    assert run(job).state == "queued"
    assert job.failure == {"kind": "changed_since_preview", "params": {"rows": 1}}
    assert (names(), traces()) == (before, left)
    assert run(job).state == "checked"
    assert job.read == BOARDS == job.rows.count()
    assert names() == before


@one_row
def test_one_row_that_changed_is_refused_by_a_partial_import_and_the_receipt_adds_up(
    steward: Reader, make: Callable[..., ImportJob], meanwhile: Callable[[str], None]
) -> None:
    job = make(steward, partial=True)
    meanwhile(codes(1)[0])
    before = names()
    assert run(job).state == "done"
    assert refused(job) == codes(1)
    assert (job.added + job.changed, job.refused, job.read) == (BOARDS - 1, 1, BOARDS)
    assert names().get(codes(1)[0]) == before.get(codes(1)[0])
    fault = job.rows.get(kind="refused").faults[0]
    assert (fault["column"], fault["kind"]) == ("code", "changed_since_preview")
    assert Board.history.filter(change_set=job.change_set).count() == BOARDS - 1


def test_an_import_read_again_is_stored_after_a_second_look(steward: Reader) -> None:
    job = renaming(steward, partial=False)
    edit(codes(1)[0])
    run(job)
    assert run(job).state == "checked"
    assert job.rows.get(key=codes(1)[0]).changes["name"] == ["Nama Baru", "Dari Berkas"]
    confirm_import(job=job, partial=False, by=steward, at=NOW)
    assert run(job).state == "done"
    assert set(names().values()) == {"Dari Berkas"}


@pytest.mark.parametrize("to", ["14.04.05", "14.01.01"], ids=["within", "out-of-the-area"])
@pytest.mark.parametrize("make", [adding, renaming])
@pytest.mark.parametrize("partial", [False, True])
def test_no_board_is_left_in_an_area_where_its_village_is_not(
    steward: Reader, make: Callable[..., ImportJob], partial: bool, to: str
) -> None:
    job = make(steward, partial=partial)
    before = traces()
    move_village(to)("")
    run(job)
    for area, path in Board.objects.values_list("area", "region__path"):
        assert area == path
    outside = not steward.covers(Region.objects.get(code=f"{to}.1009").path)
    if outside or (make is adding and not partial):
        assert traces()["boards"] == before["boards"]
        assert Board.history.count() == before["history"]
    assert job.state in ("queued", "done")
    assert job.read == sum(count for name, count in job.counts.items() if name != "read")


def test_the_preview_keeps_to_what_was_shown_when_the_village_only_got_another_code(
    steward: Reader,
) -> None:
    job = renaming(steward, partial=False)
    village = Region.objects.get(code=VILLAGE)
    village.code = "14.04.04.1077"
    village.save(change_set=make_change_set())
    assert run(job).state in ("done", "queued")
    assert Board.objects.exclude(region=village).count() == 0


def while_storing(monkeypatch: pytest.MonkeyPatch, job: ImportJob, do: Callable[[], Any]) -> None:
    """Runs the job, and in another person's connection something in the middle of its storing."""
    done = threading.Event()

    def other() -> None:
        try:
            do()
        finally:
            connection.close()
            done.set()

    original = insert_new

    def insert(*args: Any, **options: Any) -> int:
        thread = threading.Thread(target=other)
        thread.start()
        done.wait(1)  # or it waits for us, which is as good
        result = original(*args, **options)
        threads.append(thread)
        return result

    threads: list[threading.Thread] = []
    monkeypatch.setattr(applying, "insert_new", insert)
    run(job)
    for thread in threads:
        thread.join(30)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("make", [adding, renaming])
def test_a_village_that_moves_in_the_middle_of_the_storing_takes_its_boards_along(
    monkeypatch: pytest.MonkeyPatch, make: Callable[..., ImportJob]
) -> None:
    job = make(make_steward(), partial=False)
    make_region(code="14.04.05")
    while_storing(monkeypatch, job, lambda: move_village("14.04.05")(""))
    job.refresh_from_db()
    assert job.state in ("done", "queued")
    assert Region.objects.filter(code="14.04.05.1009").exists()
    for area, path in Board.objects.values_list("area", "region__path"):
        assert area == path


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_board_edited_in_the_middle_of_the_storing_is_not_lost_and_nothing_is_half_stored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job = renaming(make_steward(), partial=False)
    while_storing(monkeypatch, job, lambda: edit(codes(1)[0]))
    job.refresh_from_db()
    renamed = sum(name == "Dari Berkas" for name in names().values())
    assert names()[codes(1)[0]] == "Nama Baru" or renamed == BOARDS
    assert renamed in ((BOARDS, BOARDS - 1) if job.state == "done" else (0,))
    assert checked(make_steward(), board_rows([99])).state == "checked"
