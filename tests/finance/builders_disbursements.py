"""Disbursements, their chain and the people who decide: builders fill in the rest."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from finance.models import (
    Chain,
    ChainStep,
    Disbursement,
    GoLive,
    Position,
    PositionAssignment,
    Tranche,
)
from finance.models.disbursements import Kind, State
from finance.rules.disbursements import totals_of
from finance.services.backlog import count_backlog
from finance.services.decisions import decide
from finance.services.disbursement_acts import Outcome
from finance.services.disbursements import account, hand_over, pay
from p2kp_site.accounts.models import User
from p2kp_site.foundation.models import ChangeSet
from p2kp_site.foundation.models.change_sets import Door
from p2kp_site.foundation.reader import Reader
from tests.builders import AT, make_change_set, make_user
from tests.builders_accounts import NATION, make_person, region_of
from tests.builders_signoffs import reader_of
from tests.finance.builders import make_tranche

LATER = AT + timedelta(hours=1)
SP2D = {"sp2d_number": "100200A/010/114", "sp2d_on": date(2026, 2, 2)}
LPJ = {"lpj_number": "LPJ-1", "lpj_on": date(2026, 3, 1)}
POSITIONS = ("FASKEL", "PPK", "SATKER")

_numbers = count(1)


def _stored(row: Any, change_set: ChangeSet | None = None) -> Any:
    row.save(change_set=change_set or make_change_set())
    return row


def make_position(code: str = "", **values: Any) -> Position:
    """An office that decides; the one with this code when it exists."""
    code = code or f"JAB-{next(_numbers)}"
    found = Position.objects.filter(code=code).first()
    return found or _stored(Position(code=code, **{"name": f"Jabatan {code}", **values}))


def make_chain(*positions: str, above: dict[str, int] | None = None, **values: Any) -> Chain:
    """A chain of Tim Faskel, PPK and Satker since 2000; `above` says from which amount on."""
    number = next(_numbers)
    facts = {"name": f"Rantai Contoh {number}", "from_on": date(2000, 1, 1), **values}
    chain: Chain = _stored(Chain(code=facts.pop("code", f"RANTAI-{number}"), **facts))
    for place, code in enumerate(positions or POSITIONS, 1):
        minimum = (above or {}).get(code, 0)
        step = ChainStep(
            chain=chain, number=place, position=make_position(code), minimum_amount=minimum
        )
        _stored(step)
    return chain


def make_holder(
    *positions: str,
    area: str = NATION,
    role: str = "approver",
    user: User | None = None,
    **days: Any,
) -> Reader:
    """Somebody new who holds these positions for an area, and works in it."""
    user = user or make_person(role, area=area)
    region = region_of(area) if area else None
    for code in positions:
        facts = {"from_on": date(2020, 1, 1), **days}
        _stored(PositionAssignment(position=make_position(code), user=user, region=region, **facts))
    return reader_of(user)


def make_steward(*, area: str = NATION) -> Reader:
    """Somebody new who enters, hands over, and writes down SP2D and LPJ."""
    return reader_of(make_person("data_steward", area=area))


def make_go_live(on: date = date(2020, 1, 1), *, area: str = "14.04") -> GoLive:
    """A regency that went live."""
    live: GoLive = _stored(GoLive(region=region_of(area), on=on))
    return live


def make_disbursement(
    tranche: Tranche | None = None, *, by: User | None = None, **values: Any
) -> Disbursement:
    """A payment of Rp 60 million as somebody entered it."""
    tranche = tranche or make_tranche()
    if "payment_no" not in values:
        values["payment_no"] = tranche.disbursements.count() + 1
    facts = {"amount": 60_000_000, **values}
    act = make_change_set(by=by or make_user())
    row: Disbursement = _stored(Disbursement(tranche=tranche, **facts), act)
    return row


def make_backlog(
    tranche: Tranche | None = None,
    *,
    accounted: bool = False,
    by: User | None = None,
    **values: Any,
) -> Disbursement:
    """A payment of Rp 60 million that was made on paper in 2010."""
    row = make_disbursement(tranche, by=by, **values)
    facts: dict[str, Any] = {"sp2d_number": "SP2D-2010", "sp2d_on": date(2010, 6, 3)}
    if accounted:
        lpj = {"lpj_number": "LPJ-2010", "lpj_on": date(2010, 12, 1)}
        facts.update(lpj, accounted_amount=row.amount)
    state = State.ACCOUNTED if accounted else State.PAID
    rows_of(row).stamp(state=state, is_backlog=True, **facts)
    count_backlog(row.change_set)
    row.refresh_from_db()
    return row


def make_counter_row(
    payment: Disbursement, amount: int | None = None, *, kind: str = Kind.RETURN, **values: Any
) -> Disbursement:
    """A return with its receipt, of all that is left of the payment unless said otherwise."""
    facts = {"answers": payment, "reason": "Kegiatan batal", **values}
    if kind == Kind.RETURN:
        facts.setdefault("receipt_number", f"NTPN-{next(_numbers)}")
    amount = payment.net if amount is None else amount
    return make_disbursement(payment.tranche, kind=kind, amount=amount, **facts)


def rows_of(*rows: Disbursement) -> Any:
    return Disbursement.objects.filter(pk__in=[row.pk for row in rows])


def handed_over(*rows: Disbursement, by: Reader | None = None, **values: Any) -> Outcome:
    facts = {"at": LATER, "door": Door.PAGE, **values}
    return hand_over(rows_of(*rows), by=by or make_steward(), **facts)


def decided(
    *rows: Disbursement, by: Reader, action: str = "approve", reason: str = "", **values: Any
) -> Outcome:
    reason = reason or ("" if action == "approve" else "Rekening salah")
    facts = {"at": LATER, "door": Door.PAGE, **values}
    return decide(rows_of(*rows), action=action, by=by, reason=reason, **facts)


def paid(*rows: Disbursement, by: Reader | None = None, **values: Any) -> Outcome:
    facts: dict[str, Any] = {"at": LATER, "door": Door.PAGE, **SP2D, **values}
    return pay(rows_of(*rows), by=by or make_steward(), **facts)


def accounted_for(*rows: Disbursement, by: Reader | None = None, **values: Any) -> Outcome:
    facts: dict[str, Any] = {"at": LATER, "door": Door.PAGE, **LPJ, **values}
    return account(rows_of(*rows), by=by or make_steward(), **facts)


def brought_to(row: Disbursement, state: str) -> Disbursement:
    """The same row after one person after the other; a chain is made when there is none."""
    if not Chain.objects.exists():
        make_chain()
    order = (State.HANDED_OVER, State.APPROVED, State.PAID, State.ACCOUNTED)
    for step in order[: order.index(State(state)) + 1]:
        match step:
            case State.HANDED_OVER:
                assert handed_over(row).done == 1, handed_over(row)
            case State.APPROVED:
                _approve(row)
            case State.PAID:
                assert paid(row).done == 1
            case State.ACCOUNTED:
                assert accounted_for(row).done == 1
    row.refresh_from_db()
    return row


def _approve(row: Disbursement) -> None:
    for step in row.steps.filter(round=rows_of(row).get().round).order_by("number"):
        outcome = decided(row, by=make_holder(step.position.code))
        assert outcome.done == 1, outcome


def recounted(tranche: Tranche) -> tuple[int, ...]:
    """The totals of a tranche from its rows one by one, by the rule and without SQL."""
    parts = [
        totals_of(
            row.kind,
            row.state,
            row.amount,
            accounted=row.accounted_amount,
            answered_state=row.answers.state if row.answers else "",
        )
        for row in tranche.disbursements.select_related("answers")
    ]
    return tuple(sum(getattr(one, n) for one in parts) for n in ("approved", "paid", "accounted"))
