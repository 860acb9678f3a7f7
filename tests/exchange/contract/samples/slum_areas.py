"""Five slum areas of one decree of the regency."""

from communities.models import SlumArea
from tests.communities.builders import make_slum_area
from tests.exchange.contract.world import World

CHANGE = "note"


def make(world: World) -> list[SlumArea]:
    """The third tells who signed the decree."""
    signer = {"signer_name": "Bapak Contoh", "signer_position": "Bupati"}
    return [
        make_slum_area(
            region=world.regency, name=f"Kawasan {number}", **signer if number == 3 else {}
        )
        for number in range(1, 6)
    ]
