"""What is late with a grant, in sentences, and each payment with its papers.

The rows are asked for once; the sentences are made of them.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from communities.admin.figures import at_right
from finance.models import Disbursement, Grant
from finance.models.disbursements import State
from finance.rules.disbursements import days_without_account
from p2kp_site.foundation.fields import in_rupiah
from p2kp_site.foundation.wording import NOTHING, in_words

Panel = dict[str, Any]
Late = tuple[str, int | None]


def payments_of(grant: Grant) -> list[Disbursement]:
    """Payments and counter-rows of a grant, in the order of their tranches."""
    rows = Disbursement.objects.filter(tranche__grant=grant).select_related(
        "tranche__source", "next_position"
    )
    order = ("tranche__number", "tranche__source__position", "tranche", "payment_no")
    return list(rows.order_by(*order))


def payments_panel(grant: Grant, rows: Sequence[Disbursement], on: date) -> Panel:
    """Each payment with SP2D and LPJ, and the days between them."""
    listed = reverse("admin:finance_disbursement_changelist")
    return {
        "title": _("Payments: from SP2D to LPJ"),
        "table": {
            "headers": [
                _("Payment"), _("State"), _("Amount"), _("SP2D"), _("LPJ"), _("Days to LPJ"),
            ],
            "rows": [_payment(row, on) for row in rows],
        },
        "all": f"{listed}?grant={grant.ref}",
        "add": False,
    }  # fmt: skip  # a table of a page as it looks


def _payment(row: Disbursement, on: date) -> list[Any]:
    link = format_html(
        '<a href="{}" class="text-primary-600 dark:text-primary-500">{}/{}</a>{}',
        reverse("admin:finance_disbursement_change", args=[row.pk]),
        row.tranche.label,
        row.payment_no,
        "" if row.is_payment else f" ({row.get_kind_display()})",
    )
    days = days_without_account(row.sp2d_on, row.lpj_on, on)
    waits = days is not None and row.lpj_on is None and row.net > 0
    told = NOTHING
    if days is not None and (row.lpj_on or waits):
        number = number_format(days, force_grouping=True)
        told = _("%(days)s so far") % {"days": number} if waits else number
    return [
        link,
        _state(row),
        at_right(in_rupiah(row.amount if row.is_payment else -row.amount)),
        _paper(row.sp2d_number, row.sp2d_on),
        _paper(row.lpj_number, row.lpj_on),
        at_right(told),
    ]


def _state(row: Disbursement) -> str:
    if row.next_position:
        return _("waits for %(position)s") % {"position": row.next_position.name}
    return str(State(row.state).label)


def _paper(number: str, day: date | None) -> str:
    return f"{number}, {in_words(day)}" if day else NOTHING


def late_panel(
    grant: Grant, tranches: Sequence[Any], rows: Sequence[Disbursement], short: int, on: date
) -> Panel:
    """What somebody should ask about today, the longest wait first; `short` is of the swadaya."""
    late = [*_late_payments(rows, on), *_held_up(tranches)]
    if grant.untranched:
        told = {"amount": in_rupiah(grant.untranched)}
        late.append((_("%(amount)s of the grant stand in no tranche yet.") % told, None))
    if short > 0:
        told = {"amount": in_rupiah(short)}
        late.append((_("%(amount)s of the promised swadaya were not given yet.") % told, None))
    late.sort(key=lambda one: -(one[1] or 0))
    return {
        "title": _("What is late or waits"),
        "table": {
            "headers": [_("What"), _("Days")],
            "rows": [
                [
                    text,
                    at_right(NOTHING if days is None else number_format(days, force_grouping=True)),
                ]
                for text, days in late
            ],
            "nothing": _("Nothing is late."),
        },
        "all": f"{reverse('admin:finance_tranche_changelist')}?grant={grant.ref}&held_up=true",
        "add": False,
    }


def _late_payments(rows: Sequence[Disbursement], on: date) -> Iterator[Late]:
    for row in rows:
        name = f"{row.tranche.label}/{row.payment_no}"
        match row.state:
            case State.PAID if row.net and row.sp2d_on:
                told = {"name": name, "number": row.sp2d_number, "day": in_words(row.sp2d_on)}
                words = _("%(name)s: the LPJ is missing since SP2D %(number)s of %(day)s.")
                yield words % told, (on - row.sp2d_on).days
            case State.APPROVED if row.is_payment and not row.answered:
                words = _("%(name)s: approved, without SP2D.")
                yield words % {"name": name}, _days(row.approved_at, on)
            case State.HANDED_OVER if row.next_position:
                told = {"name": name, "position": row.next_position.name}
                words = _("%(name)s: waits for %(position)s.") % told
                yield words, _days(row.handed_over_at, on)
            case State.RETURNED:
                words = _("%(name)s: came back and waits for its correction: %(reason)s")
                yield words % {"name": name, "reason": row.decision_reason}, None


def _days(moment: Any, on: date) -> int | None:
    return (on - timezone.localdate(moment)).days if moment else None


def _held_up(tranches: Sequence[Any]) -> Iterator[Late]:
    for one in tranches:
        if one.approved < one.amount and one.has_open_account_before:
            words = _("%(name)s: waits for the account of an earlier tranche.")
            yield words % {"name": one.label}, None
