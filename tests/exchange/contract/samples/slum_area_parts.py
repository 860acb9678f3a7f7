"""A part of each slum area, each in another kelurahan."""

from decimal import Decimal

from communities.models import SlumAreaPart
from tests.communities.builders import make_slum_area_part
from tests.exchange.contract.world import World

CHANGE = "note"


def make(world: World) -> list[SlumAreaPart]:
    """The second and the third were verified, and their class and treatment are stated."""
    told = {"slum_class": "light", "treatment": "improvement", "neighbourhoods": "RT 01–03 RW 02"}
    parts = []
    for number, (area, village) in enumerate(
        zip(world.rows("slum-areas"), world.villages, strict=True), 1
    ):
        facts = {"hectares_verified": Decimal("7.7125"), **told} if number in (2, 3) else {}
        decree = Decimal("30.25") + number
        parts.append(make_slum_area_part(area, region=village, hectares_by_decree=decree, **facts))
    return parts
