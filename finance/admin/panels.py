"""The money of a grant as its page tells it: to be read in a minute.

Each panel asks a fixed number of questions, however many tranches there are.
"""

from typing import Any

from django.db.models import Sum
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from communities.admin.board_life import MOST_LINES
from communities.admin.figures import at_right
from communities.models import Board, Region
from finance.admin.board_cases import cases_panel
from finance.admin.late import late_panel, payments_of, payments_panel
from finance.models import Contribution, Disbursement, Grant, Tranche
from finance.models.contributions import ContributionKind
from p2kp_site.foundation.fields import in_rupiah
from p2kp_site.foundation.links import way_to
from p2kp_site.foundation.reader import Reader
from p2kp_site.foundation.wording import NOTHING, in_words
from programs.models import Programme

Panel = dict[str, Any]
# Promised and realised, by kind.
Given = dict[str, tuple[int, int]]


def money_of(grant: Grant, reader: Reader) -> list[Panel]:
    """The sections of a grant's page, as far as this reader may see them."""
    tranches: list[Any] = []
    payments: list[Disbursement] = []
    given: Given = {}
    panels = []
    if reader.may("finance.view_tranche"):
        rows = Tranche.objects.filter(grant=grant).with_spent_total().with_open_account_before()
        tranches = list(rows.select_related("source").in_order())
        panels += [_agreement(grant, tranches), _tranches(grant, tranches)]
    if reader.may("finance.view_disbursement"):
        payments = payments_of(grant)
        panels.append(payments_panel(grant, payments, reader.on))
    if reader.may("finance.view_contribution"):
        given = _given(grant)
        panels.append(_swadaya(grant, given, reader))
    if panels:
        short = sum(max(promised - realised, 0) for promised, realised in given.values())
        panels.insert(1, late_panel(grant, tranches, payments, short, reader.on))
    if reader.may("programs.view_case"):
        panels.append(cases_panel(grant, reader))
    return panels


def grants_of(board: Board, _reader: Reader) -> Panel:
    """The grants of a board for its page, the latest first, each with what was paid of it."""
    rows = Grant.objects.filter(board=board).select_related("programme")
    rows = rows.with_paid_total().with_accounted_total()
    return {
        "headers": [
            _("Fiscal year"), _("Programme"), _("Agreement (SPPB)"), _("Amount"), _("Paid"),
            _("Accounted for"),
        ],
        "rows": [
            [
                way_to(one, one.fiscal_year), one.programme.code, one.agreement_number or NOTHING,
                *_money(one.amount, one.paid_total, one.accounted_total),
            ]
            for one in rows.order_by("-fiscal_year", "-number", "-pk")[:MOST_LINES]
        ],
    }  # fmt: skip


def grants_of_programme(programme: Programme, reader: Reader) -> list[Panel]:
    """The first grants that a programme gave in the reader's area: to whom, and what was paid."""
    if not reader.may("finance.view_grant"):
        return []
    rows: Any = Grant.objects.visible_to(reader).filter(programme=programme)
    rows = rows.select_related("board__region").with_paid_total()
    adds = reader.may("finance.add_grant")
    return [
        {
            "title": _("Grants (BLM) of the programme"),
            "table": {
                "headers": [
                    _("Community board (BKM/LKM)"), _("Kelurahan or desa"), _("Fiscal year"),
                    _("Amount"), _("Paid"),
                ],
                "rows": [
                    [
                        way_to(one.board, one.board.name), one.board.region.name,
                        way_to(one, one.fiscal_year), *_money(one.amount, one.paid_total),
                    ]
                    for one in rows.order_by("area", "pk")[:MOST_LINES]
                ],
            },
            "all": _listed("grant", programme=programme.code),
            "add": adds and f"{reverse('admin:finance_grant_add')}?programme={programme.pk}",
        }
    ]  # fmt: skip


def _listed(model: str, **query: Any) -> str:
    return f"{reverse(f'admin:finance_{model}_changelist')}?{urlencode(query)}"


def _money(*amounts: int) -> list[Any]:
    return [at_right(in_rupiah(amount)) for amount in amounts]


def _agreement(grant: Grant, tranches: list[Any]) -> Panel:
    """What was agreed, and how far the money has come."""
    approved, paid, accounted = (
        sum(getattr(one, name) for one in tranches) for name in ("approved", "paid", "accounted")
    )
    told: list[tuple[str, int]] = [
        (_("Amount"), grant.amount),
        (_("In no tranche yet"), grant.untranched),
        (_("Not approved yet"), grant.amount - approved),
        (_("Approved and not paid"), approved - paid),
        (_("Paid and not accounted for"), paid - accounted),
        (_("Accounted for"), accounted),
    ]
    return {
        "title": _("Grant %(name)s at a glance") % {"name": grant.name},
        "table": {
            # Each row says itself what it tells.
            "rows": [
                [_("Agreement (SPPB)"), at_right(_agreed(grant), one_line=False)],
                *([label, *_money(amount)] for label, amount in told),
            ],
        },
        "all": _listed("grant", board=grant.board.code),
        "add": False,
    }


def _agreed(grant: Grant) -> str:
    if not grant.agreement_number:
        return NOTHING
    return _("%(number)s of %(day)s") % {
        "number": grant.agreement_number, "day": in_words(grant.agreement_on),
    }  # fmt: skip


def _tranches(grant: Grant, tranches: list[Any]) -> Panel:
    """How far each tranche has come, and what holds it up."""
    columns = ("amount", "approved", "paid", "accounted", "spent_total")
    rows = [
        [one.label, _standing(one), *_money(*(getattr(one, column) for column in columns))]
        for one in tranches
    ]
    if tranches:
        sums = [sum(getattr(one, column) for one in tranches) for column in columns]
        rows.append([_("Together"), "", *_money(*sums)])
    return {
        "title": _("Tranches, and how far each has come"),
        "table": {
            "headers": [
                _("Tranche"), _("Stands at"), _("Amount"), _("Approved"), _("Paid"),
                _("Accounted for"), _("Spent by evidence"),
            ],
            "rows": rows,
        },
        "all": _listed("tranche", grant=grant.ref),
        "add": False,
    }  # fmt: skip


def _standing(tranche: Any) -> str:
    """Where a tranche is, in a few words."""
    if tranche.approved < tranche.amount and tranche.has_open_account_before:
        return _("waits for the account of an earlier tranche")
    if tranche.accounted == tranche.amount:
        return _("accounted for")
    if tranche.paid > tranche.accounted:
        return _("paid, waits for its account")
    if tranche.approved > tranche.paid:
        return _("approved, waits for its payment")
    return _("not approved yet") if tranche.approved == 0 else _("partly approved")


def _given(grant: Grant) -> Given:
    """What residents of the board promised and gave in the same year; no grant has its own."""
    given = Contribution.objects.filter(board=grant.board_id, fiscal_year=grant.fiscal_year)
    sums = given.order_by().values_list("kind").annotate(
        Sum("promised_amount", default=0), Sum("realised_amount", default=0)
    )  # fmt: skip
    return {kind: (promised, realised) for kind, promised, realised in sums}


def _swadaya(grant: Grant, by_kind: Given, reader: Reader) -> Panel:
    """What was promised and given, by kind."""
    kinds = [kind for kind in ContributionKind if kind in by_kind]
    rows = [[str(kind.label), *_money(*by_kind[kind])] for kind in kinds]
    if rows:
        promised, realised = (sum(column) for column in zip(*by_kind.values(), strict=True))
        rows.append([_("Together"), *_money(promised, realised)])
    own = {"board": grant.board.code, "fiscal_year": grant.fiscal_year}
    adds = reader.may("finance.add_contribution") and reader.covers(grant.area)
    new = urlencode({"board": grant.board_id, "fiscal_year": grant.fiscal_year})
    return {
        "title": _("Swadaya of the board in %(year)s") % {"year": grant.fiscal_year},
        "table": {"headers": [_("Kind"), _("Promised"), _("Given")], "rows": rows},
        "all": _listed("contribution", **own),
        "add": adds and f"{reverse('admin:finance_contribution_add')}?{new}",
    }


def letterhead_of(grant: Grant, reader: Reader) -> Panel:
    """What stands above and below the sheet on paper: whose grant it is, and who printed it."""
    board = grant.board
    places: list[str] = []
    region: Region | None = board.region
    while region is not None:
        places.append(region.name)
        region = region.parent
    who = reader.user.name if reader.user else ""
    return {
        "title": _("Grant to a community board (BLM)"),
        "name": f"{board.name} ({board.code})",
        "place": ", ".join(places),
        "facts": [
            (_("Programme"), grant.programme.name),
            (_("Fiscal year"), str(grant.fiscal_year)),
            (_("Agreement (SPPB)"), _agreed(grant)),
            (_("Amount of the grant"), in_rupiah(grant.amount)),
        ],
        "printed": _("Printed on %(day)s by %(who)s") % {"day": in_words(reader.on), "who": who},
    }
