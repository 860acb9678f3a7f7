"""Five funding sources."""

from programs.models import FundingSource
from tests.exchange.contract.world import World
from tests.programs.builders import make_source


def make(world: World) -> list[FundingSource]:
    """In the order in which forms show them."""
    return [make_source(f"DANA-{number}") for number in range(1, 6)]
