"""Five workshops: the regency's own, and one of four of its villages."""

from datetime import date

from programs.models import Element, Workshop
from tests.exchange.contract.world import World
from tests.programs.builders import (
    make_element,
    make_participants,
    make_workshop,
    make_workshop_cost,
)

CHANGE = "note"


def make(world: World) -> list[Workshop]:
    """Each with its cost, and men and women of an element; all of a programme."""
    source, programme = world.rows("funding-sources")[0], world.rows("programmes")[0]
    element = Element.objects.filter(code="WARGA").first() or make_element("WARGA")
    workshops = []
    hosts = world.rows("agencies")
    for number, region in enumerate((world.regency, *world.villages[:4]), 1):
        workshops.append(
            make_workshop(
                region=region,
                host=hosts[number - 1],
                title=f"Lokakarya {number}",
                starts_on=date(2010, number, 1),
                ends_on=date(2010, number, number) if number > 1 else None,
                programme=programme,
                participants_low_income=number,
            )
        )
        make_participants(workshops[-1], 10 * number, element=element, sex="male")
        make_participants(workshops[-1], 12 * number, element=element, sex="female")
        make_workshop_cost(workshops[-1], 2_500_000 * number, source)
    return workshops
