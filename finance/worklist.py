"""Money that waits for a person: to decide on, to sign, to hand over, to pay, to account for."""

from django.utils.translation import gettext as _

from communities.worklist import Queue, queue
from finance.filters.disbursements import AWAITING_ME, TO_DECIDE, TO_PAY, TO_SIGN, WITHOUT_LPJ
from finance.models import Disbursement, Tranche
from finance.models.disbursements import ACCOUNT, HAND_OVER, State
from p2kp_site.foundation.reader import Reader


def queues_of(reader: Reader) -> list[Queue]:
    """The queues of this reader that hold a disbursement; at most one query for each."""
    rows = Disbursement.objects
    found = [
        queue(_("To decide on"), rows.to_decide(reader), f"{AWAITING_ME}={TO_DECIDE}"),
        queue(_("Paid on paper, to be signed"), rows.to_sign(reader), f"{AWAITING_ME}={TO_SIGN}"),
        queue(_("Approved, without SP2D"), rows.to_pay(reader), f"{AWAITING_ME}={TO_PAY}"),
        queue(
            _("Returned, to be corrected"),
            rows.to_hand_over(reader).filter(state=State.RETURNED),
            f"state={State.RETURNED}",
        ),
    ]
    if reader.may(ACCOUNT):
        late = rows.writable_by(reader).without_account(on=reader.on)
        found.append(queue(_("Paid, without LPJ"), late, f"{WITHOUT_LPJ}=0"))
    if reader.may(HAND_OVER):
        held_up = Tranche.objects.writable_by(reader).waiting_for_account()
        found.append(queue(_("Waiting for the account of an earlier one"), held_up, "held_up=true"))
    return [one for one in found if one.number != "0"]
