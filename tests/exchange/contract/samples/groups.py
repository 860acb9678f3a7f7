"""A self-help group of each board."""

from communities.models import SelfHelpGroup
from tests.communities.builders import make_group
from tests.exchange.contract.world import World


def make(world: World) -> list[SelfHelpGroup]:
    """Each with an invented chair."""
    return [
        make_group(board=board, name=f"KSM Contoh {number}", chair=f"Ibu Contoh Ketua {number}")
        for number, board in enumerate(world.rows("boards"), 1)
    ]
