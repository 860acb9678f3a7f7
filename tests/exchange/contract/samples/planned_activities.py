"""An activity of each plan, paid for by two sources."""

from programs.models import PlannedActivity
from tests.exchange.contract.world import World
from tests.programs.builders import make_line, make_planned_cost

UNKNOWN = {"plan_edition": "9"}


def make(world: World) -> list[PlannedActivity]:
    """The first without a cost, the others by the state and a second source."""
    state, second, *_others = world.rows("funding-sources")
    lines = [
        make_line(plan, number=f"L-{number:03d}")
        for number, plan in enumerate(world.rows("plans"), 1)
    ]
    for number, line in enumerate(lines[1:], 1):
        make_planned_cost(line, 10_000_000 * number, state)
        make_planned_cost(line, 2_500_000 * number, second)
    return lines
