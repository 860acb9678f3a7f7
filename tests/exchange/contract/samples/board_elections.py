"""An election of each board."""

from communities.models import BoardElection
from tests.communities.builders import make_election
from tests.exchange.contract.world import World


def make(world: World) -> list[BoardElection]:
    """That of the first term."""
    return [make_election(board=board) for board in world.rows("boards")]
