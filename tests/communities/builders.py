"""What lies below a board, and who accompanies an area: each builder fills in the rest."""

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from communities.models import (
    Agency,
    Board,
    BoardElection,
    BoardOfficer,
    BoardYear,
    ConsultantAssignment,
    Region,
    Sector,
    SelfHelpGroup,
    SlumArea,
    SlumAreaPart,
)
from communities.models.agencies import AgencyKind
from communities.models.elections import ElectionKind
from communities.models.people import Sex
from p2kp_site.foundation.models import ChangeSet
from tests.builders import make_board, make_change_set, make_region

_numbers = count(1)


def _stored(row: Any, change_set: ChangeSet | None) -> Any:
    row.save(change_set=change_set or make_change_set())
    return row


def make_agency(
    *,
    region: Region | None = None,
    kind: str = AgencyKind.REGIONAL_CONSULTANT,
    change_set: ChangeSet | None = None,
    **values: Any,
) -> Agency:
    """A consultant of the whole nation, unless said otherwise."""
    number = next(_numbers)
    facts = {"code": f"INS-{number:04d}", "name": f"Lembaga Contoh {number}", **values}
    agency: Agency = _stored(Agency(region=region, kind=kind, **facts), change_set)
    return agency


def make_assignment(
    *,
    region: Region,
    agency: Agency | None = None,
    from_on: date = date(2012, 1, 1),
    until_on: date | None = None,
    change_set: ChangeSet | None = None,
) -> ConsultantAssignment:
    """A consultant accompanies a region since 2012."""
    row = ConsultantAssignment(
        agency=agency or make_agency(), region=region, from_on=from_on, until_on=until_on
    )
    assignment: ConsultantAssignment = _stored(row, change_set)
    return assignment


def make_officer(
    *, board: Board | None = None, change_set: ChangeSet | None = None, **values: Any
) -> BoardOfficer:
    """A member of a board's first term."""
    facts = {"term": 1, "name": f"Ibu Contoh {next(_numbers)}", "sex": Sex.FEMALE, **values}
    officer: BoardOfficer = _stored(BoardOfficer(board=board or make_board(), **facts), change_set)
    return officer


def make_election(
    *, board: Board | None = None, change_set: ChangeSet | None = None, **values: Any
) -> BoardElection:
    """The election of a board's first term, in which 40 of the delegates took part."""
    facts = {
        "kind": ElectionKind.BOARD,
        "held_on": date(2012, 8, 12),
        "term": 1,
        "participants_men": 22,
        "participants_women": 18,
        **values,
    }
    election: BoardElection = _stored(
        BoardElection(board=board or make_board(), **facts), change_set
    )
    return election


def make_board_year(
    *,
    board: Board | None = None,
    year: int = 2012,
    change_set: ChangeSet | None = None,
    **values: Any,
) -> BoardYear:
    """A year of a board of which nothing is known yet."""
    row: BoardYear = _stored(
        BoardYear(board=board or make_board(), year=year, **values), change_set
    )
    return row


def make_group(
    *, board: Board | None = None, change_set: ChangeSet | None = None, **values: Any
) -> SelfHelpGroup:
    """A group that carries out works."""
    number = next(_numbers)
    facts = {"name": f"KSM Contoh {number}", "kind": Sector.ENVIRONMENT, **values}
    group: SelfHelpGroup = _stored(SelfHelpGroup(board=board or make_board(), **facts), change_set)
    return group


def make_slum_area(
    *, region: Region | None = None, change_set: ChangeSet | None = None, **values: Any
) -> SlumArea:
    """A slum area that a decree of Indragiri Hilir named in 2014."""
    if region is None:
        region = Region.objects.in_force().filter(code="14.04").first()
    facts = {
        "decree_number": "SK/1/2014",
        "decree_on": date(2014, 12, 1),
        "name": f"Kawasan Contoh {next(_numbers)}",
        **values,
    }
    row = SlumArea(region=region or make_region(code="14.04"), **facts)
    slum_area: SlumArea = _stored(row, change_set)
    return slum_area


def make_slum_area_part(
    slum_area: SlumArea | None = None,
    *,
    region: Region | None = None,
    change_set: ChangeSet | None = None,
    **values: Any,
) -> SlumAreaPart:
    """Seven and a half hectares of a slum area, in Tembilahan Kota unless a region is given."""
    if region is None:
        region = Region.objects.in_force().filter(code="14.04.04.1001").first()
    region = region or make_region(code="14.04.04.1001")
    facts = {"hectares_by_decree": Decimal("7.5"), **values}
    row = SlumAreaPart(slum_area=slum_area or make_slum_area(), region=region, **facts)
    part: SlumAreaPart = _stored(row, change_set)
    return part
