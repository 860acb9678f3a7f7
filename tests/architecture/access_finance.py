"""Rows of money behind the doors that the people of `access_people` try; all of the own area."""

from collections.abc import Callable
from datetime import date
from typing import Any

from finance.models import GoLive
from tests.builders import make_change_set
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


def _board(world: World) -> Any:
    return world.rows("boards")[0]


def _go_live(world: World) -> GoLive:
    row = GoLive(region=world.regency, on=date(2012, 1, 1))
    row.save(change_set=make_change_set())
    return row


FINANCE_ROWS: dict[str, Callable[[World], Any]] = {
    "finance.budget": lambda world: make_budget(region=world.regency),
    "finance.ceiling": lambda _world: make_ceiling(),
    "finance.contribution": lambda world: make_contribution(board=_board(world)),
    "finance.expenditure": lambda world: make_expenditure(board=_board(world)),
    "finance.golive": _go_live,
    "finance.grant": lambda world: make_grant(board=_board(world), scheme=make_scheme()),
    "finance.tranche": lambda world: make_tranche(make_grant(board=_board(world))),
    "finance.tranchescheme": lambda _world: make_scheme(),
}
