"""How far a disbursement has come, as its page tells it: its chain, its papers, what answers it."""

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.admin.figures import at_right
from finance.models import Disbursement
from finance.models.decisions import Action
from finance.models.disbursements import State
from finance.rules.disbursements import account_changed_shortly_before, days_without_account
from p2kp_site.foundation.fields import in_rupiah
from p2kp_site.foundation.links import way_to
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.wording import NOTHING, in_words

TONES = {
    State.ENTERED: "",
    State.HANDED_OVER: "info",
    State.APPROVED: "primary",
    State.PAID: "warning",
    State.ACCOUNTED: "success",
    State.RETURNED: "danger",
    State.REJECTED: "danger",
}


def progress_of(row: Disbursement, reader: Reader) -> dict[str, Any]:
    """The chain with who decided when, and what a person should know before deciding."""
    decisions = row.decisions.select_related("person", "position")
    return {
        "state": State(row.state).label,
        "tone": TONES.get(State(row.state), ""),
        "reason": row.decision_reason,
        "steps": _steps(row, list(decisions.filter(round=row.round))),
        "past": [_decision(one) for one in decisions.filter(round__lt=row.round).in_order()],
        "papers": _papers(row, reader),
        "warnings": _warnings(row, reader),
    }


def _steps(row: Disbursement, decisions: list[Any]) -> list[dict[str, Any]]:
    """The steps of the present round: decided, waiting, or still to come."""
    made = {one.step: one for one in decisions}
    if row.is_backlog:
        return [{"name": _("Signature"), "told": _decision(one)} for one in decisions]
    steps = row.steps.filter(round=row.round).select_related("position").in_order()
    return [
        {
            "name": step.position.name,
            "told": _decision(made[step.number]) if step.number in made else "",
            "waits": step.number == row.next_step,
        }
        for step in steps
        if row.state not in (State.ENTERED, State.RETURNED) or step.number in made
    ]


def _decision(one: Any) -> str:
    words = {
        Action.APPROVE: _("approved by %(person)s, %(at)s"),
        Action.RETURN: _("returned by %(person)s, %(at)s: %(reason)s"),
        Action.REJECT: _("rejected by %(person)s, %(at)s: %(reason)s"),
    }
    facts = {"person": one.person, "at": in_words(one.at), "reason": one.reason}
    return words[Action(one.action)] % facts


def _papers(row: Disbursement, reader: Reader) -> list[str]:
    """SP2D and LPJ with their days, in sentences."""
    told = []
    if row.sp2d_on:
        facts = {"number": row.sp2d_number, "day": in_words(row.sp2d_on)}
        told.append(_("Paid by SP2D %(number)s of %(day)s.") % facts)
        days = days_without_account(row.sp2d_on, row.lpj_on, reader.on)
        if row.lpj_on:
            facts = {"number": row.lpj_number, "day": in_words(row.lpj_on), "days": days}
            facts["amount"] = in_rupiah(row.accounted_amount)
            told.append(
                _("%(amount)s accounted for by LPJ %(number)s of %(day)s, %(days)s days later.")
                % facts
            )
        elif row.net:
            told.append(_("The LPJ is missing for %(days)s days.") % {"days": days})
    return told


def _warnings(row: Disbursement, reader: Reader) -> list[str]:
    """What should be asked about before somebody approves or pays."""
    if row.state not in (State.HANDED_OVER, State.APPROVED):
        return []
    found = []
    changed = row.account_changed_on
    handed_over_on = row.handed_over_at.date() if row.handed_over_at else reader.on
    if changed and account_changed_shortly_before(changed, handed_over_on):
        words = _("The board's bank account was changed on %(day)s, shortly before the hand-over.")
        found.append(words % {"day": date_format(changed, "DATE_FORMAT")})
    if row.account_number != row.tranche.grant.board.bank_account_number:
        found.append(_("The board has another bank account now than when this was handed over."))
    return found


def counter_rows_of(row: Disbursement) -> list[dict[str, Any]]:
    """The rows that answer a payment, or the payment that a counter-row answers."""
    listed = reverse("admin:finance_disbursement_changelist")
    if row.answers:
        rows, title = [row.answers], _("Answered payment")
    else:
        rows, title = list(row.counter_rows.order_by("pk")), _("Reversals and returns")
    if not rows:
        return []
    headers = [_("Number"), _("Kind"), _("Amount"), _("State"), _("Receipt")]
    return [
        {
            "title": title,
            "table": {"headers": headers, "rows": [_line(one) for one in rows]},
            "all": f"{listed}?tranche={row.tranche.ref}",
            "add": False,
        }
    ]


def _line(row: Disbursement) -> list[Any]:
    return [
        way_to(row, row.payment_no),
        row.get_kind_display(),
        at_right(in_rupiah(row.amount)),
        row.get_state_display(),
        row.receipt_number or NOTHING,
    ]
