"""What the database holds of grants and tranches, whoever writes."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from finance.models import Grant, Tranche, TrancheScheme, TrancheShare
from p2kp_site.foundation.records import GuardedColumn
from tests.builders import make_board, make_change_set
from tests.finance.builders import (
    make_expenditure,
    make_grant,
    make_scheme,
    make_tranche,
    source_of,
)

pytestmark = pytest.mark.django_db


def refused(row: Any, constraint: str, **values: Any) -> None:
    """A write past every door of ours fails at this constraint."""
    rows: Any = models.QuerySet(type(row)).filter(pk=row.pk)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        rows.update(**values)


def test_a_grant_lies_where_its_board_lies_and_is_called_by_programme_and_year() -> None:
    grant = make_grant()
    tranche = make_tranche(grant)
    assert grant.area == tranche.area == grant.board.area
    assert grant.name == f"{grant.programme.abbreviation} 2010"
    assert make_grant(board=grant.board, programme=grant.programme, number=2).name.endswith("/2")


def test_the_table_of_grants_refuses_what_cannot_be() -> None:
    grant = make_grant(amount=100)
    make_tranche(grant, amount=60)
    refused(grant, "grant_amount_is_money", amount=0, tranched=0)
    refused(grant, "grant_amount_is_money", amount=10**15 + 1)
    refused(grant, "grant_year_and_number", fiscal_year=1010)
    refused(grant, "grant_year_and_number", number=0)
    refused(grant, "grant_tranches_within_amount", amount=59)
    refused(grant, "grant_tranches_within_amount", tranched=101)
    refused(grant, "grant_tranches_within_amount", tranched=-1)
    refused(grant, "grant_agreement_has_number_and_day", agreement_number="SPPB-1")
    refused(grant, "grant_agreement_has_number_and_day", agreement_on=date(2010, 1, 1))


def test_a_board_has_one_grant_of_a_number_in_a_year_of_a_programme() -> None:
    grant = make_grant()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_grant(board=grant.board, programme=grant.programme)
    make_grant(board=grant.board, programme=grant.programme, fiscal_year=2011)
    make_grant(board=make_board(), programme=grant.programme)


@pytest.mark.parametrize(
    "totals",
    [
        {"approved": 61},
        {"approved": 50, "paid": 51},
        {"approved": 50, "paid": 40, "accounted": 41},
        {"accounted": -1},
        {"paid": 1},
    ],
)
def test_no_more_is_accounted_than_paid_than_approved_than_granted(totals: Any) -> None:
    tranche = make_tranche(amount=60)
    refused(tranche, "tranche_approved_paid_accounted", **totals)


def test_a_tranche_cannot_become_less_than_was_approved() -> None:
    tranche = make_tranche(amount=60, approved=50)
    refused(tranche, "tranche_approved_paid_accounted", amount=49)
    refused(tranche, "tranche_number_and_amount", number=0)
    tranche.amount = 49
    with pytest.raises(ValidationError, match="tidak dapat menjadi"):
        tranche.full_clean()


def test_a_source_stands_once_in_a_tranche() -> None:
    tranche = make_tranche()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_tranche(tranche.grant, source=tranche.source, amount=1)
    make_tranche(tranche.grant, number=2, source=tranche.source, amount=1)


@pytest.mark.parametrize("column", ["approved", "paid", "accounted"])
def test_nobody_types_what_was_approved_paid_or_accounted(column: str) -> None:
    tranche, act = make_tranche(), make_change_set()
    setattr(tranche, column, 1)
    with pytest.raises(GuardedColumn):
        tranche.save(change_set=act)
    with pytest.raises(GuardedColumn):
        Tranche.objects.update(change_set=act, **{column: 1})
    with pytest.raises(GuardedColumn):
        Grant.objects.update(change_set=act, tranched=1)


def test_totals_of_a_grant_are_sums_of_its_tranches(django_assert_num_queries) -> None:
    grant = make_grant(amount=200)
    make_tranche(grant, amount=60, approved=60, paid=60, accounted=50)
    make_tranche(grant, number=2, amount=60, approved=40, paid=30)
    make_grant()
    with django_assert_num_queries(1):
        rows = list(Grant.objects.with_totals().order_by("pk"))
    assert [(r.approved_total, r.paid_total, r.accounted_total) for r in rows] == [
        (100, 90, 50),
        (0, 0, 0),
    ]


def test_which_grants_wait_for_what() -> None:
    closed, owing, bare = make_grant(), make_grant(), make_grant()
    make_tranche(closed, amount=9, approved=9, paid=9, accounted=9)
    make_tranche(owing, amount=9, approved=9, paid=9, accounted=8)
    assert list(Grant.objects.not_fully_accounted()) == [owing]
    assert list(Grant.objects.not_split()) == [bare]
    assert list(Grant.objects.with_money_on_the_way().order_by("pk")) == [closed, owing]


def test_a_later_tranche_waits_for_the_account_of_an_earlier_one() -> None:
    grant = make_grant()
    make_tranche(grant, amount=60, approved=60, paid=60, accounted=59)
    second = make_tranche(grant, number=2, amount=60)
    beside = make_tranche(grant, amount=9, source=source_of("APBD-KAB"))
    assert list(Tranche.objects.waiting_for_account()) == [second]
    assert not Tranche.objects.with_open_account_before().get(pk=beside.pk).has_open_account_before
    Tranche.objects.filter(grant=grant, number=1).stamp(accounted=models.F("approved"))
    assert not Tranche.objects.waiting_for_account().exists()


def test_a_tranche_that_never_came_does_not_hold_up_the_others() -> None:
    grant = make_grant()
    make_tranche(grant, amount=60, approved=60, paid=60, accounted=60)
    make_tranche(grant, number=2, amount=40)
    make_tranche(grant, number=3, amount=40)
    assert not Tranche.objects.waiting_for_account().exists()


def test_what_was_spent_of_a_tranche_is_the_sum_of_the_evidence() -> None:
    tranche = make_tranche()
    make_expenditure(tranche=tranche, amount=5)
    make_expenditure(tranche=tranche, amount=6)
    make_expenditure(board=tranche.grant.board, amount=7)
    assert Tranche.objects.with_spent_total().get().spent_total == 11


def test_a_grant_with_tranches_is_not_deleted() -> None:
    tranche = make_tranche()
    with pytest.raises(ProtectedError):
        tranche.grant.delete(change_set=make_change_set())


def test_a_scheme_holds_what_it_can_and_tells_whether_it_is_whole() -> None:
    whole, torn = make_scheme(), make_scheme(((1, "APBN", 3000),))
    assert list(TrancheScheme.objects.whole()) == [whole]
    assert TrancheScheme.objects.with_share_total().get(pk=torn.pk).share_total == 3000
    share = TrancheShare.objects.get(scheme=torn)
    refused(share, "tranche_share_number_and_share", share=0)
    refused(share, "tranche_share_number_and_share", share=10_001)
    refused(share, "tranche_share_number_and_share", number=0)
    refused(torn, "tranche_scheme_has_code_and_name", code="")
    day = date(2010, 1, 1)
    refused(torn, "tranche_scheme_until_after_from", from_on=day, until_on=day)


def test_a_grant_names_a_scheme_that_was_in_force_when_it_was_agreed() -> None:
    scheme = make_scheme(from_on=date(2008, 1, 1), until_on=date(2010, 1, 1))
    assert list(TrancheScheme.objects.in_force_on(date(2009, 12, 31))) == [scheme]
    assert not TrancheScheme.objects.in_force_on(date(2010, 1, 1)).exists()
    agreed = {"agreement_number": "SPPB-1", "scheme": scheme}
    make_grant(agreement_on=date(2009, 12, 31), **agreed).full_clean()
    with pytest.raises(ValidationError, match="tidak berlaku"):
        make_grant(agreement_on=date(2010, 1, 1), **agreed).full_clean()
