"""Files of tranches: whose they are, and that they stay within their grant."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from finance.models import Grant, Tranche
from finance.services.totals import differences
from p2kp_site.exchange.services import checking
from p2kp_site.exchange.services.imports import NotNow
from p2kp_site.exchange.services.undoing import undo_import
from tests.builders import AT, make_board, make_change_set, make_region
from tests.exchange.services.office import changes, counts, faults
from tests.exchange.services.office import store as store_job
from tests.finance.builders import make_grant, make_tranche, source_of
from tests.finance.builders_disbursements import brought_to, make_disbursement
from tests.programs.builders import make_programme
from tests.programs.resources.desk import bring, sentences, steward, store, take

pytestmark = pytest.mark.django_db

SHORT = ("board", "fiscal_year", "number", "source", "amount")


@pytest.fixture
def grant() -> Any:
    source_of("APBN")
    source_of("APBD-KAB")
    return make_grant(board=make_board(), programme=make_programme(code="PNPM-MP"))


def row(grant: Any, number: object, amount: object, source: str = "APBN") -> tuple[Any, ...]:
    return (grant.board.code, grant.fiscal_year, number, source, amount)


def tranched(grant: Any) -> int:
    return Grant.objects.get(pk=grant.pk).tranched


def test_tranches_name_their_grant_and_are_added_to_it(grant: Any) -> None:
    rows = (row(grant, "Termin I", 60_000_000), row(grant, "II", 40_000_000, "APBD-KAB"))
    by = steward()
    job = store("tranches", by, SHORT, *rows)
    assert counts(job) == {"read": 2, "added": 2}
    assert sorted(Tranche.objects.values_list("number", "source__code", "area")) == [
        (1, "APBN", grant.area),
        (2, "APBD-KAB", grant.area),
    ]
    assert (tranched(grant), differences()) == (100_000_000, [])
    again = bring("tranches", by, SHORT, *rows)
    assert (counts(again), changes(again)) == ({"read": 2, "unchanged": 2}, {})


def test_a_grant_is_named_in_full_where_the_board_has_several_of_the_year(grant: Any) -> None:
    other = make_grant(board=grant.board, programme=grant.programme, number=2)
    by = steward()
    job = bring("tranches", by, SHORT, row(grant, 1, 60_000_000))
    assert faults(job) == {(2, "board"): "several_grants"}
    assert "nomor BLM" in sentences(job)[0]
    head = (*SHORT, "programme", "grant_number")
    store("tranches", by, head, (*row(grant, 1, 60_000_000), "PNPM-MP", 2))
    store("tranches", by, head, (*row(grant, 1, 50_000_000), "PNPM-MP", ""))
    assert (tranched(other), tranched(grant)) == (60_000_000, 50_000_000)
    lost = bring("tranches", by, head, (*row(grant, 1, 1), "PNPM-MP", 3))
    assert faults(lost) == {(2, "board"): "unknown_record"}


def test_the_first_row_that_goes_over_the_grant_is_refused_at_its_amount(
    grant: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "SLICE", 2)  # the sum goes on from slice to slice
    make_tranche(grant, amount=50_000_000, number=9)
    rows = [row(grant, n, 50_000_000) for n in (1, 2, 3, 4)]
    by = steward()
    job = bring("tranches", by, SHORT, *rows)
    assert faults(job) == {(5, "amount"): "over_grant"}
    assert "Rp0" in sentences(job)[0].replace(" ", "").replace("\xa0", "")
    job = store("tranches", by, SHORT, *rows, partial=True)
    assert (counts(job)["added"], tranched(grant)) == (3, 200_000_000)


def test_an_amount_that_changes_moves_the_total_by_the_difference(grant: Any) -> None:
    first, second = (make_tranche(grant, number=n, amount=100_000_000) for n in (1, 2))
    by = steward()
    head = ("Ref", "amount")
    # More in the first, less in the second: the order in the file does not matter.
    job = store("tranches", by, head, (first.ref, 150_000_000), (second.ref, 40_000_000))
    assert (counts(job)["changed"], tranched(grant), differences()) == (2, 190_000_000, [])
    over = bring("tranches", by, head, (second.ref, 60_000_000))
    assert faults(over) == {(2, "amount"): "over_grant"}
    report = undo_import(job=job, by=by, at=AT)
    assert (report.restored, tranched(grant), differences()) == (2, 200_000_000, [])


def test_undoing_an_import_takes_the_total_back(grant: Any) -> None:
    by = steward()
    job = store("tranches", by, SHORT, row(grant, 1, 60_000_000), row(grant, 2, 70_000_000))
    report = undo_import(job=job, by=by, at=AT)
    assert (report.removed, tranched(grant), Tranche.objects.count()) == (2, 0, 0)


def test_an_import_that_others_built_upon_is_not_undone(grant: Any) -> None:
    tranche = make_tranche(grant, amount=100_000_000)
    by = steward()
    job = store("tranches", by, ("Ref", "amount"), (tranche.ref, 60_000_000))
    grant.refresh_from_db()
    grant.amount = 80_000_000
    grant.save(change_set=make_change_set())
    with pytest.raises(NotNow):
        undo_import(job=job, by=by, at=AT)
    assert (tranched(grant), Tranche.objects.get().amount) == (60_000_000, 60_000_000)


def test_what_was_approved_stays_within_the_tranche_and_of_its_source(grant: Any) -> None:
    tranche = make_tranche(grant, approved=60_000_000)
    by = steward()
    head = ("Ref", "amount", "source", "approved")
    job = bring("tranches", by, head, (tranche.ref, 50_000_000, "APBD-KAB", 60_000_000))
    assert faults(job) == {
        (2, "amount"): "tranche_below_approved",
        (2, "source"): "approved_tranche_stays",
    }
    told = bring("tranches", by, head, (tranche.ref, 60_000_000, "APBN", 1))
    assert faults(told) == {(2, "approved"): "differs_from_row"}


def test_somebody_who_approved_meanwhile_sends_the_import_back_to_its_preview(grant: Any) -> None:
    tranche = make_tranche(grant)
    by = steward()
    job = bring("tranches", by, ("Ref", "amount"), (tranche.ref, 50_000_000))
    brought_to(make_disbursement(tranche, amount=60_000_000), "approved")
    job = store_job(job, by)
    assert (job.state, job.failure["kind"]) == ("queued", "changed_since_preview")
    assert (Tranche.objects.get().amount, tranched(grant)) == (60_000_000, 60_000_000)


def test_a_grant_that_was_split_meanwhile_sends_the_import_back_to_its_preview(grant: Any) -> None:
    by = steward()
    job = bring("tranches", by, SHORT, row(grant, 1, 100_000_000), row(grant, 2, 50_000_000))
    make_tranche(grant, number=3, amount=60_000_000)
    job = store_job(job, by)
    assert (job.state, job.failure["kind"]) == ("queued", "changed_since_preview")
    assert (Tranche.objects.count(), tranched(grant)) == (1, 60_000_000)


def test_each_grant_is_moved_once_however_many_tranches_come_in(grant: Any) -> None:
    other = make_grant(board=make_board(), programme=grant.programme)
    by, numbers = steward(), []
    for numbers_of in ((1, 2), (3, 4, 5, 6)):
        rows = [row(one, n, 1_000_000) for one in (grant, other) for n in numbers_of]
        job = bring("tranches", by, SHORT, *rows)
        with CaptureQueriesContext(connection) as queries:
            store_job(job, by)
        moves = [q["sql"] for q in queries if 'SET "tranched"' in q["sql"]]
        assert len(moves) == 1
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 48
    assert (tranched(grant), tranched(other)) == (6_000_000, 6_000_000)


def test_what_leaves_comes_back_unchanged_and_strangers_change_nothing(grant: Any) -> None:
    make_tranche(grant, approved=20_000_000, paid=10_000_000)
    make_tranche(
        make_grant(board=make_board(region=make_region(code="14.10.01.1001")), fiscal_year=2011)
    )
    by = steward()
    table = take("tranches", by)
    assert len(table) == 2
    assert counts(bring("tranches", by, *table)) == {"read": 1, "unchanged": 1}
    stranger = steward("14.10")
    assert counts(bring("tranches", stranger, *table)) == {"read": 1, "refused": 1}
