"""A contribution to each board: the second for a planned activity, the third for a work."""

from datetime import date

from finance.models import Contribution
from tests.exchange.contract.world import World
from tests.finance.builders import make_contribution

CHANGE = "note"


def make(world: World) -> list[Contribution]:
    """All were promised, and given a month later."""
    lines, works = world.rows("planned-activities"), world.rows("works")
    return [
        make_contribution(
            board=board,
            number=f"SW-{number:03d}",
            realised_amount=number * 1_000_000,
            realised_on=date(2010, 4, 1),
            activity=lines[1] if number == 2 else None,
            work=works[2] if number == 3 else None,
        )
        for number, board in enumerate(world.rows("boards"), 1)
    ]
