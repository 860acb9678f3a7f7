"""A year of each board."""

from communities.models import BoardYear
from tests.communities.builders import make_board_year
from tests.exchange.contract.world import World

CHANGE = "note"  # an auditor stands beside an opinion only


def make(world: World) -> list[BoardYear]:
    """2012."""
    return [make_board_year(board=board) for board in world.rows("boards")]
