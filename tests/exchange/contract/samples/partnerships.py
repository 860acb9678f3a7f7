"""A partnership of each board, with one agency after the other."""

from datetime import date

from programs.models import Partnership
from tests.exchange.contract.world import World
from tests.programs.builders import make_partnership

CHANGE = "note"


def make(world: World) -> list[Partnership]:
    """The first stands until further notice, the others ended; the last was not valued."""
    return [
        make_partnership(
            board=board,
            agency=agency,
            agreement_number=f"MoU/{number:03d}",
            until_on=date(2014 + number, 3, 10) if number > 1 else None,
            value=25_000_000 * number if number < 5 else None,
        )
        for number, (board, agency) in enumerate(
            zip(world.rows("boards"), world.rows("agencies"), strict=False), 1
        )
    ]
