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
    "approved_tranche_stays": _(
        "%(approved)s of this tranche were approved: its number and source stay."
    ),
    "over_grant": _(
        "The grant holds at most %(left)s more, and this row adds %(text)s: check the amount, the"
        " rows above it, or the grant."
    ),
    "several_grants": _(
        "The board has several grants of that year: write the programme and the number of the"
        " grant."
    ),
    "several_sources": _("Several sources pay this tranche: write which of them."),
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
    # Disbursements in files
    "negative_disbursement": _(
        "%(text)s is negative: amounts stand above zero. Money that was given back is a row of its"
        " own, of the kind return, and a wrong entry one of the kind reversal."
    ),
    "counter_row_has_no_papers": _(
        "A reversal or return has neither SP2D nor LPJ: leave the cell empty."
    ),
    "sp2d_not_whole": _(
        "What was paid has number and day of its SP2D: fill this in, or empty all of them."
    ),
    "lpj_not_whole": _(
        "An LPJ has a number, a day and an amount: fill this in, or empty all of them."
    ),
    "paper_of_the_future": _("%(text)s lies in the future: check the day."),
    "lpj_before_sp2d": _("The LPJ of %(text)s is older than the SP2D of %(sp2d_on)s: check both."),
    "accounted_above_payment": _(
        "The LPJ is about %(text)s, more than the %(amount)s that were paid."
    ),
    "no_go_live_day": _(
        "No go-live day is known for this area, so nothing counts as paid on paper: have it"
        " entered, or leave SP2D and LPJ empty and bring the row in as a draft."
    ),
    "paid_after_go_live": _(
        "The area pays by the chain of decisions since %(went_live_on)s: leave SP2D and LPJ empty"
        " and bring the row in as a draft; the SP2D is written on its page once it is approved."
    ),
    "approved_money_stays": _(
        "This money was approved or paid, and no file changes it: bring a reversal or return in as"
        " a row of its own, or write the LPJ on its page."
    ),
    "on_its_way": _(
        "This row was handed over to the chain: have it returned, or change it on its page."
    ),
    "rejected_stays": _("This row was rejected and stays as it is: bring a new one in."),
    "draft_is_paid_on_its_page": _(
        "This row stands here as a draft: its SP2D and LPJ are written on its page once it is"
        " approved."
    ),
    "counter_row_stays": _(
        "What answers a payment stays with it: delete the draft and bring another one in."
    ),
    "over_tranche_total": _(
        "The tranche holds at most %(left)s more, and this row adds %(text)s: check the amount, the"
        " rows above it, or the tranche."
    ),
    "unknown_payment": _(
        "The tranche has no payment %(text)s yet: check the number. Where the payment stands in the"
        " same file, bring it in first, and this row in a file of its own once it is approved."
    ),
    "answers_nothing": _(
        "Only a payment that was approved is answered: change it while it is a draft."
    ),
    "answers_unpaid": _("Only money that was paid comes back: reverse the payment instead."),
    "not_whole": _("A reversal takes the whole payment of %(amount)s back: write this amount."),
    "over_payment": _("At most %(left)s of the payment are left to be answered."),
    "below_accounted": _(
        "The board has accounted for this money: at most %(left)s can be answered."
    ),
    "receipt_stands_already": _("This receipt stands against this payment already."),
}
add_faults(OURS)


def told(fault: Fault) -> str:
    """The fault in a sentence, in the language of the page; whole numbers are rupiah."""
    return str(FAULTS[fault.kind]) % {name: _said(value) for name, value in fault.params.items()}


def _said(value: object) -> object:
    if isinstance(value, date):
        return in_words(value)
    return in_rupiah(value) if isinstance(value, int) else value
