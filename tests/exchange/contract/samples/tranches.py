"""The first tranche of each grant."""

from datetime import date

from finance.models import Tranche
from tests.exchange.contract.world import World
from tests.finance.builders import make_tranche

UNKNOWN = {"grant_number": "99"}
CHANGE = "amount"


def make(world: World) -> list[Tranche]:
    """Of Rp 60 million each, by the first source; the third is planned for a day."""
    source = world.rows("funding-sources")[0]
    return [
        make_tranche(grant, source=source, planned_on=date(2010, 6, 1) if number == 3 else None)
        for number, grant in enumerate(world.rows("grants"), 1)
    ]
