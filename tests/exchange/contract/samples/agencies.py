"""Five consultants whom the regency engaged."""

from communities.models import Agency
from tests.communities.builders import make_agency
from tests.exchange.contract.world import World


def make(world: World) -> list[Agency]:
    """All of the regency, so that whoever works inside it reads them."""
    return [make_agency(region=world.regency, code=f"INS-S-{number}") for number in range(1, 6)]
