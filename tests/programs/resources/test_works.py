"""Works as files: planned or not, by a group or not, with what each source really gave."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.models import Board
from p2kp_site.exchange.services.undoing import undo_import
from programs.models import PlannedActivity, Work, WorkCost
from programs.services.plans import new_edition
from tests.builders import AT, make_board, make_region
from tests.communities.builders import make_group
from tests.exchange.services.office import changes, counts, faults
from tests.programs.builders import (
    make_line,
    make_photo,
    make_plan,
    make_progress,
    make_source,
    make_work,
    make_work_cost,
    ratified,
)
from tests.programs.resources.desk import bring, column, steward, store, take

pytestmark = pytest.mark.django_db

PLAIN = ("Kode BKM", "Nomor Kontrak", "Bidang", "Kegiatan", "Di Luar Rencana")
PLANNED = (*PLAIN, "Jenis Rencana", "Tahun Awal", "Nomor Kegiatan")
FAR = "14.10.01.1001"


@pytest.fixture
def board() -> Board:
    """BKM-1, and two sources."""
    make_source("APBN", name="APBN Kementerian", position=1)
    make_source("SWADAYA", name="Swadaya masyarakat", position=2)
    return make_board(code="BKM-1")


def plain(number: str = "SPK-1", *cells: Any, unplanned: str = "ya") -> tuple[Any, ...]:
    return ("BKM-1", number, "L", "Drainase", unplanned, *cells)


def planned(number: str = "SPK-1", *cells: Any, line: str = "L-1") -> tuple[Any, ...]:
    return (*plain(number, unplanned="tidak"), "PJM Pronangkis", 2010, line, *cells)


def costs() -> dict[tuple[str, str], int]:
    rows = WorkCost.objects.values_list("work__number", "source__code", "amount")
    return {(number, source): amount for number, source, amount in rows}


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_a_work_that_no_plan_names_comes_in_with_its_costs(board: Board, format_: str) -> None:
    by = steward()
    head = (*PLAIN, "Biaya APBN", "Realisasi SWADAYA", "Mutu", "Masih Ada")
    job = store("works", by, head, plain("SPK-1", "1.500.000", 0, "KB", "ya"), format_=format_)
    assert counts(job) == {"read": 1, "added": 1}
    work = Work.objects.get()
    assert (work.board, work.area, work.is_unplanned) == (board, board.area, True)
    assert (work.quality, work.still_exists, work.is_in_use) == ("good", True, None)
    assert costs() == {("SPK-1", "APBN"): 1_500_000}


def test_costs_are_added_changed_and_emptied_and_taken_back(board: Board) -> None:
    by, head = steward(), (*PLAIN, "cost.APBN", "cost.SWADAYA")
    store("works", by, head, plain("SPK-1", 100, 200), plain("SPK-2", "", 5))
    before = costs()
    job = store("works", by, head, plain("SPK-1", 150, ""), plain("SPK-2", 7, 5))
    assert costs() == {("SPK-1", "APBN"): 150, ("SPK-2", "APBN"): 7, ("SPK-2", "SWADAYA"): 5}
    told = WorkCost.history.filter(change_set=job.change_set).order_by("amount")
    assert [(row.history_type, row.amount) for row in told] == [("+", 7), ("~", 150), ("-", 200)]
    assert undo_import(job=job, by=by, at=AT).restored == 2
    assert costs() == before


def test_a_file_without_columns_of_costs_leaves_them(board: Board) -> None:
    by = steward()
    make_work_cost(make_work(board=board, number="SPK-1"), 100)
    store("works", by, (*PLAIN, "Catatan"), plain("SPK-1", "Lain"))
    assert list(costs().values()) == [100]


# The plan -----------------------------------------------------------------------------------------


@pytest.fixture
def line(board: Board) -> PlannedActivity:
    """L-1 in the ratified first edition of the PJM of 2010."""
    made = make_line(make_plan(board=board), number="L-1")
    ratified(made.plan)
    return made


def test_a_work_names_the_line_that_was_ratified_last(line: PlannedActivity) -> None:
    line.plan.refresh_from_db()
    second = new_edition(line.plan, by=None, at=AT)
    by = steward()
    store("works", by, PLANNED, planned("SPK-1"))
    assert Work.objects.get().activity == line  # the second edition is a draft still
    ratified(second, date(2011, 1, 20))
    store("works", by, PLANNED, planned("SPK-2"))
    assert Work.objects.get(number="SPK-2").activity == second.activities.get()
    # What names the older edition is as it was exported.
    again = bring("works", by, PLANNED, planned("SPK-1"), planned("SPK-2"))
    assert counts(again) == {"read": 2, "unchanged": 2}


@pytest.mark.usefixtures("line")
@pytest.mark.parametrize(
    ("row", "found"),
    [
        ((*plain(unplanned="tidak"), "", "", ""), "neither_planned_nor_unplanned"),
        ((*plain(unplanned=""), "", "", ""), "neither_planned_nor_unplanned"),
        ((*plain(unplanned="ya"), "PJM", 2010, "L-1"), "planned_and_unplanned"),
    ],
)
def test_a_work_is_planned_or_not(row: Any, found: str) -> None:
    assert faults(bring("works", steward(), PLANNED, row)) == {(2, "activity_number"): found}


@pytest.mark.usefixtures("line")
def test_a_line_that_is_not_known_or_half_named_is_refused_at_its_cell() -> None:
    half = (*planned()[:-2], "", "L-1")
    job = bring("works", steward(), PLANNED, planned(line="L-9"), half)
    assert faults(job) == {(2, "plan_kind"): "unknown_record", (3, "plan_start_year"): "required"}


@pytest.mark.usefixtures("board")
def test_the_line_of_another_board_is_not_known() -> None:
    make_line(make_plan(board=make_board(code="BKM-2")), number="L-1")
    assert faults(bring("works", steward(), PLANNED, planned())) == {
        (2, "plan_kind"): "unknown_record"
    }


def test_a_work_may_lose_its_plan(line: PlannedActivity) -> None:
    by = steward()
    store("works", by, PLANNED, planned())
    job = store("works", by, PLANNED, (*plain(), "", "", ""))
    assert changes(job)[2] == {
        "plan_kind": ["pjm", None],
        "plan_start_year": [2010, None],
        "activity_number": ["L-1", None],
        "is_unplanned": [False, True],
    }
    assert Work.objects.get().activity is None


# The board and its groups -------------------------------------------------------------------------


def test_a_group_goes_by_its_name_within_the_board(board: Board) -> None:
    mine = make_group(board=board, name="KSM Contoh")
    make_group(board=make_board(code="BKM-2"), name="KSM Contoh")
    make_group(board=make_board(code="BKM-3"), name="KSM Lain")
    by, head = steward(), (*PLAIN, "KSM")
    store("works", by, head, plain("SPK-1", "KSM Contoh"), plain("SPK-2", ""))
    assert [work.group for work in Work.objects.order_by("number")] == [mine, None]
    job = bring("works", by, head, plain("SPK-3", "KSM Lain"))
    assert faults(job) == {(2, "group"): "unknown_record"}
    again = bring("works", by, head, plain("SPK-1", "KSM Contoh"), plain("SPK-2", ""))
    assert counts(again) == {"read": 2, "unchanged": 2}


@pytest.mark.usefixtures("board")
def test_the_board_of_another_area_is_refused() -> None:
    far = make_board(code="BKM-JAUH", region=make_region(code=FAR))
    held = make_work(board=far, number="SPK-1")
    by = steward()
    row = ("BKM-JAUH", "SPK-1", "L", "Drainase", "ya")
    assert faults(bring("works", by, PLAIN, row)) == {(2, "board"): "unknown_record"}
    job = bring("works", by, ("Ref", *PLAIN), (held.ref, *plain("SPK-9")))
    assert faults(job) == {(2, "ref"): "unknown_ref"}
    assert Work.objects.get() == held


# What a work is -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("board")
@pytest.mark.parametrize(
    ("heads", "cells", "found"),
    [
        (("Lintang", "Bujur"), ("-0,331", "103,15"), {}),
        (("Lintang", "Bujur"), ("95,5", "-0,33"),
         {"latitude": "outside_indonesia", "longitude": "outside_indonesia"}),
        (("Lintang", "Bujur"), ("103,15", "-0,33"), {"latitude": "not_allowed"}),
        (("Lintang",), ("-0,33",), {"longitude": "half_a_position"}),
        (("Tanggal Mulai", "Tanggal Selesai"), ("2-1-2011", "1-1-2011"),
         {"finished_on": "finished_before_started"}),
        (("Pengelola",), ("KPP",), {"handover_on": "handed_over_on_no_day"}),
        (("Tanggal Serah Terima",), ("1-1-2011",), {"handed_over_to": "handed_over_to_nobody"}),
        (("HOK (Rp)",), ("-1",), {"person_days_cost": "too_small"}),
        (("Volume", "Satuan"), (-1, "m"), {"volume": "too_small"}),
        (("Pekerja Laki-laki",), (10**10,), {"workers_men": "too_large"}),
    ],
)  # fmt: skip
def test_what_no_work_can_be_is_refused(heads: Any, cells: Any, found: dict[str, str]) -> None:
    job = bring("works", steward(), (*PLAIN, *heads), plain("SPK-1", *cells))
    assert {column: kind for (_row, column), kind in faults(job).items()} == found


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_progress_and_photos_leave_with_a_work_and_are_compared(board: Board, format_: str) -> None:
    work = make_work(board=board, number="SPK-1")
    make_progress(work, 50)
    make_progress(work, 75, date(2010, 7, 1))
    make_photo(work)
    make_photo(work, 50)
    by = steward()
    table = take("works", by, format_, "en")
    if format_ == "csv":
        assert Decimal(column(table, "physical_percent")[0]) == 75
        assert column(table, "photo_count") == ["2"]
    job = bring("works", by, *table, format_=format_)
    assert counts(job) == {"read": 1, "unchanged": 1}
    job = bring("works", by, ("Ref", "Progres Fisik", "Jumlah Foto"), (work.ref, 80, 3))
    assert faults(job) == {
        (2, "physical_percent"): "differs_from_row",
        (2, "photo_count"): "differs_from_row",
    }


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_a_position_with_three_decimals_comes_back_as_it_left(board: Board, format_: str) -> None:
    make_work(
        board=board, number="SPK-1", latitude=Decimal("-0.331"), longitude=Decimal("103.152"),
        volume=Decimal("1250.5"), unit="m",
    )  # fmt: skip
    by = steward()
    table = take("works", by, format_)
    assert counts(bring("works", by, *table, format_=format_)) == {"read": 1, "unchanged": 1}
    Work.objects.all()._raw_delete("default")
    job = store("works", by, *[row[1:] for row in table], format_=format_)
    work = Work.objects.get()
    assert (work.latitude, work.longitude) == (Decimal("-0.331"), Decimal("103.152"))
    assert work.volume == Decimal("1250.5")
    assert counts(job) == {"read": 1, "added": 1}


# Many ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [False, True], ids=["adding", "changing"])
def test_many_works_ask_no_more_of_the_database_than_few(
    line: PlannedActivity, change: bool
) -> None:
    make_group(board=line.plan.board, name="KSM Contoh")
    by, head = steward(), (*PLANNED, "KSM", "cost.APBN", "cost.SWADAYA", "Catatan")
    asked = []
    for size, name in ((50, "A"), (500, "B")):
        rows = [planned(f"{name}-{n}", "KSM Contoh", n + 1, "", "") for n in range(size)]
        if change:
            store("works", by, head, *rows)
            rows = [(*row[:-3], 7, 8, "Lain") for row in rows]
        with CaptureQueriesContext(connection) as reading:
            bring("works", by, head, *rows)
        with CaptureQueriesContext(connection) as both:
            store("works", by, head, *rows)
        asked.append((len(reading), len(both)))
    assert asked[0] == asked[1], asked
