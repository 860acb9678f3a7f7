"""Files of what was paid on paper before an area went live."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from finance.models import Disbursement, Tranche
from finance.services.decisions import decide
from finance.services.totals import differences
from p2kp_site.exchange.services import checking
from p2kp_site.exchange.services.undoing import undo_import
from p2kp_site.foundation.models.change_sets import Door
from tests.builders import AT, make_board, make_region
from tests.builders_accounts import make_person
from tests.builders_signoffs import reader_of
from tests.exchange.services.office import changes, counts, faults
from tests.exchange.services.office import store as store_job
from tests.finance.builders import make_grant, make_tranche, source_of
from tests.finance.builders_disbursements import (
    brought_to,
    decided,
    make_backlog,
    make_disbursement,
    make_go_live,
    rows_of,
)
from tests.programs.builders import make_programme
from tests.programs.resources.desk import bring, sentences, steward, store, take

pytestmark = pytest.mark.django_db

HEAD = ("board", "fiscal_year", "tranche_number", "payment_no", "amount", "sp2d_number", "sp2d_on")
WITH_LPJ = (*HEAD, "lpj_number", "lpj_on", "accounted_amount")
LPJ = ("LPJ-1", "2010-12-01")


@pytest.fixture
def tranche() -> Any:
    make_go_live()
    grant = make_grant(board=make_board(), programme=make_programme(code="PNPM-MP"))
    return make_tranche(grant, source=source_of("APBN"))


def paper(
    tranche: Any, amount: object, number: object = "", *, on: str = "2010-06-03", sp2d: str = "S-1"
) -> tuple[Any, ...]:
    grant = tranche.grant
    return (grant.board.code, grant.fiscal_year, "I", number, amount, sp2d, on)


def totals(tranche: Any) -> tuple[int, int, int]:
    row = Tranche.objects.get(pk=tranche.pk)
    return row.approved, row.paid, row.accounted


def test_what_was_paid_on_paper_counts_at_once_and_waits_for_a_signature(tranche: Any) -> None:
    by = steward()
    rows = [
        (*paper(tranche, 20_000_000, 1), *LPJ, 20_000_000),
        (*paper(tranche, 30_000_000, 2), "", "", ""),
    ]
    job = store("disbursements", by, WITH_LPJ, *rows)
    assert counts(job) == {"read": 2, "added": 2}
    facts = ("state", "is_backlog", "round", "approved_version", "area")
    assert list(Disbursement.objects.order_by("payment_no").values_list(*facts)) == [
        ("accounted", True, 0, None, tranche.area),
        ("paid", True, 0, None, tranche.area),
    ]
    assert totals(tranche) == (50_000_000, 50_000_000, 20_000_000)
    assert differences() == []
    again = bring("disbursements", by, WITH_LPJ, *rows)
    assert (counts(again), changes(again)) == ({"read": 2, "unchanged": 2}, {})


def test_one_sp2d_may_pay_many_boards(tranche: Any) -> None:
    other = make_tranche(make_grant(board=make_board(), programme=tranche.grant.programme))
    rows = [paper(one, 10_000_000) for one in (tranche, other)]
    job = store("disbursements", steward(), HEAD, *rows)
    assert counts(job) == {"read": 2, "added": 2}


def test_a_payment_number_left_out_is_the_first_and_the_same_file_changes_nothing(
    tranche: Any,
) -> None:
    by, head = steward(), [name for name in HEAD if name != "payment_no"]
    row = [cell for cell in paper(tranche, 10_000_000) if cell != ""]
    store("disbursements", by, head, row)
    assert counts(bring("disbursements", by, head, row)) == {"read": 1, "unchanged": 1}
    blank = bring("disbursements", by, HEAD, paper(tranche, 10_000_000, ""))
    assert counts(blank) == {"read": 1, "unchanged": 1}
    twice = bring("disbursements", by, HEAD, *[paper(tranche, 5_000_000, n) for n in (3, 3)])
    assert set(faults(twice).values()) == {"repeated_key"}


def test_the_first_row_that_goes_over_its_tranche_is_refused_at_its_amount(
    tranche: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "SLICE", 2)
    make_backlog(tranche, amount=10_000_000, payment_no=9)
    rows = [paper(tranche, 20_000_000, n) for n in (1, 2, 3, 4)]
    by = steward()
    job = bring("disbursements", by, HEAD, *rows)
    assert faults(job) == {(n, "amount"): "over_tranche_total" for n in (4, 5)}
    assert "10.000.000" in sentences(job)[0]
    job = store("disbursements", by, HEAD, *rows, partial=True)
    assert (counts(job)["added"], totals(tranche)[0], differences()) == (2, 50_000_000, [])


def test_somebody_who_approved_meanwhile_sends_the_import_back_and_nothing_is_half_stored(
    tranche: Any,
) -> None:
    by = steward()
    job = bring("disbursements", by, HEAD, *[paper(tranche, 30_000_000, n) for n in (1, 2)])
    brought_to(make_disbursement(tranche, amount=20_000_000, payment_no=9), "approved")
    job = store_job(job, by)
    assert (job.state, job.failure["kind"]) == ("queued", "changed_since_preview")
    assert (Disbursement.objects.count(), totals(tranche)) == (1, (20_000_000, 0, 0))


def test_another_go_live_day_sends_the_import_back_to_its_preview(tranche: Any) -> None:
    by = steward()
    job = bring("disbursements", by, HEAD, paper(tranche, 30_000_000))
    make_go_live(date(2009, 1, 1), area="14.04.04")
    job = store_job(job, by)
    assert (job.state, job.failure["kind"]) == ("queued", "changed_since_preview")
    assert not Disbursement.objects.exists()


@pytest.mark.parametrize("live", [date(2010, 6, 3), date(2010, 1, 1), None])
def test_a_paid_row_since_go_live_or_without_such_a_day_is_refused(live: Any) -> None:
    if live:
        make_go_live(live)
    tranche = make_tranche(make_grant(board=make_board()))
    job = bring("disbursements", steward(), HEAD, paper(tranche, 30_000_000))
    kind = "paid_after_go_live" if live else "no_go_live_day"
    assert faults(job) == {(2, "sp2d_on"): kind}
    assert "konsep" in sentences(job)[0]
    assert not live or str(live.year) in sentences(job)[0]


def test_papers_are_whole_and_in_their_order(tranche: Any) -> None:
    rows = [
        (*paper(tranche, 1_000, 1, sp2d=""), "", "", ""),
        (*paper(tranche, 1_000, 2, on=""), "", "", ""),
        (*paper(tranche, 1_000, 3), "LPJ-1", "", ""),
        (*paper(tranche, 1_000, 4), "LPJ-1", "2010-05-01", 2_000),
        (*paper(tranche, 1_000, 5, on="2027-01-01"), "", "", ""),
        (*paper(tranche, 1_000, 6, on="", sp2d=""), *LPJ, 1_000),
    ]
    job = bring("disbursements", steward(), WITH_LPJ, *rows)
    assert faults(job) == {
        (2, "sp2d_number"): "sp2d_not_whole",
        (3, "sp2d_on"): "sp2d_not_whole",
        (4, "lpj_on"): "lpj_not_whole",
        (4, "accounted_amount"): "lpj_not_whole",
        (5, "lpj_on"): "lpj_before_sp2d",
        (5, "accounted_amount"): "accounted_above_payment",
        (6, "sp2d_on"): "paper_of_the_future",
        (7, "sp2d_number"): "sp2d_not_whole",
        (7, "sp2d_on"): "sp2d_not_whole",
    }


def test_undoing_an_import_takes_the_totals_back_but_for_what_was_signed(tranche: Any) -> None:
    by = steward()
    rows = [(*paper(tranche, 10_000_000, n), *LPJ, 10_000_000) for n in (1, 2, 3)]
    job = store("disbursements", by, WITH_LPJ, *rows)
    verifier = reader_of(make_person("verifier", area="14.04"))
    signed = Disbursement.objects.get(payment_no=2)
    assert decided(signed, by=verifier).done == 1
    report = undo_import(job=job, by=by, at=AT)
    assert (report.removed, report.kept) == (2, 1)
    assert totals(tranche) == (10_000_000, 10_000_000, 10_000_000)
    assert differences() == []


def test_whoever_brought_a_file_does_not_sign_it_and_a_verifier_signs_it_at_once(
    tranche: Any,
) -> None:
    by, numbers = steward(), []
    for start, number in ((1, 2), (3, 20)):
        rows = [paper(tranche, 1_000_000, n) for n in range(start, start + number)]
        store("disbursements", by, HEAD, *rows)
        own = reader_of(_with_role(by.user, "verifier"))
        unsigned = Disbursement.objects.filter(approved_version=None)
        act: dict[str, Any] = {"action": "approve", "at": AT, "door": Door.COMMAND}
        refused = decide(unsigned, by=own, **act)
        assert (refused.done, refused.reasons) == (0, {"entered_by_you": number})
        with CaptureQueriesContext(connection) as queries:
            verifier = reader_of(make_person("verifier", area="14.04"))
            assert decide(unsigned, by=verifier, **act).done == number
        numbers.append(len([q for q in queries if "disbursement" in q["sql"]]))
    assert len(set(numbers)) == 1, numbers
    assert not Disbursement.objects.filter(approved_version=None).exists()


def _with_role(user: Any, role: str) -> Any:
    user.groups.add(Group.objects.get(name=role))
    return type(user).objects.get(pk=user.pk)


def test_each_tranche_is_moved_once_however_many_payments_come_in(tranche: Any) -> None:
    other = make_tranche(make_grant(board=make_board(), programme=tranche.grant.programme))
    by, numbers = steward(), []
    for payments in ((1, 2), (3, 4, 5, 6)):
        rows = [paper(one, 1_000_000, n) for one in (tranche, other) for n in payments]
        job = bring("disbursements", by, HEAD, *rows)
        with CaptureQueriesContext(connection) as queries:
            store_job(job, by)
        moves = [q["sql"] for q in queries if q["sql"].startswith('UPDATE "finance_tranche"')]
        assert len(moves) == 1
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 44
    assert totals(tranche) == totals(other) == (6_000_000, 6_000_000, 0)


def test_approved_and_paid_money_is_changed_by_no_file(tranche: Any) -> None:
    held = make_backlog(tranche, amount=10_000_000, accounted=True)
    by = steward()
    head = ("Ref", "amount", "sp2d_number", "note")
    job = bring("disbursements", by, head, (held.ref, 11_000_000, "SP2D-LAIN", "catatan"))
    assert faults(job) == {
        (2, name): "approved_money_stays" for name in ("amount", "sp2d_number", "note")
    }
    same = bring("disbursements", by, head, (held.ref, 10_000_000, "SP2D-2010", ""))
    assert counts(same) == {"read": 1, "unchanged": 1}


def test_what_leaves_comes_back_unchanged_and_strangers_change_nothing(tranche: Any) -> None:
    make_backlog(tranche, amount=10_000_000, accounted=True)
    make_disbursement(tranche, amount=5_000_000)
    brought_to(make_disbursement(tranche, amount=7_000_000), "paid")
    by = steward()
    for format_ in ("csv", "xlsx"):
        table = take("disbursements", by, format_)
        job = bring("disbursements", by, *table, format_=format_)
        assert (counts(job), changes(job)) == ({"read": 3, "unchanged": 3}, {})
    make_region(code="14.10.01.1001")
    stranger = steward("14.10")
    table = take("disbursements", by)
    assert counts(bring("disbursements", stranger, *table)) == {"read": 3, "refused": 3}
    assert len(take("disbursements", stranger)) == 1
    assert rows_of(*Disbursement.objects.all()).count() == 3
