"""Plans as files: ratification is a fact of the paper, and what was ratified stays what it is."""

from datetime import date
from typing import Any

import pytest

from p2kp_site.exchange.models.imports import RowKind
from programs.models import Plan
from tests.builders import make_board, make_region
from tests.exchange.services.office import changes, counts, faults
from tests.programs.builders import make_plan
from tests.programs.resources.desk import bring, steward, store

pytestmark = pytest.mark.django_db

HEAD = ("Kode BKM", "Jenis Rencana", "Tahun Awal", "Tahun Akhir", "Versi")
RATIFIED = "ratified_by"
PAPER = (*HEAD, "Tanggal Pengesahan", "Disahkan oleh")


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_a_plan_comes_in_with_its_ratification_and_lies_where_its_board_lies(format_: str) -> None:
    board = make_board(code="BKM-1")
    row = ("BKM-1", "PJM", 2010, 2012, "", "20-01-2010", "Rembug warga")
    job = store("plans", steward(), PAPER, row, format_=format_)
    assert counts(job) == {"read": 1, "added": 1}
    plan = Plan.objects.get()
    assert (plan.board, plan.kind, plan.edition, plan.area) == (board, "pjm", 1, board.area)
    assert (plan.ratified_on, plan.ratified_by) == (date(2010, 1, 20), "Rembug warga")


def test_each_edition_is_a_row_and_the_same_edition_twice_is_refused() -> None:
    make_board(code="BKM-1")
    rows = [("BKM-1", "Renta", 2010, 2010, edition) for edition in (1, 2, 2)]
    job = bring("plans", steward(), HEAD, *rows)
    assert counts(job) == {"read": 3, "added": 1, "refused": 2}
    assert set(faults(job).values()) == {"repeated_key"}


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (("BKM-1", "PJM", 2010, 2009, 1, "", ""), {(2, "end_year"): "ends_before_it_begins"}),
        (("BKM-1", "PJM", 2010, 2012, 0, "", ""), {(2, "edition"): "too_small"}),
        (("BKM-1", "PJM", 2010, 2012, 99999, "", ""), {(2, "edition"): "too_large"}),
        (("BKM-1", "PJM", 10, 2012, 1, "", ""), {(2, "start_year"): "too_small"}),
        (("BKM-1", "RPJM", 2010, 2012, 1, "", ""), {(2, "kind"): "not_a_choice"}),
        (("BKM-1", "PJM", 2010, 2012, 1, "1-2-2010", ""), {(2, RATIFIED): "ratified_by_nobody"}),
        (("BKM-1", "PJM", 2010, 2012, 1, "", "Lurah"), {(2, "ratified_on"): "ratified_on_no_day"}),
        (("BKM-9", "PJM", 2010, 2012, 1, "", ""), {(2, "board"): "unknown_record"}),
        (("BKM-2", "PJM", 2010, 2012, 1, "", ""), {(2, "board"): "unknown_record"}),
    ],
)  # fmt: skip
def test_what_no_plan_can_be_is_refused(row: Any, found: dict[tuple[int, str], str]) -> None:
    make_board(code="BKM-1")
    make_board(code="BKM-2", region=make_region(code="14.10.01.1001"))
    assert faults(bring("plans", steward(), PAPER, row)) == found


@pytest.mark.parametrize(
    ("heading", "cell", "column"),
    [
        ("Tahun Awal", 2009, "start_year"),
        ("Tahun Akhir", 2013, "end_year"),
        ("Versi", 3, "edition"),
        ("Jenis Rencana", "RPLP", "kind"),
        ("Kode BKM", "BKM-2", "board"),
    ],
)
def test_a_ratified_edition_stays_what_it_is(heading: str, cell: Any, column: str) -> None:
    board = make_board(code="BKM-1")
    make_board(code="BKM-2")
    plan = make_plan(board=board, ratified_on=date(2010, 1, 20))
    job = bring("plans", steward(), ("Ref", heading), (plan.ref, cell))
    assert faults(job) == {(2, column): "ratified_edition_stays"}
    draft = make_plan(board=board, edition=2)
    job = bring("plans", steward(), ("Ref", heading), (draft.ref, cell))
    assert faults(job) == {}


def test_a_ratification_is_not_taken_back_but_corrected() -> None:
    plan = make_plan(ratified_on=date(2010, 1, 20))
    head = ("Ref", "Tanggal Pengesahan", "Disahkan oleh")
    job = bring("plans", steward(), head, (plan.ref, "", ""))
    assert faults(job) == {(2, "ratified_on"): "ratified_edition_stays"}
    job = bring("plans", steward(), head, (plan.ref, "21-01-2010", "Lurah"))
    assert changes(job) == {
        2: {
            "ratified_on": ["2010-01-20", "2010-01-21"],
            "ratified_by": ["Rembug warga", "Lurah"],
        }
    }
    assert not job.rows.filter(kind=RowKind.REFUSED)
