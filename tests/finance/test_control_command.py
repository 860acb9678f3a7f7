"""`manage.py control_totals` and the queues on the first page."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from finance.models import Tranche
from finance.models.disbursements import State
from finance.tasks import control_totals
from finance.worklist import queues_of
from tests.finance.builders_disbursements import (
    brought_to,
    make_backlog,
    make_disbursement,
    make_holder,
    make_steward,
)

pytestmark = pytest.mark.django_db


def test_right_totals_end_with_0_and_wrong_ones_with_1() -> None:
    row = brought_to(make_disbursement(), State.APPROVED)
    out = StringIO()
    call_command("control_totals", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"differences": []}
    Tranche.objects.filter(pk=row.tranche_id).stamp(approved=1)
    with pytest.raises(SystemExit) as end:
        call_command("control_totals", stdout=out)
    assert end.value.code == 1
    assert "approved: 1 ≠ 60000000" in out.getvalue()
    assert control_totals() == 1


def test_the_first_page_counts_what_waits_for_whom() -> None:
    brought_to(make_disbursement(), State.HANDED_OVER)
    brought_to(make_disbursement(), State.APPROVED)
    make_backlog()
    queues = {
        "awaiting_me=decide": make_holder("FASKEL"),
        "awaiting_me=sign": make_holder(role="verifier"),
        "awaiting_me=pay": make_steward(),
    }
    for query, reader in queues.items():
        found = [(q.number, q.url.partition("?")[2]) for q in queues_of(reader)]
        # What was paid on paper has no LPJ yet either: whoever writes it down is told of both.
        late = [("1", "days_without_lpj=0")] if query == "awaiting_me=pay" else []
        assert found == [("1", query), *late]
    assert queues_of(make_holder(role="auditor")) == []
