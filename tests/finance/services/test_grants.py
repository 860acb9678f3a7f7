"""Grants are split into tranches by a scheme, and know what their tranches come to."""

import pytest
from django.db import IntegrityError, connection, transaction

from finance.models import Grant, Tranche
from finance.services.grants import GrantRefused, make_tranches, recount
from p2kp_site.foundation.records import StaleRecord
from p2kp_site.foundation.signoffs import SignoffState
from tests.builders import AT, make_change_set, make_user
from tests.builders_signoffs import brought_to
from tests.finance.builders import make_grant, make_scheme, make_tranche

pytestmark = pytest.mark.django_db


def parts(grant: Grant) -> list[tuple[int, str, int]]:
    rows = Tranche.objects.filter(grant=grant).in_order()
    return list(rows.values_list("number", "source__code", "amount"))


def test_a_grant_is_split_by_its_scheme_to_the_last_rupiah() -> None:
    grant = make_grant(scheme=make_scheme(), amount=200_000_001)
    by = make_user()
    made = make_tranches(grant, by=by, at=AT)
    assert str(made[0]) == "I APBN: Rp\xa060.000.001"
    assert parts(grant) == [
        (1, "APBN", 60_000_001),
        (2, "APBN", 60_000_000),
        (2, "APBD-KAB", 40_000_000),
        (3, "APBN", 40_000_000),
    ]
    grant.refresh_from_db()
    assert (grant.tranched, grant.untranched, grant.version) == (200_000_001, 0, 2)
    assert {tranche.area for tranche in made} == {grant.area}
    assert {tranche.changed_by for tranche in made} == {by}
    assert Tranche.history.count() == 4


def test_tranches_are_content_of_the_grant_and_drop_its_sign_offs() -> None:
    grant = brought_to(make_grant(scheme=make_scheme()), SignoffState.VERIFIED)
    make_tranches(grant, by=None, at=AT)
    grant.refresh_from_db()
    assert (grant.signoff, grant.version) == (SignoffState.ENTERED, 2)


def test_a_grant_is_split_once_and_by_a_whole_scheme_only() -> None:
    with pytest.raises(GrantRefused, match="tidak menyebutkan skema termin"):
        make_tranches(make_grant(), by=None, at=AT)
    torn = make_scheme(((1, "APBN", 3000), (2, "APBN", 3333)))
    with pytest.raises(GrantRefused, match=r"63,33 %, bukan 100 %"):
        make_tranches(make_grant(scheme=torn), by=None, at=AT)
    with pytest.raises(GrantRefused, match="terlalu kecil"):
        make_tranches(make_grant(scheme=make_scheme(), amount=3), by=None, at=AT)
    grant = make_grant(scheme=make_scheme())
    make_tranche(grant)
    with pytest.raises(GrantRefused, match="sudah mempunyai termin"):
        make_tranches(grant, by=None, at=AT)


def test_a_grant_that_somebody_changed_meanwhile_is_not_split() -> None:
    grant = make_grant(scheme=make_scheme())
    Grant.objects.get(pk=grant.pk).touch(make_change_set())
    with pytest.raises(StaleRecord):
        make_tranches(grant, by=None, at=AT)
    assert not Tranche.objects.exists()


def test_the_same_request_posted_twice_makes_the_tranches_once() -> None:
    grant = make_grant(scheme=make_scheme())
    make_tranches(grant, by=None, at=AT)
    with pytest.raises(StaleRecord):
        make_tranches(grant, by=None, at=AT)
    assert Tranche.objects.count() == 4


def test_the_totals_of_many_grants_are_counted_again_at_once(
    django_assert_num_queries,
) -> None:
    grants = [make_grant() for _ in range(3)]
    for grant in grants[:2]:
        make_tranche(grant, amount=7)
        make_tranche(grant, number=2, amount=8)
    Grant.objects.stamp(tranched=1)
    with django_assert_num_queries(1 + connection.features.has_select_for_update):
        recount(grant.pk for grant in grants)
    assert [Grant.objects.get(pk=g.pk).tranched for g in grants] == [15, 15, 0]


def test_tranches_that_come_to_more_than_their_grant_are_not_counted() -> None:
    grant = make_grant(amount=100)
    make_tranche(grant, amount=60)
    with (
        pytest.raises(IntegrityError, match="grant_tranches_within_amount"),
        transaction.atomic(),
    ):
        make_tranche(grant, number=2, amount=41)
    assert Grant.objects.get().tranched == 60
    assert Tranche.objects.count() == 1
