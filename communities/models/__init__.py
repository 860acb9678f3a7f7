from communities.models.agencies import Agency
from communities.models.areas import AreaAssignment
from communities.models.board_years import BoardYear
from communities.models.boards import Board
from communities.models.consultant_assignments import ConsultantAssignment
from communities.models.elections import BoardElection
from communities.models.groups import SelfHelpGroup
from communities.models.officers import BoardOfficer
from communities.models.regions import Region, RegionCode
from communities.models.sectors import Sector
from communities.models.signoffs import SignoffRule
from communities.models.slum_area_parts import SlumAreaPart
from communities.models.slum_areas import SlumArea

__all__ = [
    "Agency",
    "AreaAssignment",
    "Board",
    "BoardElection",
    "BoardOfficer",
    "BoardYear",
    "ConsultantAssignment",
    "Region",
    "RegionCode",
    "Sector",
    "SelfHelpGroup",
    "SignoffRule",
    "SlumArea",
    "SlumAreaPart",
]
