"""A base with disbursements by the million, and the grants and tranches above them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from bench.task import bench_user
from communities.models import AreaAssignment, Board
from finance.models import Disbursement, Grant, Position, PositionAssignment, Tranche
from finance.models.disbursements import Kind, State
from p2kp_site.foundation.bulk import insert_rows
from p2kp_site.foundation.models.change_sets import Door, open_change_set
from programs.models import FundingSource, Programme
from programs.services.reference_lists import load_reference_lists

_YEARS = range(2006, 2016)
_TRANCHES = _PAYMENTS = 3
# In a small base as in a large one, so that the pages of a board and a grant show the same.
_OF_ONE_BOARD = len(_YEARS) * _TRANCHES * _PAYMENTS
_AMOUNT = 20_000_000
# How the last payment of some tranches stands; all others were accounted for long ago. Their
# number is the same in both bases: what is in work does not grow with what is done.
_IN_WORK = ("entered", "returned", "handed_over", "approved", "paid", "backlog", "answered")
_OF_EACH = 150
# So many grants are of the last programme, and so many tranches of the last source, in both bases.
_RARE = 40
APPROVER = "bench-approver"
_DAY = date(2006, 3, 1)


def make_disbursements(rows: int) -> None:
    """Give the boards of this base so many payments, with the grants and tranches above them."""
    load_reference_lists(by=None, at=timezone.now())
    position = _make_office()
    change_set = open_change_set(by=bench_user(), at=timezone.now(), door=Door.IMPORT, why="bench")
    at = connection.ops.adapt_datetimefield_value(change_set.at)
    same = {
        "version": 1,
        "changed_at": at,
        "changed_by_id": change_set.by_id,
        "change_set_id": change_set.pk,
    }
    # All is asked before: while a COPY runs, its connection answers no other question.
    boards = list(Board.objects.order_by("pk").values_list("pk", "area")[: rows // _OF_ONE_BOARD])
    programmes = list(Programme.objects.order_by("pk").values_list("pk", flat=True))
    sources = list(FundingSource.objects.order_by("pk").values_list("pk", flat=True)[:4])
    insert_same(Grant, same, _grants(boards, programmes))
    grants = list(Grant.objects.order_by("pk").values_list("pk", "area"))
    insert_same(Tranche, same, _tranches(grants, sources))
    tranches = list(Tranche.objects.order_by("pk").values_list("pk", "area"))
    step = max(len(tranches) // (len(_IN_WORK) * _OF_EACH), 1)
    insert_same(Disbursement, same, _payments(tranches, step, position, at))
    answered = list(
        Disbursement.objects.filter(answered__gt=0)
        .order_by("pk")
        .values_list("pk", "tranche", "area")
    )
    insert_same(Disbursement, same, _returns(answered, at))
    # Where nobody has changed the account, the row has still that of the board.
    board = Board.objects.filter(grants__tranches=OuterRef("tranche"))
    approved = Disbursement.objects.filter(state=State.APPROVED, kind=Kind.PAYMENT)
    approved.stamp(account_number=Subquery(board.values("bank_account_number")))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()


def _make_office() -> int:
    """A position that decides, and who holds it for the nation."""
    from django.contrib.auth.models import Group

    user = type(bench_user()).objects.create_user(username=APPROVER, name="Bench", is_staff=True)
    user.groups.set(Group.objects.filter(name="approver"))
    AreaAssignment.objects.create(user=user, region=None, from_on=date(2001, 1, 1))
    act = open_change_set(by=None, at=timezone.now(), door=Door.SETUP, why="bench")
    position = Position(code="PPK", name="PPK")
    position.save(change_set=act)
    held = PositionAssignment(position=position, user=user, from_on=date(2001, 1, 1))
    held.save(change_set=act)
    return int(position.pk)


def insert_same(model: Any, same: Mapping[str, Any], rows: Iterator[dict[str, Any]]) -> None:
    """Rows with the values that all have, and what the model says for the rest."""
    rest = {
        str(f.column): f.get_db_prep_save(f.get_default(), connection)
        for f in model._meta.concrete_fields
        if not f.primary_key
    }
    letter = model.__name__[0]
    numbered = enumerate(rows, model.objects.count())
    insert_rows(
        model,
        list(rest),
        ([*{**rest, **same, "ref": f"{letter}{i:011d}", **row}.values()] for i, row in numbered),
    )


def _grants(boards: Sequence[Any], programmes: Sequence[int]) -> Iterator[dict[str, Any]]:
    *common, rare = programmes
    step = max(len(boards) // _RARE, 1)
    for i, (board, area) in enumerate(boards):
        for year in _YEARS:
            once = i % step == 1 and year == _YEARS[0]
            yield {
                "board_id": board,
                "area": area,
                "programme_id": rare if once else common[year % len(common)],
                "fiscal_year": year,
                "agreement_number": f"SPPB-{i:06d}/{year}",
                "agreement_on": date(year, 3, 1).isoformat(),
                "amount": _TRANCHES * _PAYMENTS * _AMOUNT,
                "tranched": _TRANCHES * _PAYMENTS * _AMOUNT,
            }


def _tranches(grants: Sequence[Any], sources: Sequence[int]) -> Iterator[dict[str, Any]]:
    *common, rare = sources
    step = max(len(grants) * _TRANCHES // (len(_IN_WORK) * _OF_EACH), 1)
    seldom = max(len(grants) // _RARE, 1)
    for i, (grant, area) in enumerate(grants):
        for number in range(1, _TRANCHES + 1):
            state = _last(i * _TRANCHES + number - 1, step)
            open_parts = {
                "approved": state in ("entered", "returned", "handed_over", "answered"),
                "paid": state not in ("accounted", "paid", "backlog"),
                "accounted": state != "accounted",
            }
            yield {
                "grant_id": grant,
                "area": area,
                "number": number,
                "source_id": rare if number == 1 and i % seldom == 3 else common[number % 3],
                "planned_on": (_DAY + timedelta((i * 37 + number) % 3300)).isoformat(),
                "amount": _PAYMENTS * _AMOUNT,
                **{name: (_PAYMENTS - less) * _AMOUNT for name, less in open_parts.items()},
            }


def _last(tranche: int, step: int) -> str:
    """How the last payment of a tranche stands."""
    turn, rest = divmod(tranche, step)
    state = _IN_WORK[turn % len(_IN_WORK)]
    if rest == 1 and state == "paid":
        # As a rule the next tranche of the same grant, which waits for the account.
        return "entered"
    return state if rest == 0 else "accounted"


def _payments(
    tranches: Sequence[Any], step: int, position: int, at: Any
) -> Iterator[dict[str, Any]]:
    for i, (tranche, area) in enumerate(tranches):
        for number in range(1, _PAYMENTS + 1):
            state = _last(i, step) if number == _PAYMENTS else "accounted"
            row = i * _PAYMENTS + number
            yield {
                "tranche_id": tranche,
                "area": area,
                "payment_no": number,
                "amount": _AMOUNT,
                "account_number": f"{row:010d}",
                **_standing(state, row, position, at),
            }


def _standing(state: str, row: int, position: int, at: Any) -> dict[str, Any]:
    """The columns that services write, of a row that has come so far."""
    handed_over = {"round": 1, "handed_over_version": 1, "handed_over_at": at}
    sealed = {**handed_over, "approved_version": 1, "approved_at": at}
    # One SP2D pays twenty rows: those of one board, or of two that follow each other.
    day = _DAY + timedelta(row // 20 * 7 % 3300)
    paid = {"sp2d_number": f"SP2D-{row // 20:06d}", "sp2d_on": day.isoformat()}
    match state:
        case "entered":
            return {"state": State.ENTERED}
        case "returned":
            return {"state": State.RETURNED, "round": 1, "decision_reason": "Rekening salah"}
        case "handed_over":
            waits = {"next_step": 1, "next_position_id": position}
            return {"state": State.HANDED_OVER, **handed_over, **waits}
        case "approved":
            return {"state": State.APPROVED, **sealed}
        case "paid":
            return {"state": State.PAID, **sealed, **paid}
        case "backlog":
            return {"state": State.PAID, "is_backlog": True, **paid}
        case "answered":
            return {"state": State.PAID, **sealed, **paid, "answered": _AMOUNT}
    lpj = {"lpj_number": f"LPJ-{row:07d}", "lpj_on": (day + timedelta(row % 90)).isoformat()}
    return {"state": State.ACCOUNTED, **sealed, **paid, **lpj, "accounted_amount": _AMOUNT}


def _returns(answered: Sequence[Any], at: Any) -> Iterator[dict[str, Any]]:
    for i, (payment, tranche, area) in enumerate(answered):
        yield {
            "tranche_id": tranche,
            "area": area,
            "payment_no": _PAYMENTS + 1,
            "kind": Kind.RETURN,
            "amount": _AMOUNT,
            "answers_id": payment,
            "reason": "Kegiatan batal",
            "receipt_number": f"NTPN-{i:06d}",
            **_standing("approved", i, 0, at),
        }
