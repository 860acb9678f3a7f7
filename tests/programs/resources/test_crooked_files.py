"""Files that would leave the base crooked: rows of one board tied to another, circles, races."""

from typing import Any

import pytest

from communities.models import Board
from p2kp_site.exchange.services.running import run_import
from programs.models import Programme, Work
from programs.services.plans import new_edition
from tests.builders import AT, make_board
from tests.communities.builders import make_group
from tests.exchange.crash.test_changed_since_preview import while_storing
from tests.exchange.services.office import clock, counts, faults
from tests.programs.builders import make_line, make_plan, make_work, ratified
from tests.programs.resources.desk import bring, ministry, sentences, steward, store

pytestmark = pytest.mark.django_db

WORK = ("Kode BKM", "Nomor Kontrak", "Bidang", "Kegiatan", "Di Luar Rencana")
PLANNED = ("Jenis Rencana", "Tahun Awal", "Nomor Kegiatan")
PROGRAMME = ("Kode", "Nama", "Singkatan", "Mulai", "Sampai", "Pendahulu")


@pytest.fixture
def board() -> Board:
    make_board(code="BKM-2")
    return make_board(code="BKM-1")


# What belongs to one board ------------------------------------------------------------------------


def test_a_work_does_not_take_its_line_and_its_group_to_another_board(board: Board) -> None:
    line = make_line(make_plan(board=board), number="L-1")
    group = make_group(board=board, name="KSM Satu")
    work = make_work(board=board, activity=line, group=group)
    job = bring("works", steward(), ("Ref", "Kode BKM"), (work.ref, "BKM-2"))
    assert faults(job) == {(2, "plan_kind"): "left_behind", (2, "group"): "left_behind"}
    assert any("KSM Satu" in sentence for sentence in sentences(job))
    heads = ("Ref", "Kode BKM", *PLANNED, "KSM", "Di Luar Rencana")
    store("works", steward(), heads, (work.ref, "BKM-2", "", "", "", "", "ya"))
    work.refresh_from_db()
    assert (work.board.code, work.activity, work.group) == ("BKM-2", None, None)


def test_a_work_that_names_neither_moves_without_more_ado(board: Board) -> None:
    work = make_work(board=board)
    store("works", steward(), ("Ref", "Kode BKM"), (work.ref, "BKM-2"))
    work.refresh_from_db()
    assert work.board.code == "BKM-2"


def test_a_plan_stays_with_the_board_whose_works_name_its_lines(board: Board) -> None:
    plan = make_plan(board=board)
    rows = (("Ref", "Kode BKM"), (plan.ref, "BKM-2"))
    line = make_line(plan, number="L-1")
    assert faults(bring("plans", steward(), *rows)) == {}
    make_work(activity=line)
    job = bring("plans", steward(), *rows)
    assert faults(job) == {(2, "board"): "works_name_its_lines"}
    assert any("BKM-1" in sentence for sentence in sentences(job))


def test_the_years_of_a_plan_hold_what_is_planned_for_them(board: Board) -> None:
    plan = make_plan(board=board)
    make_line(plan, planned_year=2010)
    make_line(plan, planned_year=2012)
    heads = ("Ref", "Tahun Awal", "Tahun Akhir")
    job = bring("plans", steward(), heads, (plan.ref, 2011, 2011))
    assert faults(job) == dict.fromkeys([(2, "start_year"), (2, "end_year")], "lines_outside_plan")
    assert any("2010" in sentence and "2012" in sentence for sentence in sentences(job))
    assert faults(bring("plans", steward(), heads, (plan.ref, 2009, 2013))) == {}


def test_no_work_names_a_line_that_stands_in_the_draft_of_a_later_edition_only(
    board: Board,
) -> None:
    first = make_plan(board=board)
    make_line(first, number="L-1")
    later = new_edition(ratified(first), by=None, at=AT)
    make_line(later, number="L-2")
    rows = [
        ("BKM-1", f"SPK-{n}", "L", "Drainase", "tidak", "PJM Pronangkis", 2010, f"L-{n}")
        for n in (1, 2)
    ]
    job = bring("works", steward(), (*WORK, *PLANNED), *rows)
    assert faults(job) == {(3, "plan_kind"): "unknown_record"}
    ratified(later)
    assert faults(bring("works", steward(), (*WORK, *PLANNED), *rows)) == {}


# Programmes ---------------------------------------------------------------------------------------


def programme(number: int, predecessor: str = "") -> tuple[Any, ...]:
    code, year = f"P-{number}", 2000 + number
    return (code, f"Program {number}", f"P{number}", f"1-1-{year}", f"31-12-{year}", predecessor)


def test_programmes_do_not_follow_each_other_in_a_circle() -> None:
    rows = (programme(1, "P-3"), programme(2, "P-1"), programme(3, "P-2"), programme(4, "P-3"))
    job = bring("programmes", ministry(), PROGRAMME, *rows)
    circle = [(number, "predecessor") for number in (2, 3, 4)]
    found = faults(job)
    assert {cell: found[cell] for cell in circle} == dict.fromkeys(circle, "follows_in_a_circle")
    # Who follows one of them has nobody to follow.
    assert found[5, "predecessor"] == "unknown_record"
    assert any("P-3" in sentence for sentence in sentences(job))


def test_no_file_closes_a_circle_of_programmes_that_are_there() -> None:
    by = ministry()
    store("programmes", by, PROGRAMME, programme(1), programme(2, "P-1"), programme(3, "P-2"))
    job = bring("programmes", by, PROGRAMME, programme(1, "P-3"))
    assert faults(job) == {(2, "predecessor"): "follows_in_a_circle"}


def test_a_chain_may_be_turned_round_in_one_file() -> None:
    by = ministry()
    store("programmes", by, PROGRAMME, programme(1), programme(2, "P-1"))
    store("programmes", by, PROGRAMME, programme(1, "P-2"), programme(2))
    chain = dict(Programme.objects.values_list("code", "predecessor__code"))
    assert chain == {"P-1": "P-2", "P-2": None}


# Two people at once -------------------------------------------------------------------------------


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_files_with_the_same_new_works_one_is_stored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_board(code="BKM-1")
    rows = [("BKM-1", f"SPK-{n}", "L", "Drainase", "ya") for n in range(20)]
    one, other = (bring("works", by, WORK, *rows) for by in (steward(), steward()))
    for job in (one, other):
        type(job).objects.filter(pk=job.pk).update(state="confirmed", confirmed_at=AT)
    while_storing(monkeypatch, one, lambda: run_import(other.pk, clock=clock))
    for job in (one, other):
        job.refresh_from_db()
    assert Work.objects.count() == 20
    by_state = {job.state: job for job in (one, other)}
    assert set(by_state) == {"done", "queued"}, (one.failure, other.failure)
    slower = by_state["queued"]
    assert slower.failure == {"kind": "changed_since_preview", "params": {"rows": 20}}
    run_import(slower.pk, clock=clock)
    slower.refresh_from_db()
    assert counts(slower) == {"read": 20, "unchanged": 20}
