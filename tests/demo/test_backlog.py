"""The money of 2008 in the demo's story: on paper, counted at once, signed in one act."""

from pathlib import Path
from typing import Any

import pytest

from finance.filters.disbursements import AWAITING_ME, TO_SIGN
from finance.models import Decision, Disbursement, Grant, Tranche
from finance.models.disbursements import State
from finance.services.totals import differences
from finance.worklist import queues_of
from p2kp_site.demo import backlog
from p2kp_site.demo.backlog import sign_backlog
from p2kp_site.demo.chapters import STEWARD, VERIFIER
from p2kp_site.demo.office import StoryWentWrong, reader_named
from tests.demo.stage import base, kept
from tests.demo.test_money import bring_papers

__all__ = ["base", "kept"]
pytestmark = pytest.mark.django_db
TO_BE_SIGNED = f"{AWAITING_ME}={TO_SIGN}"
OF_2008 = ("contoh-blm-2008.xlsx", "contoh-termin-2008.xlsx", "contoh-pencairan-2008.xlsx")


@pytest.fixture(scope="module")
def papers(base: Path) -> None:
    """The steward brought the papers in; nobody has signed them."""
    bring_papers(*OF_2008)


def entries_of(username: str) -> set[str]:
    """The queues of money that wait for a person, by their addresses."""
    return {one.url.partition("?")[2] for one in queues_of(reader_named(username))}


def test_papers_of_2008_count_before_anybody_signs_them(papers: None) -> None:
    rows = Disbursement.objects.all()
    assert set(rows.values_list("is_backlog", "approved_version")) == {(True, None)}
    assert rows.filter(state=State.PAID).count() == 1  # its LPJ was never found
    assert not differences()
    assert set(rows.values_list("changed_by__username", flat=True)) == {STEWARD}


def test_one_sp2d_pays_all_eight_boards(papers: None) -> None:
    first: Any = Disbursement.objects.filter(tranche__number=1)
    assert set(first.values_list("sp2d_number", flat=True)) == {"CONTOH/SP2D/2008/0117"}
    assert first.values("tranche__grant__board").distinct().count() == 8


def test_the_verifier_signs_all_papers_in_one_act_and_once_only(papers: None) -> None:
    assert TO_BE_SIGNED in entries_of(VERIFIER)
    assert sign_backlog() == 28
    decisions = Decision.objects.values_list("person__username", "change_set").distinct()
    assert [username for username, _act in decisions] == [VERIFIER]
    assert Disbursement.objects.verified().count() == 28
    assert TO_BE_SIGNED not in entries_of(VERIFIER)
    assert sign_backlog() == 0


def test_tranches_of_a_grant_come_to_its_amount(papers: None) -> None:
    for grant in Grant.objects.all():
        amounts = Tranche.objects.filter(grant=grant).values_list("amount", flat=True)
        assert sum(amounts) == grant.tranched == grant.amount


def test_papers_that_come_to_something_else_end_the_story_before_they_are_signed(
    papers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backlog, "ON_PAPER", {**backlog.ON_PAPER, "paid": 1})
    with pytest.raises(StoryWentWrong):
        sign_backlog()
    assert not Disbursement.objects.verified().exists()
