"""How far a disbursement has come, and what the table holds about it, whoever writes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from p2kp_site.foundation.fields import rupiah_range


class Kind(models.TextChoices):
    """A payment, or a counter-row that answers one."""

    PAYMENT = "payment", _("payment")
    REVERSAL = "reversal", _("reversal")
    RETURN = "return", _("return")


class State(models.TextChoices):
    """How far a disbursement has come; counter-rows end with their approval."""

    ENTERED = "entered", _("entered")
    HANDED_OVER = "handed_over", _("handed over")
    APPROVED = "approved", _("approved")
    PAID = "paid", _("paid")
    ACCOUNTED = "accounted", _("accounted for")
    RETURNED = "returned_for_correction", _("returned for correction")
    REJECTED = "rejected", _("rejected")


OPEN = (State.ENTERED, State.RETURNED)
COUNTED = (State.APPROVED, State.PAID, State.ACCOUNTED)
PAID_OUT = (State.PAID, State.ACCOUNTED)


def _sealed(name: str) -> Q:
    # Said outright: a comparison with nothing would pass.
    return Q((f"{name}_version__isnull", False), (f"{name}_version", F("version"))) & Q(
        (f"{name}_at__isnull", False)
    )


def _unsealed(name: str) -> Q:
    return Q((f"{name}_version__isnull", True), (f"{name}_at__isnull", True))


_SEAL = (
    Q(state__in=OPEN, is_backlog=False) & _unsealed("handed_over") & _unsealed("approved")
    | Q(state__in=(State.HANDED_OVER, State.REJECTED), is_backlog=False)
    & _sealed("handed_over")
    & _unsealed("approved")
    | Q(state__in=COUNTED, is_backlog=False) & _sealed("handed_over") & _sealed("approved")
    | Q(state__in=PAID_OUT, is_backlog=True)
    & _unsealed("handed_over")
    & (_unsealed("approved") | _sealed("approved"))
)
_SP2D = ~Q(sp2d_number="") & Q(sp2d_on__isnull=False)
_NO_SP2D = Q(sp2d_number="", sp2d_on__isnull=True)
_LPJ = ~Q(lpj_number="") & Q(
    lpj_on__isnull=False, lpj_on__gte=F("sp2d_on"), accounted_amount__gte=1
)
_NO_LPJ = Q(lpj_number="", lpj_on__isnull=True, accounted_amount=0)
_COUNTER_ROW = (
    Q(kind=Kind.PAYMENT, answers__isnull=True, reason="", receipt_number="")
    | Q(kind=Kind.REVERSAL, answers__isnull=False, receipt_number="") & ~Q(reason="")
    | Q(kind=Kind.RETURN, answers__isnull=False) & ~Q(reason="") & ~Q(receipt_number="")
)

DISBURSEMENT_CONSTRAINTS: list[models.BaseConstraint] = [
    models.UniqueConstraint(
        fields=["tranche", "payment_no"],
        name="disbursement_number_once",
        violation_error_message=_("The tranche has a disbursement with this number already."),
    ),
    models.UniqueConstraint(
        fields=["answers", "receipt_number"],
        condition=~Q(receipt_number="") & ~Q(state=State.REJECTED),
        name="disbursement_receipt_once",
        violation_error_message=_("This receipt stands against this payment already."),
    ),
    models.CheckConstraint(
        condition=rupiah_range("amount", minimum=1) & Q(payment_no__gte=1),
        name="disbursement_amount_is_money",
        violation_error_message=_(
            "An amount is at least one rupiah, and numbers begin with 1: money that comes back is"
            " a counter-row with an amount above zero."
        ),
    ),
    models.CheckConstraint(
        condition=_COUNTER_ROW & (Q(answers__isnull=True) | ~Q(answers=F("id"))),
        name="disbursement_counter_row_answers",
        violation_error_message=_(
            "A reversal or return names the payment that it answers and the reason, a return its"
            " receipt number as well; a payment has none of these."
        ),
    ),
    models.CheckConstraint(
        condition=_SEAL,
        name="disbursement_seal",
        violation_error_message=_(
            "What was handed over or approved cannot change under the decisions about it."
        ),
    ),
    models.CheckConstraint(
        condition=Q(is_backlog=True, round=0)
        | Q(is_backlog=False, state=State.ENTERED)
        | Q(is_backlog=False, round__gte=1),
        name="disbursement_round",
        violation_error_message=_(
            "What was handed over has a round of decisions; what was paid on paper has none."
        ),
    ),
    models.CheckConstraint(
        condition=Q(
            state=State.HANDED_OVER, next_step__isnull=False, next_position__isnull=False
        )
        | ~Q(state=State.HANDED_OVER) & Q(next_step__isnull=True, next_position__isnull=True),
        name="disbursement_waits_for_a_position",
        violation_error_message=_("What is handed over waits for a position, and nothing else."),
    ),
    models.CheckConstraint(
        condition=Q(state__in=(State.RETURNED, State.REJECTED)) & ~Q(decision_reason="")
        | ~Q(state__in=(State.RETURNED, State.REJECTED)) & Q(decision_reason=""),
        name="disbursement_sent_back_with_a_reason",
        violation_error_message=_("Whoever returns or rejects a disbursement says why."),
    ),
    models.CheckConstraint(
        condition=Q(state=State.PAID, kind=Kind.PAYMENT) & _SP2D & _NO_LPJ
        | Q(state=State.ACCOUNTED, kind=Kind.PAYMENT) & _SP2D & _LPJ
        | ~Q(state__in=PAID_OUT) & _NO_SP2D & _NO_LPJ,
        name="disbursement_papers",
        violation_error_message=_(
            "A payment is paid with number and day of its SP2D, and accounted for with number, day"
            " and amount of its LPJ, not before it was paid; counter-rows are neither."
        ),
    ),
    models.CheckConstraint(
        condition=Q(
            answered__gte=0, accounted_amount__gte=0,
            amount__gte=F("answered") + F("accounted_amount"),
        )
        & (Q(answered=0) | Q(kind=Kind.PAYMENT, state__in=COUNTED)),
        name="disbursement_answered_within_amount",
        violation_error_message=_(
            "Reversals and returns do not come to more than the payment, less what it is accounted"
            " for."
        ),
    ),
    models.CheckConstraint(
        condition=Q(kind__in=Kind.values, state__in=State.values)
        & (Q(is_backlog=False) | Q(kind=Kind.PAYMENT)),
        name="disbursement_kind_and_state_known",
        violation_error_message=_("This kind or state is not known; a backlog row is a payment."),
    ),
]  # fmt: skip  # a table, an entry a line
