"""What is wrong with a row of this floor, and what to do: one sentence for each kind of fault.

The same sentences stand beside a field of a form and beside a row of a file.
"""

from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from p2kp_site.exchange.fault_messages import FAULTS, add_faults
from p2kp_site.exchange.reading import Fault
from p2kp_site.foundation.fields import in_rupiah
from p2kp_site.foundation.wording import in_words

OURS: Final[dict[str, Promise]] = {
    "negative_amount": _(
        "%(text)s is negative: an amount has no minus sign; check what was meant."
    ),
    # Grants and tranches
    "number_from_one": _("The number %(text)s cannot be meant: numbers begin with 1."),
    "agreed_on_no_day": _("Write the day of the grant agreement."),
    "agreement_without_number": _("Write the number of the grant agreement (SPPB)."),
    "grant_below_tranches": _(
        "The grant cannot be %(text)s while its tranches come to %(tranched)s: change them first."
    ),
    "approved_grant_stays": _(
        "%(approved)s of this grant were approved: its board, programme, year and number stay."
    ),
    "scheme_not_in_force": _("The scheme “%(text)s” was not in force on the day of the agreement."),
    "shares_not_whole": _("The shares of the scheme come to %(text)s, not to 100 %%."),
    "tranche_below_approved": _(
        "%(approved)s of this tranche were approved: it cannot hold %(text)s."
    ),
    "tranches_above_grant": _("The tranches come to %(text)s, more than the grant of %(granted)s."),
    # Contributions and expenditures
    "activity_and_work": _(
        "Name the work or the planned activity, not both: a work names its activity itself."
    ),
    "tranche_of_another_board": _("This tranche is one of another board."),
    "work_of_another_board": _("This work is one of another board."),
    "promised_on_no_day": _("Write the day on which %(text)s were promised."),
    "promised_no_amount": _("Write how much was promised, or take the day away."),
    "realised_on_no_day": _("Write the day on which %(text)s were given."),
    "realised_no_amount": _("Write how much was given, or take the day away."),
    "neither_promised_nor_given": _("Say what was promised or what was given."),
    # Disbursements
    "payment_answers_nothing": _(
        "A payment answers no other row and has neither reason nor receipt: choose reversal or"
        " return for money that comes back."
    ),
    "answers_no_payment": _("Name the payment that this counter-row answers."),
    "answers_a_counter_row": _("A counter-row answers a payment, not another counter-row."),
    "answers_another_tranche": _("The answered payment belongs to another tranche."),
    "counter_row_without_reason": _("Write why the payment is answered."),
    "return_without_receipt": _("Write the receipt number of the treasury."),
    "reversal_with_receipt": _("A reversal moves no money: it has no receipt."),
}
add_faults(OURS)


def told(fault: Fault) -> str:
    """The fault in a sentence, in the language of the page; whole numbers are rupiah."""
    return str(FAULTS[fault.kind]) % {name: _said(value) for name, value in fault.params.items()}


def _said(value: object) -> object:
    if isinstance(value, date):
        return in_words(value)
    return in_rupiah(value) if isinstance(value, int) else value
