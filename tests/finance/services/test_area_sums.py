"""A province is the sum of its regencies and of what it keeps itself, however money is spread."""

from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finance.filters.funding import BudgetFilterSet
from finance.filters.grants import GrantFilterSet
from finance.models import Budget, Grant
from p2kp_site.foundation.reader import Reader
from tests.builders import make_board
from tests.builders_accounts import region_of
from tests.finance.builders import make_budget, make_grant
from tests.finance.builders_disbursements import make_steward
from tests.programs.builders import make_programme, make_source

VILLAGES = ("14.04.01.1001", "14.04.04.1001", "14.71.01.1001", "15.01.01.1001")
REGIONS = ("14", "14.04", "14.04.04", "14.71", "15", "15.01")
AMOUNTS = st.integers(1, 10**12)
FEW = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def come_to(filterset: Any, model: Any, region: str, reader: Reader) -> int:
    """The sum of what list, export and command choose for a region."""
    rows = filterset({"region": region}, model.objects.visible_to(reader), reader=reader).rows()
    return int(rows.aggregate(total=Sum("amount", default=0))["total"])


@pytest.mark.django_db
@settings(FEW)
@given(money=st.lists(st.tuples(st.sampled_from(REGIONS), AMOUNTS), min_size=1, max_size=12))
def test_a_budget_of_a_province_is_its_own_and_that_of_its_regencies(money) -> None:
    with transaction.atomic():
        for region in REGIONS:
            region_of(region)
        reader, programme, source = make_steward(), make_programme(), make_source()
        for line, (region, amount) in enumerate(money):
            make_budget(
                region=region_of(region), line=str(line), amount=amount, programme=programme,
                source=source,
            )  # fmt: skip
        total = {region: come_to(BudgetFilterSet, Budget, region, reader) for region in REGIONS}
        own = {r: sum(a for region, a in money if region == r) for r in REGIONS}
        assert total["14"] == total["14.04"] + total["14.71"] + own["14"]
        assert total["14.04"] == total["14.04.04"] + own["14.04"]
        assert total["15"] == total["15.01"] + own["15"]
        assert total["14"] + total["15"] == sum(amount for _region, amount in money)
        riau = make_steward(area="14")
        assert (
            Budget.objects.visible_to(riau).aggregate(t=Sum("amount", default=0))["t"]
            == (total["14"])
        )
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(FEW)
@given(money=st.lists(st.tuples(st.sampled_from(VILLAGES), AMOUNTS), min_size=1, max_size=8))
def test_grants_of_a_province_are_those_of_its_regencies(money) -> None:
    with transaction.atomic():
        reader, programme = make_steward(), make_programme()
        for village in (*VILLAGES, *REGIONS):
            region_of(village)
        for village, amount in money:
            make_grant(
                board=make_board(region=region_of(village)), amount=amount, programme=programme
            )
        total = {region: come_to(GrantFilterSet, Grant, region, reader) for region in REGIONS}
        assert total["14"] == total["14.04"] + total["14.71"]
        assert total["15"] == total["15.01"]
        assert total["14"] + total["15"] == sum(amount for _village, amount in money)
        transaction.set_rollback(True)
