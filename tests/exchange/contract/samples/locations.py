"""Five kelurahan where a programme worked in 2010."""

from programs.models import Location
from tests.exchange.contract.world import World
from tests.programs.builders import make_location


def make(world: World) -> list[Location]:
    """One in each village."""
    programme = world.rows("programmes")[0]
    return [make_location(region=village, programme=programme) for village in world.villages]
