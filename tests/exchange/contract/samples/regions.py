"""The places of the world: an export shows them, and only the register changes them."""

from communities.models import Region
from tests.exchange.contract.world import World


def make(world: World) -> list[Region]:
    """The regency, which is read from below, and its villages; they stand already."""
    return [world.regency, *world.villages]
