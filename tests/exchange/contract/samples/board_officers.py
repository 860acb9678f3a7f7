"""An officer of each board."""

from communities.models import BoardOfficer
from tests.communities.builders import make_officer
from tests.exchange.contract.world import World


def make(world: World) -> list[BoardOfficer]:
    """Of the first term, with invented names."""
    return [
        make_officer(board=board, name=f"Bapak Contoh Pengurus {number}")
        for number, board in enumerate(world.rows("boards"), 1)
    ]
