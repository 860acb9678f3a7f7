"""Planned activities as files: lines of drafts, with a column of costs for each source."""

from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from p2kp_site.exchange.models.imports import ImportState
from p2kp_site.exchange.services.undoing import undo_import
from p2kp_site.foundation.models.change_sets import Door
from programs.models import Plan, PlannedActivity, PlannedCost
from tests.builders import AT, make_board, make_change_set, make_region
from tests.exchange.services.office import changes, counts, faults
from tests.exchange.services.office import store as store_job
from tests.programs.builders import make_line, make_plan, make_planned_cost, make_source, ratified
from tests.programs.resources.desk import bring, sentences, steward, store, take

pytestmark = pytest.mark.django_db

PLAN = ("Kode BKM", "Jenis Rencana", "Tahun Awal", "Versi")
HEAD = (*PLAN, "Nomor Kegiatan", "Bidang", "Kegiatan", "Tahun Rencana")
COSTS = (*HEAD, "Biaya APBN", "Biaya Swadaya masyarakat")


@pytest.fixture
def plan() -> Plan:
    """A draft of BKM-1, and two sources."""
    make_source("APBN", name="APBN Kementerian", position=1)
    make_source("SWADAYA", name="Swadaya masyarakat", position=2)
    return make_plan(board=make_board(code="BKM-1"))


def line(number: str, *costs: Any, **other: Any) -> tuple[Any, ...]:
    facts = {
        "board": "BKM-1",
        "kind": "PJM Pronangkis",
        "start_year": 2010,
        "edition": 1,
        "number": number,
        "sector": "Lingkungan",
        "sub_component": "Drainase",
        "planned_year": 2011,
        **other,
    }
    return (*facts.values(), *costs)


def costs() -> dict[tuple[str, str], int]:
    rows = PlannedCost.objects.values_list("activity__number", "source__code", "amount")
    return {(number, source): amount for number, source, amount in rows}


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_a_line_comes_in_with_its_costs(plan: Plan, format_: str) -> None:
    rows = [line("L-1", "Rp 1.500.000", ""), line("L-2", 0, 250_000), line("L-3", "-", None)]
    job = store("planned-activities", steward(), COSTS, *rows, format_=format_)
    assert counts(job) == {"read": 3, "added": 3}
    assert costs() == {("L-1", "APBN"): 1_500_000, ("L-2", "SWADAYA"): 250_000}
    first = PlannedActivity.objects.get(number="L-1")
    assert (first.plan, first.area, first.sector) == (plan, plan.area, "L")
    again = bring("planned-activities", steward(), COSTS, *rows, format_=format_)
    assert counts(again) == {"read": 3, "unchanged": 3}


def test_costs_are_added_changed_and_emptied_and_the_history_says_by_whom(plan: Plan) -> None:
    by = steward()
    store("planned-activities", by, COSTS, line("L-1", 100, 200), line("L-2", 5, ""))
    job = store("planned-activities", by, COSTS, line("L-1", 150, ""), line("L-2", 5, 7))
    assert counts(job) == {"read": 2, "changed": 2}
    assert changes(job) == {
        2: {"cost.APBN": [100, 150], "cost.SWADAYA": [200, None]},
        3: {"cost.SWADAYA": [None, 7]},
    }
    assert costs() == {("L-1", "APBN"): 150, ("L-2", "APBN"): 5, ("L-2", "SWADAYA"): 7}
    told = PlannedCost.history.filter(change_set=job.change_set).order_by("amount")
    assert [(row.history_type, row.amount) for row in told] == [("+", 7), ("~", 150), ("-", 200)]
    assert {row.change_set.by for row in told} == {by.user}
    assert {row.change_set.door for row in told} == {Door.IMPORT}


def test_what_an_import_did_to_costs_is_taken_back(plan: Plan) -> None:
    by = steward()
    store("planned-activities", by, COSTS, line("L-1", 100, 200), line("L-2", 5, ""))
    before = costs()
    job = store("planned-activities", by, COSTS, line("L-1", 150, ""), line("L-2", 5, 7))
    report = undo_import(job=job, by=by, at=AT)
    assert (report.removed, report.restored, report.kept) == (0, 2, 0)
    assert costs() == before
    job = store("planned-activities", by, COSTS, line("L-3", 1, 2))
    assert undo_import(job=job, by=by, at=AT).removed == 1
    assert costs() == before


@pytest.mark.parametrize("cell", ["-5", "Rp 5,50", "banyak", 10**16])
def test_what_is_no_amount_is_refused_at_its_cell(plan: Plan, cell: Any) -> None:
    job = bring("planned-activities", steward(), COSTS, line("L-1", cell, ""))
    assert [column for _row, column in faults(job)] == ["cost.APBN"]


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_cost_may_be_headed_by_code_or_by_name_in_either_language(
    plan: Plan, language: str
) -> None:
    make_planned_cost(make_line(plan), 7)
    with override(language):
        for heading in ("Biaya APBN", "Cost APBN Kementerian", "Planned cost APBN", "cost.APBN"):
            bring("planned-activities", steward(), (*HEAD, heading), line("L-1", 1))
        headings = take("planned-activities", steward(), "xlsx", language)[0]
    assert [one for one in headings if "APBN" in one] == [headings[-3]]


def test_sources_of_one_name_go_by_their_codes_only(plan: Plan) -> None:
    make_source("KEMBAR", name="Swadaya masyarakat")
    with pytest.raises(AssertionError, match="mapping"):
        bring("planned-activities", steward(), COSTS, line("L-1", 1, 2))


# The plan they are part of ------------------------------------------------------------------------


def test_a_sealed_plan_loses_its_seal_and_the_preview_says_so(plan: Plan) -> None:
    by = steward()
    make_line(plan, number="L-1")
    untouched = make_plan(board=plan.board, kind="renta", end_year=2010)
    seal(plan)
    seal(untouched)
    job = bring("planned-activities", by, COSTS, line("L-2", 1, 2))
    assert {"kind": "signed_parents", "params": {"count": 1}} in job.layout["notes"]
    store_job(job, by)
    plan.refresh_from_db()
    assert (plan.signoff, plan.version) == ("entered", 2)
    untouched.refresh_from_db()
    assert untouched.signoff == "handed_over"


def seal(plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).stamp(
        signoff="handed_over",
        handed_over_by=steward().user,
        handed_over_at=AT,
        signed_version=plan.version,
    )


def test_an_import_that_changes_no_line_leaves_the_seal(plan: Plan) -> None:
    by = steward()
    store("planned-activities", by, COSTS, line("L-1", 1, 2))
    plan.refresh_from_db()
    seal(plan)
    store("planned-activities", by, COSTS, line("L-1", 1, 2))
    plan.refresh_from_db()
    assert plan.signoff == "handed_over"


def test_the_lines_of_a_ratified_edition_stand(plan: Plan) -> None:
    standing = make_line(plan, number="L-1", planned_year=2011)
    ratified(plan)
    by = steward()
    job = bring("planned-activities", by, HEAD, line("L-1", sub_component="Jalan"), line("L-2"))
    assert faults(job) == {(2, "board"): "plan_is_ratified", (3, "board"): "plan_is_ratified"}
    assert "PJM Pronangkis 2010–2012" in sentences(job)[0]
    job = bring("planned-activities", by, ("Ref", "Catatan"), (standing.ref, "Lain"))
    assert set(faults(job).values()) == {"plan_is_ratified"}
    job = bring("planned-activities", by, ("Ref", "Catatan"), (standing.ref, ""))
    assert counts(job) == {"read": 1, "unchanged": 1}


def test_a_ratified_edition_without_lines_takes_its_lines(plan: Plan) -> None:
    facts = {"ratified_on": date(2010, 1, 20), "ratified_by": "Rembug warga"}
    Plan.objects.filter(pk=plan.pk).update(change_set=make_change_set(), **facts)
    by = steward()
    job = store("planned-activities", by, COSTS, line("L-1", 1, 2), line("L-2", 3, 4))
    assert counts(job) == {"read": 2, "added": 2}
    assert faults(bring("planned-activities", by, HEAD, line("L-3"))) == {
        (2, "board"): "plan_is_ratified"
    }
    # Nobody has touched the plan since: what was a mistake goes again.
    assert undo_import(job=job, by=by, at=AT).removed == 2


def test_a_plan_that_is_ratified_between_preview_and_storing_takes_nothing(plan: Plan) -> None:
    by = steward()
    standing = make_line(plan, number="L-1", planned_year=2011)
    changed = bring("planned-activities", by, ("Ref", "Catatan"), (standing.ref, "Lain"))
    added = bring("planned-activities", by, HEAD, line("L-2"))
    ratified(plan)
    for job in (changed, added):
        assert store_job(job, by).state == ImportState.QUEUED
    assert PlannedActivity.objects.get() == standing


def test_lines_of_a_plan_that_was_ratified_since_are_not_taken_back(plan: Plan) -> None:
    by = steward()
    job = store("planned-activities", by, COSTS, line("L-1", 1, 2))
    plan.refresh_from_db()
    ratified(plan)
    report = undo_import(job=job, by=by, at=AT)
    assert (report.removed, report.kept) == (0, 1)
    assert costs() == {("L-1", "APBN"): 1, ("L-1", "SWADAYA"): 2}


def test_a_line_stays_with_its_plan(plan: Plan) -> None:
    make_plan(board=plan.board, edition=2)
    standing = make_line(plan, number="L-1", planned_year=2011)
    row = (standing.ref, *line("L-1", edition=2))
    job = bring("planned-activities", steward(), ("Ref", *HEAD), row)
    assert faults(job) == {(2, "plan_edition"): "stays_with_its_parent"}


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({"planned_year": 2013}, {(2, "planned_year"): "year_outside_plan"}),
        ({"planned_year": 1999}, {(2, "planned_year"): "year_outside_plan"}),
        ({"edition": 2}, {(2, "board"): "unknown_record"}),
        ({"edition": ""}, {(2, "plan_edition"): "required"}),
        ({"board": "BKM-2"}, {(2, "board"): "unknown_record"}),
        ({"sector": "Budaya"}, {(2, "sector"): "not_a_choice"}),
    ],
)
def test_what_no_line_can_be_is_refused(
    plan: Plan, other: dict[str, Any], found: dict[tuple[int, str], str]
) -> None:
    make_plan(board=make_board(code="BKM-2", region=make_region(code="14.10.01.1001")))
    assert faults(bring("planned-activities", steward(), HEAD, line("L-1", **other))) == found


@pytest.mark.parametrize(
    ("heads", "cells", "found"),
    [
        (("Volume",), (5,), {"unit": "volume_without_unit"}),
        (("Volume", "Satuan"), (-5, "m"), {"volume": "too_small"}),
        (("Volume", "Satuan"), ("5,125", "m"), None),
        (
            ("Pemanfaat L", "Pemanfaat P", "Pemanfaat MBR"),
            (1, 2, 4),
            {"beneficiaries_low_income": "more_low_income_than_people"},
        ),
        (("Pemanfaat L",), (2**31,), {"beneficiaries_men": "too_large"}),
    ],
)
def test_figures_are_checked_across_each_other(
    plan: Plan, heads: Any, cells: Any, found: dict[str, str] | None
) -> None:
    job = bring("planned-activities", steward(), (*HEAD, *heads), line("L-1", *cells))
    said = {column: kind for (_row, column), kind in faults(job).items()}
    assert said == found if found else "volume" in said
