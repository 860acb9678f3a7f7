"""A case of each type and about each thing; one of them was closed before it was taken over."""

from datetime import date

from programs.models import Case
from programs.services.case_types import load_case_types
from tests.builders import AT
from tests.exchange.contract.world import World
from tests.programs.builders_cases import make_case, register_case

CHANGE = "description"
UNKNOWN = {"plan_edition": "9"}
COMPLAINT = {
    "nature": "problem", "scope": "finance", "channel": "KOTAK", "theme": "INFRASTRUKTUR",
    "amount_misused": 5_000_000, "amount_returned": 1_500_000,
    "reporter_name": "Ibu Contoh Pelapor", "reporter_contact": "+6281234560001",
    "reporter_address": "Jalan Contoh 1", "accused_name": "Bapak Contoh Terlapor",
    "accused_position": "Bendahara", "accused_contact": "+6281234560002",
}  # fmt: skip


def make(world: World) -> list[Case]:
    """The third is a complaint with everything that only complaints have."""
    load_case_types(at=AT)
    board, village = world.rows("boards")[0], world.villages[0]
    return [
        make_case(region=village, work=world.rows("works")[0], priority="high"),
        make_case("RENCANA", region=village, plan=world.rows("plans")[0]),
        make_case(
            region=board.region, board=board, register_number="REG-02", description="Uraian.",
            event_on=date(2015, 7, 1), **COMPLAINT,
        ),
        make_case("KUMUH", region=world.regency, slum_area=world.rows("slum-areas")[0]),
        register_case(
            region=world.villages[1], register_number="REG-01", stage="SELESAI",
            closed_on=date(2015, 9, 1), outcome="Dijelaskan kepada pelapor.",
        ),
    ]  # fmt: skip
