"""A work of each board: three were planned, two were not."""

from programs.models import Work
from tests.exchange.contract.world import World
from tests.programs.builders import make_work, make_work_cost

CHANGE = "note"


def make(world: World) -> list[Work]:
    """The planned ones first, each with its cost."""
    state = world.rows("funding-sources")[0]
    lines = world.rows("planned-activities")
    works = []
    for number, board in enumerate(world.rows("boards"), 1):
        line = lines[number - 1] if number < 4 else None
        works.append(make_work(board=board, number=f"SPK-{number:03d}", activity=line))
        make_work_cost(works[-1], 9_500_000 * number, state)
    return works
