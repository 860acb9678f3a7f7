"""A grant to each board, the third by a scheme."""

from datetime import date

from finance.models import Grant
from tests.exchange.contract.world import World
from tests.finance.builders import make_grant, make_scheme

CHANGE = "note"


def make(world: World) -> list[Grant]:
    """Of Rp 200 million, each by its agreement."""
    programme, scheme = world.rows("programmes")[0], make_scheme((), code="SKEMA-CONTOH")
    return [
        make_grant(
            board=board,
            programme=programme,
            agreement_number=f"SPPB/{number}/2010",
            agreement_on=date(2010, 5, number),
            scheme=scheme if number == 3 else None,
        )
        for number, board in enumerate(world.rows("boards"), 1)
    ]
