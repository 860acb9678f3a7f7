"""A draft of a plan of each board."""

from programs.models import Plan
from tests.exchange.contract.world import World
from tests.programs.builders import make_plan

CHANGE = "note"


def make(world: World) -> list[Plan]:
    """PJM Pronangkis 2010-2012."""
    return [make_plan(board=board) for board in world.rows("boards")]
