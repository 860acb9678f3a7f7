"""An expenditure of each board: the second for a planned activity, the third for a work, and the
third and fourth out of the tranche of their board."""

from finance.models import Expenditure
from tests.exchange.contract.world import World
from tests.finance.builders import make_expenditure

CHANGE = "description"


def make(world: World) -> list[Expenditure]:
    """Each for cement."""
    tranches = world.rows("tranches")
    lines, works = world.rows("planned-activities"), world.rows("works")
    return [
        make_expenditure(
            board=board,
            evidence_number=f"KW-{number:03d}",
            payee="Toko Contoh",
            activity=lines[1] if number == 2 else None,
            work=works[2] if number == 3 else None,
            tranche=tranches[number - 1] if number in (3, 4) else None,
        )
        for number, board in enumerate(world.rows("boards"), 1)
    ]
