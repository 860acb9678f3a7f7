"""Five consultants who accompany the regency."""

from datetime import date

from communities.models import ConsultantAssignment
from tests.communities.builders import make_assignment
from tests.exchange.contract.world import World


def make(world: World) -> list[ConsultantAssignment]:
    """One after another, the last until further notice."""
    return [
        make_assignment(
            region=world.regency,
            agency=agency,
            from_on=date(2006 + number, 1, 1),
            until_on=date(2007 + number, 1, 1) if number < 4 else None,
        )
        for number, agency in enumerate(world.rows("agencies"))
    ]
