"""Acts upon disbursements in words, the same on pages and at the console."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from finance.services.disbursement_acts import Outcome
from p2kp_site.foundation.wording import left_in_words


class Act(StrEnum):
    """What a person does with disbursements."""

    HAND_OVER = "hand_over"
    APPROVE = "approve"
    RETURN = "return"
    REJECT = "reject"
    PAY = "pay"
    ACCOUNT = "account"
    REVERSE = "reverse"
    GIVE_BACK = "give_back"


# What a person does, as the button says it.
VERB: Mapping[Act, Any] = {
    Act.HAND_OVER: _("Hand over to the chain"),
    Act.APPROVE: _("Approve"),
    Act.RETURN: _("Return for correction"),
    Act.REJECT: _("Reject"),
    Act.PAY: _("Write down the SP2D"),
    Act.ACCOUNT: _("Write down the LPJ"),
    Act.REVERSE: _("Reverse the payment"),
    Act.GIVE_BACK: _("Money went back to the treasury"),
}
DONE: Mapping[Act, Any] = {
    Act.HAND_OVER: ngettext_lazy(
        "%(number)d disbursement handed over.", "%(number)d disbursements handed over.", "number"
    ),
    Act.APPROVE: ngettext_lazy(
        "%(number)d disbursement approved by you.",
        "%(number)d disbursements approved by you.",
        "number",
    ),
    Act.RETURN: ngettext_lazy(
        "%(number)d disbursement returned.", "%(number)d disbursements returned.", "number"
    ),
    Act.REJECT: ngettext_lazy(
        "%(number)d disbursement rejected.", "%(number)d disbursements rejected.", "number"
    ),
    Act.PAY: ngettext_lazy(
        "%(number)d disbursement paid.", "%(number)d disbursements paid.", "number"
    ),
    Act.ACCOUNT: ngettext_lazy(
        "%(number)d disbursement accounted for.",
        "%(number)d disbursements accounted for.",
        "number",
    ),
}
REASONS: Mapping[str, str | Promise] = {
    "handed_over_already": _("handed over already"),
    "approved_already": _("approved already"),
    "paid_already": _("paid already"),
    "accounted_already": _("accounted for already"),
    "rejected": _("rejected"),
    "returned": _("returned for correction"),
    "not_handed_over": _("not handed over"),
    "not_approved": _("not approved yet"),
    "not_paid": _("not paid yet"),
    "no_chain": _("no chain of decisions has a step for it"),
    "account_missing": _("an earlier tranche is not accounted for"),
    "over_tranche": _("the tranche does not hold so much any more"),
    "answers_nothing": _("it answers no approved payment of its tranche"),
    "answers_unpaid": _("only money that was paid comes back"),
    "not_whole": _("a reversal takes the whole payment back"),
    "over_payment": _("more would come back than the payment was"),
    "below_accounted": _("paid would fall below accounted for"),
    "answered": _("the payment was reversed"),
    "counter_rows_are_not_paid": _("reversals and returns are not paid"),
    "before_sp2d": _("the LPJ is older than the SP2D"),
    "nothing_to_account_for": _("all of it came back"),
    "more_than_paid": _("the LPJ is about more than was paid"),
    "backlog_stays": _("what was paid on paper is not sent back"),
    "only_a_verifier": _("what was paid on paper is signed by a verifier"),
    "decided_by_you": _("you decided on a step of this round already"),
    "not_your_position": _("it waits for a position that you do not hold here"),
    "entered_by_you": _("you entered it yourself"),
    "changed_meanwhile": _("changed by somebody else at this moment"),
}


def refused_in_words(outcome: Outcome) -> str:
    """How many were left as they are, and why; empty for none."""
    return left_in_words(outcome.refused, outcome.reasons, REASONS)


def why_not(outcome: Outcome) -> str:
    """Why nothing was done with one row."""
    reasons = [str(REASONS[kind]) for kind in sorted(outcome.reasons)]
    if not reasons:
        return gettext("Nothing was done: somebody changed this row after you had opened it.")
    return gettext("Nothing was done: %(reason)s.") % {"reason": "; ".join(reasons)}


def outcome_in_words(outcome: Outcome, act: Act) -> str:
    """What an act did."""
    done = str(DONE[act] % {"number": outcome.done})
    return f"{done} {refused_in_words(outcome)}".strip()
