"""Disbursements that wait for a person: to decide on, to sign, to hand over, to pay."""

from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from communities.worklist import MOST_COUNTED, Queue
from finance.filters.disbursements import AWAITING_ME, TO_DECIDE, TO_PAY, TO_SIGN
from finance.models import Disbursement
from finance.models.disbursements import State
from p2kp_site.foundation.reader import Reader


def queues_of(reader: Reader) -> list[Queue]:
    """The queues of this reader that hold a disbursement; at most one query for each."""
    rows = Disbursement.objects
    found = [
        _queue(_("To decide on"), rows.to_decide(reader), f"{AWAITING_ME}={TO_DECIDE}"),
        _queue(_("Paid on paper, to be signed"), rows.to_sign(reader), f"{AWAITING_ME}={TO_SIGN}"),
        _queue(_("Approved, without SP2D"), rows.to_pay(reader), f"{AWAITING_ME}={TO_PAY}"),
        _queue(
            _("Returned, to be corrected"),
            rows.to_hand_over(reader).filter(state=State.RETURNED),
            f"state={State.RETURNED}",
        ),
    ]
    return [queue for queue in found if queue.number != "0"]


def _queue(title: str, rows: Any, query: str) -> Queue:
    count = rows.order_by()[: MOST_COUNTED + 1].count()
    number = number_format(min(count, MOST_COUNTED), force_grouping=True)
    return Queue(
        title=title,
        form=capfirst(str(Disbursement._meta.verbose_name_plural)),
        number=_("more than %(number)s") % {"number": number} if count > MOST_COUNTED else number,
        url=f"{reverse('admin:finance_disbursement_changelist')}?{query}",
    )
