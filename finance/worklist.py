"""Money that waits for a person: to decide on, to sign, to hand over, to pay, to account for."""

from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from communities.worklist import MOST_COUNTED, Queue
from finance.filters.disbursements import AWAITING_ME, TO_DECIDE, TO_PAY, TO_SIGN, WITHOUT_LPJ
from finance.models import Disbursement, Tranche
from finance.models.disbursements import ACCOUNT, HAND_OVER, State
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
    if reader.may(ACCOUNT):
        late = rows.writable_by(reader).without_account(on=reader.on)
        found.append(_queue(_("Paid, without LPJ"), late, f"{WITHOUT_LPJ}=0"))
    if reader.may(HAND_OVER):
        held_up = Tranche.objects.writable_by(reader).waiting_for_account()
        found.append(
            _queue(_("Waiting for the account of an earlier one"), held_up, "held_up=true")
        )
    return [queue for queue in found if queue.number != "0"]


def _queue(title: str, rows: Any, query: str) -> Queue:
    model = rows.model._meta
    count = rows.order_by()[: MOST_COUNTED + 1].count()
    number = number_format(min(count, MOST_COUNTED), force_grouping=True)
    return Queue(
        title=title,
        form=capfirst(str(model.verbose_name_plural)),
        number=_("more than %(number)s") % {"number": number} if count > MOST_COUNTED else number,
        url=f"{reverse(f'admin:finance_{model.model_name}_changelist')}?{query}",
    )
