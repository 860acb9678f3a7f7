"""A budget of the regency, and of four of its villages."""

from finance.models import Budget
from tests.exchange.contract.world import World
from tests.finance.builders import make_budget

CHANGE = "note"


def make(world: World) -> list[Budget]:
    """The regency's without a line, the others with one."""
    source, programme = world.rows("funding-sources")[0], world.rows("programmes")[0]
    shared = {"source": source, "programme": programme}
    budgets = [make_budget(region=world.regency, **shared)]
    for number, village in enumerate(world.villages[:4], 1):
        line = f"DIPA {number}"
        budgets.append(make_budget(region=village, line=line, amount=number * 1_000_000, **shared))
    return budgets
