"""What a person fills in before an act upon disbursements, and how the act is then done."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSingleDateWidget, UnfoldAdminTextInputWidget

from finance.decision_words import Act
from finance.models import Disbursement
from finance.services.counter_rows import give_back, reverse
from finance.services.decisions import decide
from finance.services.disbursement_acts import Outcome
from finance.services.disbursements import account, hand_over, pay
from p2kp_site.foundation.fields import LARGEST_RUPIAH, RupiahFormField
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.stewardship.acting import ActForm


def _text(label: Any, length: int = 80, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, widget=UnfoldAdminTextInputWidget, **options
    )


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=UnfoldAdminSingleDateWidget)


def _money(label: Any, **options: Any) -> RupiahFormField:
    return RupiahFormField(label=label, min_value=1, max_value=LARGEST_RUPIAH, **options)


class ReasonForm(ActForm):
    """An act that somebody else will want to understand."""

    reason = _text(_("Reason"), 500, help_text=_("Whoever corrects the row reads it."))


class PayForm(ActForm):
    """The SP2D of one payment, or of many."""

    sp2d_number = _text(_("SP2D number"))
    sp2d_on = _day(_("SP2D date"))


class AccountForm(ActForm):
    """The LPJ of payments."""

    lpj_number = _text(_("LPJ number"))
    lpj_on = _day(_("LPJ date"))


class AccountOneForm(AccountForm):
    """The LPJ of one payment, which may be about less than was paid."""

    amount = _money(
        _("Amount accounted for"),
        required=False,
        help_text=_("Leave empty for all that was paid and not given back."),
    )


class CounterRowForm(ActForm):
    """Why a payment is answered."""

    reason = _text(_("Reason"), 500, help_text=_("It is kept with the counter-row."))


class GiveBackForm(CounterRowForm):
    """Money that went back to the treasury."""

    amount = _money(_("Amount"))
    receipt_number = _text(_("Receipt number of the treasury (NTPN)"))


class Acts:
    """The forms of the acts, and which of them are done with many rows at once."""

    one: ClassVar[dict[Act, type[ActForm]]] = {
        Act.HAND_OVER: ActForm,
        Act.APPROVE: ActForm,
        Act.RETURN: ReasonForm,
        Act.REJECT: ReasonForm,
        Act.PAY: PayForm,
        Act.ACCOUNT: AccountOneForm,
        Act.REVERSE: CounterRowForm,
        Act.GIVE_BACK: GiveBackForm,
    }
    many: ClassVar[dict[Act, type[ActForm]]] = {
        Act.HAND_OVER: ActForm,
        Act.APPROVE: ActForm,
        Act.RETURN: ReasonForm,
        Act.REJECT: ReasonForm,
        Act.PAY: PayForm,
        Act.ACCOUNT: AccountForm,
    }


def act_upon(rows: QuerySet[Any], act: Act, *, by: Reader, at: datetime, **facts: Any) -> Outcome:
    """Do an act with these rows, through a page."""
    same: dict[str, Any] = {"by": by, "at": at, "door": Door.PAGE}
    match act:
        case Act.HAND_OVER:
            return hand_over(rows, **same)
        case Act.PAY:
            return pay(rows, **same, **facts)
        case Act.ACCOUNT:
            return account(rows, **same, **facts)
    return decide(rows, action=act.value, **same, **facts)


def answer(
    payment: Disbursement, act: Act, *, by: Reader, at: datetime, **facts: Any
) -> Disbursement:
    """Enter a counter-row of a payment, through a page."""
    same: dict[str, Any] = {"by": by, "at": at, "door": Door.PAGE}
    if act == Act.REVERSE:
        return reverse(payment, **same, **facts)
    return give_back(payment, **same, **facts)
