"""The money of the demo's story: from the agreement to the account, with what is late."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from finance.models import Contribution, Disbursement, Expenditure, Grant, PositionAssignment
from finance.models.disbursements import State
from finance.services.totals import differences
from finance.worklist import queues_of
from p2kp_site.demo import money
from p2kp_site.demo.accounts import ACCOUNTS, INDRAGIRI_HILIR
from p2kp_site.demo.chapters import CHAPTERS
from p2kp_site.demo.deciders import say_who_decides
from p2kp_site.demo.money import check_totals, move_money
from p2kp_site.demo.money_chapters import CHAIN, GIVEN_BACK, PAYMENTS, TREASURER
from p2kp_site.demo.office import Office, StoryWentWrong, reader_named
from p2kp_site.demo.story import read
from tests.demo.stage import base, kept, worker

__all__ = ["base", "kept"]
pytestmark = pytest.mark.django_db
OF_2014 = ("contoh-anggaran.xlsx", "contoh-blm.xlsx", "contoh-swadaya.xlsx")


@pytest.fixture(scope="module")
def papers(base: Path) -> None:
    """The part of the story that money needs."""
    bring_papers()


@pytest.fixture
def played(papers: None) -> None:
    assert move_money()


def bring_papers(*files: str) -> None:
    assert say_who_decides()
    for chapter in CHAPTERS:
        if chapter.file in ("contoh-bkm-tembilahan.xlsx", *(files or OF_2014)):
            read(chapter, Office(worker))


def tranche_of(board: int, number: int, source: str = "APBN") -> Any:
    grant = Grant.objects.get(board__code=f"BKM-140404-{board:03d}")
    return grant.tranches.get(number=number, source__code=source)


def states() -> dict[str, int]:
    rows = Disbursement.objects.values_list("state", flat=True)
    return {state: list(rows).count(state) for state in set(rows)}


def test_money_comes_as_far_as_the_story_says(played: None) -> None:
    assert states() == {
        State.ACCOUNTED: 5, State.PAID: 2, State.APPROVED: 2, State.HANDED_OVER: 2,
        State.RETURNED: 1, State.ENTERED: 1,
    }  # fmt: skip
    first = tranche_of(1, 1)
    assert first.accounted == first.paid == first.approved == first.amount
    # A part went back to the treasury, through the same chain, before the board accounted for it.
    back = tranche_of(6, 1)
    assert back.amount - back.accounted == GIVEN_BACK.amount
    answer = Disbursement.objects.counter_rows().get()
    assert answer.decisions.count() == len(CHAIN)
    # One board waits for money because its account is missing; two are late with theirs.
    assert tranche_of(4, 2).approved == 0
    assert Disbursement.objects.get(tranche=tranche_of(4, 2)).state == State.ENTERED
    late = Disbursement.objects.without_account(on=reader_named(TREASURER).on, days=365)
    assert set(late.values_list("tranche", flat=True)) == {
        tranche_of(4, 1).pk,
        tranche_of(5, 1).pk,
    }


def test_every_total_is_what_its_rows_say(played: None) -> None:
    assert not differences()
    call_command("control_totals")
    for grant in Grant.objects.exclude(tranched=0):
        tranches = list(grant.tranches.all())
        assert sum(one.amount for one in tranches) == grant.tranched == grant.amount
        for tranche in tranches:
            paid = tranche.disbursements.filter(kind="payment", sp2d_on__isnull=False)
            answered = sum(row.answered for row in paid)
            assert tranche.paid == sum(row.amount for row in paid) - answered


def test_many_boards_are_paid_under_one_sp2d_and_one_in_another_year(played: None) -> None:
    number, _day = PAYMENTS[0].sp2d or ("", None)
    assert Disbursement.objects.filter(sp2d_number=number).count() == 6
    other = Disbursement.objects.filter(sp2d_on__year=2015)
    assert {row.tranche.grant.fiscal_year for row in other} == {2014}


def test_each_position_of_the_chain_is_held_by_an_account_of_the_demo(played: None) -> None:
    names = {account.username for account in ACCOUNTS}
    for code, _name, username in CHAIN:
        held = PositionAssignment.objects.get(position__code=code)
        assert (held.user.username, held.region and held.region.code) == (username, INDRAGIRI_HILIR)
        assert username in names
    # Halfway rows wait in the queues of those who come next.
    for username in ("pjok.inhil", "ppk.inhil", TREASURER):
        assert queues_of(reader_named(username)), username


def test_swadaya_and_evidence_are_there_and_marked_as_invented(played: None) -> None:
    given = Contribution.objects.all()
    assert given.short_of_promise().exists()
    assert given.filter(realised_amount__isnull=False).exists()
    assert set(given.values_list("note", flat=True)) == {"Data contoh"}
    spent = Expenditure.objects.all()
    assert spent.count() == 14
    assert not spent.filter(tranche=None).exists()
    assert not spent.exclude(evidence_number__startswith="CONTOH/").exists()
    assert not Grant.objects.exclude(agreement_number__startswith="CONTOH/").exists()
    assert set(Disbursement.objects.payments().values_list("note", flat=True)) == {"Data contoh"}


def test_what_was_said_once_is_not_said_again(played: None) -> None:
    assert not say_who_decides()
    assert not move_money()


def test_a_total_that_is_wrong_ends_the_story(played: None) -> None:
    tranche = tranche_of(5, 1)
    type(tranche).objects.filter(pk=tranche.pk).stamp(paid=tranche.paid - 1)
    with pytest.raises(StoryWentWrong):
        check_totals()


def test_a_payment_that_the_chain_refuses_ends_the_story(
    papers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(money, "CHAIN", CHAIN[::-1])
    with pytest.raises(StoryWentWrong):
        move_money()
    assert not Disbursement.objects.exists()
