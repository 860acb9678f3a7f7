"""The control of running totals, and what the table holds about them whoever writes."""

import pytest
from django.db import IntegrityError, transaction

from finance.models import Tranche
from finance.models.disbursements import State
from finance.services.totals import Difference, differences
from tests.finance.builders import make_tranche
from tests.finance.builders_disbursements import (
    brought_to,
    make_disbursement,
    make_steward,
    rows_of,
)


@pytest.mark.django_db
def test_the_control_names_what_differs_and_repairs_nothing() -> None:
    row = brought_to(make_disbursement(), State.PAID)
    assert differences() == []
    Tranche.objects.filter(pk=row.tranche_id).stamp(paid=1)
    rows_of(row).stamp(answered=5)
    assert differences() == [
        Difference("finance.tranche", row.tranche_id, "paid", 1, 60_000_000),
        Difference("finance.disbursement", row.pk, "answered", 5, 0),
    ]
    assert differences(make_steward(area="14.04.01")) == []


@pytest.mark.django_db
@pytest.mark.parametrize("totals", [{"approved": 61}, {"paid": 1}, {"accounted": 1}, {"paid": -1}])
def test_the_table_refuses_totals_that_cannot_be(totals: dict[str, int]) -> None:
    tranche = make_tranche(amount=60)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tranche.objects.filter(pk=tranche.pk).stamp(**totals)
