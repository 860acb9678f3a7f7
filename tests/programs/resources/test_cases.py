"""The register of an office comes in: at any stage, once, and never over what people did since."""

from datetime import date
from typing import Any

import pytest

from p2kp_site.exchange.models import ImportJob
from p2kp_site.exchange.models.imports import ImportState
from p2kp_site.exchange.services.undoing import UndoReport, undo_import
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.reader import Reader
from programs.models import Case, CaseCounter, CaseEvent
from programs.resources.cases import CaseDataset
from programs.services.case_acts import SamePerson
from programs.services.case_moves import check_outcome, move_case
from programs.services.cases import add_note
from tests.builders import AT, make_board, make_region
from tests.builders_accounts import NATION, make_person, region_of
from tests.communities.builders import make_slum_area, make_slum_area_part
from tests.exchange.contract import files
from tests.exchange.services.office import as_csv, counts, faults
from tests.exchange.services.office import make_person as make_officer
from tests.exchange.services.office import reader as reader_of_now
from tests.exchange.services.office import store as store_job
from tests.programs.builders_cases import (
    LATER,
    checker,
    desk_worker,
    make_case,
    moved,
    register_case,
    type_of,
)
from tests.programs.resources.desk import bring, column, sentences, steward, store, take

pytestmark = pytest.mark.django_db

KOTA, HILIR = "14.04.04.1001", "14.04.04.1002"
HEAD = (
    "No. Register", "Jenis Kasus", "Kode Wilayah", "Judul", "Tanggal Diterima", "Status",
    "Derajat", "Tanggal Selesai", "Penyelesaian",
)  # fmt: skip
DONE = ("REG-1", "PPM", KOTA, "Jalan rusak", "3 Agustus 2015", "Selesai", "Kelurahan",
        "1 September 2015", "Sudah diperbaiki")  # fmt: skip
OPEN = ("REG-2", "PPM", HILIR, "Dana belum cair", "04-08-2015", "Ditangani", "Kab/Kota", "", "")


@pytest.fixture(autouse=True)
def world() -> None:
    type_of()
    for code in (KOTA, HILIR):
        make_region(code=code)


def row_of(row: tuple[str, ...], **changes: str) -> tuple[str, ...]:
    """The row with other cells, by the number of their column."""
    cells = list(row)
    for name, cell in changes.items():
        cells[int(name.removeprefix("c"))] = cell
    return tuple(cells)


def test_an_old_register_comes_in_at_any_stage_with_its_own_days_and_one_event_each() -> None:
    by = steward()
    job = store("cases", by, HEAD, DONE, OPEN)
    assert counts(job) == {"read": 2, "added": 2}
    done, handled = Case.objects.order_by("pk")
    assert (done.number, done.stage.code, done.level) == (
        "PPM-1404-2015-0001",
        "SELESAI",
        "village",
    )
    assert (done.received_on, done.closed_on) == (date(2015, 8, 3), date(2015, 9, 1))
    assert (done.outcome, done.closed_by, done.needs_check) == (
        "Sudah diperbaiki", by.user, False,
    )  # fmt: skip
    assert (handled.number, handled.stage.code, handled.level) == (
        "PPM-1404-2015-0002", "DITANGANI", "regency",
    )  # fmt: skip
    for case in (done, handled):
        (event,) = case.events.all()
        assert (event.kind, event.by, event.stage_to) == ("taken_over", by.user, case.stage)
        assert event.change_set == job.change_set
        assert case.history.get().number == case.number
    assert CaseCounter.objects.get().last == 2
    assert make_case().number == "PPM-1404-2015-0003"


def test_the_same_file_again_changes_nothing() -> None:
    by = steward()
    store("cases", by, HEAD, DONE, OPEN)
    assert counts(bring("cases", by, HEAD, DONE, OPEN)) == {"read": 2, "unchanged": 2}
    again = store("cases", by, HEAD, DONE, row_of(OPEN, c3="Dana BLM belum cair"))
    assert counts(again) == {"read": 2, "unchanged": 1, "changed": 1}
    case = Case.objects.get(register_number="REG-2")
    assert (case.title, case.events.count(), case.version) == ("Dana BLM belum cair", 1, 2)


def test_a_row_without_number_and_without_a_number_in_the_register_is_refused() -> None:
    job = bring("cases", steward(), HEAD, row_of(OPEN, c0=""))
    assert faults(job) == {(2, "number"): "required"}


def test_a_number_in_the_register_is_another_case_in_another_year_or_regency() -> None:
    make_region(code="14.10.01.1001")
    later = row_of(OPEN, c4="04-08-2016")
    elsewhere = row_of(OPEN, c2="14.10.01.1001")
    job = store("cases", desk_worker(), HEAD, OPEN, later, elsewhere)
    assert job.added == 3
    twice = bring("cases", steward(), HEAD, row_of(DONE, c0="REG-9"), row_of(OPEN, c0="REG-9"))
    assert set(faults(twice).values()) == {"repeated_key"}


def test_a_case_that_comes_with_its_number_keeps_it_and_the_counter_knows() -> None:
    head = ("Nomor Kasus", *HEAD)
    store("cases", steward(), head, ("PPM-1404-2015-0041", *OPEN))
    assert make_case().number == "PPM-1404-2015-0042"
    wrong = bring("cases", steward(), head, ("KMH-1404-2015-0001", *row_of(OPEN, c0="REG-3")))
    assert faults(wrong) == {(2, "number"): "case_number_unfit"}
    taken = bring("cases", steward(), head, ("PPM-1404-2015-0099", *OPEN))
    assert faults(taken) == {(2, "register_number"): "register_number_taken"}
    assert "REG-2" in sentences(taken)[0]


# What stands ------------------------------------------------------------------------------------


def test_a_file_never_moves_a_case_that_is_there() -> None:
    by = steward()
    store("cases", by, HEAD, OPEN)
    done = row_of(OPEN, c5="Selesai", c7="1 September 2015", c8="Cair")
    job = bring("cases", by, HEAD, done)
    assert faults(job) == dict.fromkeys(
        [(2, "stage"), (2, "closed_on"), (2, "outcome")], "case_moves_on_its_page"
    )
    assert "Ditangani" in sentences(job)[0]
    other = bring("cases", by, HEAD, row_of(OPEN, c6="Provinsi"))
    assert faults(other) == {(2, "level"): "case_moves_on_its_page"}
    number = Case.objects.get().number
    ref = Case.objects.get().ref
    job = bring("cases", by, ("ref", "number"), (ref, number.replace("0001", "0007")))
    assert faults(job) == {(2, "number"): "case_number_stays"}


def test_a_closed_case_is_not_changed_by_a_file() -> None:
    by = steward()
    store("cases", by, HEAD, DONE)
    job = bring("cases", by, HEAD, row_of(DONE, c3="Judul lain"))
    assert faults(job) == {(2, "title"): "case_is_closed"}


def test_a_case_that_is_moved_between_preview_and_storing_is_read_again() -> None:
    by = steward()
    store("cases", by, HEAD, OPEN)
    job = bring("cases", by, HEAD, row_of(OPEN, c3="Judul lain"))
    moved(Case.objects.get(), "DIUSULKAN")
    moved(Case.objects.get(), "SELESAI")
    job = store_job(job, by)
    assert job.state != ImportState.DONE
    assert Case.objects.get().title == "Dana belum cair"


def test_what_is_taken_over_as_done_was_closed_and_its_closer_does_not_check_it() -> None:
    by = steward()
    job = bring("cases", by, HEAD, row_of(DONE, c7=""), row_of(OPEN, c7="1 September 2015"))
    assert faults(job) == {
        (2, "closed_on"): "done_on_no_day", (3, "closed_on"): "closed_in_process",
    }  # fmt: skip
    both = make_person("data_steward", "verifier", area=NATION)
    store("cases", reader_of_now(both), HEAD, DONE)
    case = Case.objects.get()
    with pytest.raises(SamePerson):
        check_outcome(case, by=reader_of_now(both), at=LATER, door=Door.PAGE)
    check_outcome(case, by=checker(), at=LATER, door=Door.PAGE)


# Undo -------------------------------------------------------------------------------------------


def undone(job: ImportJob, by: Reader) -> UndoReport:
    return undo_import(job=job, by=by, at=LATER)


def test_an_undo_takes_away_the_cases_and_how_they_came_in() -> None:
    by = steward()
    job = store("cases", by, HEAD, DONE, OPEN)
    assert undone(job, by) == UndoReport(removed=2, restored=0, kept=0)
    assert (Case.objects.count(), CaseEvent.objects.count()) == (0, 0)
    assert {row.history_type for row in Case.history.all()} == {"+", "-"}
    again = store("cases", by, HEAD, DONE, OPEN)
    assert again.added == 2
    # Numbers are not given twice.
    assert {*Case.objects.values_list("number", flat=True)} == {
        "PPM-1404-2015-0003", "PPM-1404-2015-0004",
    }  # fmt: skip


def test_an_undo_leaves_what_people_went_on_with() -> None:
    by = steward()
    job = store("cases", by, HEAD, DONE, OPEN, row_of(OPEN, c0="REG-3"))
    add_note(Case.objects.get(register_number="REG-1"), text="Ada", by=by, at=AT, door=Door.PAGE)
    moving: dict[str, Any] = {"by": by, "at": LATER, "door": Door.PAGE}
    move_case(Case.objects.get(register_number="REG-2"), to="DIUSULKAN", **moving)
    assert undone(job, by) == UndoReport(removed=1, restored=0, kept=2)
    assert {*Case.objects.values_list("register_number", flat=True)} == {"REG-1", "REG-2"}


def test_an_undo_puts_back_what_a_file_corrected_and_leaves_the_stage() -> None:
    by = steward()
    store("cases", by, HEAD, OPEN)
    job = store("cases", by, HEAD, row_of(OPEN, c3="Judul lain"))
    assert undone(job, by) == UndoReport(removed=0, restored=1, kept=0)
    case = Case.objects.get()
    assert (case.title, case.stage.code, case.events.count()) == ("Dana belum cair", "DITANGANI", 1)


# What it is about -------------------------------------------------------------------------------


def test_what_a_case_is_about_lies_in_its_region_in_a_file_too() -> None:
    board = make_board(region=region_of(HILIR), code="BKM-HILIR")
    head = ("Kode BKM", *HEAD)
    job = bring("cases", steward(), head, (board.code, *DONE), (board.code, *OPEN))
    assert faults(job) == {(2, "board"): "subject_outside_region"}
    slum = make_slum_area_part(region=region_of(KOTA)).slum_area
    other = make_slum_area(region=region_of("14.04"))
    head = ("Nomor SK Kumuh", "Kawasan Kumuh", *HEAD)
    upgrading = row_of(OPEN, c1="KUMUH", c2=KOTA, c5="Terdata")
    rows = [(one.decree_number, one.name, *upgrading) for one in (slum, other)]
    job = bring("cases", steward(), head, rows[0], ("", "", *row_of(upgrading, c0="REG-8")))
    assert faults(job) == {(3, "slum_area"): "case_about_a_slum_area"}
    job = bring("cases", steward(), head, rows[1])
    assert faults(job) == {(2, "slum_decree"): "subject_outside_region"} or faults(job) == {
        (2, "slum_area"): "subject_outside_region"
    }


def test_a_stage_that_the_type_does_not_have_is_told_with_those_that_it_has() -> None:
    job = bring("cases", steward(), HEAD, row_of(OPEN, c5="Tuntas"))
    assert faults(job) == {(2, "stage"): "unknown_stage"}
    assert "DITELAAH" in sentences(job)[0]


# People -----------------------------------------------------------------------------------------

PEOPLE = {
    "reporter_name": "Ibu Contoh Pelapor", "reporter_contact": "+6281234560001",
    "accused_name": "Bapak Contoh Terlapor",
}  # fmt: skip


def test_the_people_of_a_complaint_come_in_and_go_out_with_their_own_right_only() -> None:
    make_case(register_number="REG-1", **PEOPLE)
    table = take("cases", steward())
    assert column(table, "reporter_name") == ["Ibu Contoh Pelapor"]
    without = reader_of_now(
        make_officer(region=region_of("14.04"), without=["personal_case"], is_staff=True)
    )
    masked = take("cases", without)
    assert not {*PEOPLE} & {*masked[0]}
    assert "Bapak Contoh Terlapor" not in str(masked)
    # What leaves without the people comes back without touching them.
    assert counts(bring("cases", without, *masked)) == {"read": 1, "unchanged": 1}
    content = as_csv(("No. Register", "Pelapor"), ("REG-1", "Orang Lain"))
    job = files.bring(CaseDataset, without, content, "csv")
    assert (job.state, (job.failure or {})["kind"]) == (ImportState.UNUSABLE, "forbidden_column")


def test_a_complaint_says_what_came_back_of_what_was_misused() -> None:
    register_case(stage="DITANGANI", amount_misused=5_000_000, amount_returned=2_000_000)
    register_case(stage="DITANGANI")
    table = take("cases", steward())
    assert column(table, "amount_remaining") == ["3000000", ""]
