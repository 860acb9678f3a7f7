"""Rows of money behind the doors that the people of `access_people` try; all of the own area."""

from collections.abc import Callable
from datetime import date
from typing import Any

from finance.models import GoLive, PositionAssignment
from tests.builders import make_change_set, make_user
from tests.exchange.contract.world import World
from tests.finance.builders import (
    make_budget,
    make_ceiling,
    make_contribution,
    make_expenditure,
    make_grant,
    make_scheme,
    make_tranche,
)
from tests.finance.builders_disbursements import make_chain, make_disbursement, make_position


def _board(world: World) -> Any:
    return world.rows("boards")[0]


def _go_live(world: World) -> GoLive:
    if standing := GoLive.objects.filter(region=world.regency).first():
        return standing
    row = GoLive(region=world.regency, on=date(2012, 1, 1))
    row.save(change_set=make_change_set())
    return row


def _holder(world: World) -> PositionAssignment:
    return hold(make_position(), make_user(), region=world.regency)


def hold(position: Any, user: Any, *, region: Any = None) -> PositionAssignment:
    """The person holds this position, for the whole nation unless a region is named."""
    facts = {"position": position, "user": user, "region": region}
    row = PositionAssignment(from_on=date(2012, 1, 1), **facts)
    row.save(change_set=make_change_set())
    return row


def disbursement(world: World) -> Any:
    """A payment of the own area as it was entered."""
    return make_disbursement(make_tranche(make_grant(board=_board(world))))


FINANCE_ROWS: dict[str, Callable[[World], Any]] = {
    "finance.budget": lambda world: make_budget(region=world.regency),
    "finance.ceiling": lambda _world: make_ceiling(),
    "finance.chain": lambda _world: make_chain(),
    "finance.contribution": lambda world: make_contribution(board=_board(world)),
    "finance.disbursement": disbursement,
    "finance.expenditure": lambda world: make_expenditure(board=_board(world)),
    "finance.golive": _go_live,
    "finance.grant": lambda world: make_grant(board=_board(world), scheme=make_scheme()),
    "finance.position": lambda _world: make_position(),
    "finance.positionassignment": _holder,
    "finance.tranche": lambda world: make_tranche(make_grant(board=_board(world))),
    "finance.tranchescheme": lambda _world: make_scheme(),
}
