"""Five programmes, one after another; the last still runs, and the third says what came before."""

from datetime import date

from programs.models import Programme
from tests.exchange.contract.world import World
from tests.programs.builders import make_programme


def make(world: World) -> list[Programme]:
    """A row that names one which is refused is refused as well: so only one does."""
    made: list[Programme] = []
    for number in range(1, 6):
        made.append(
            make_programme(
                code=f"PROG-S-{number}",
                from_on=date(1999 + number, 1, 1),
                until_on=date(2000 + number, 1, 1) if number < 5 else None,
                predecessor=made[-1] if number == 3 else None,
            )
        )
    return made
