"""Pages of regions, of what lies in them, and of the people who work there."""

from communities.admin.accounts import AccountAdmin
from communities.admin.agencies import AgencyAdmin
from communities.admin.board_years import BoardYearAdmin
from communities.admin.boards import BoardAdmin
from communities.admin.consultant_assignments import ConsultantAssignmentAdmin
from communities.admin.elections import BoardElectionAdmin
from communities.admin.groups import SelfHelpGroupAdmin
from communities.admin.officers import BoardOfficerAdmin
from communities.admin.regions import RegionAdmin
from communities.admin.signoffs import SignoffRuleAdmin
from communities.admin.slum_area_parts import SlumAreaPartAdmin
from communities.admin.slum_areas import SlumAreaAdmin

__all__ = [
    "AccountAdmin",
    "AgencyAdmin",
    "BoardAdmin",
    "BoardElectionAdmin",
    "BoardOfficerAdmin",
    "BoardYearAdmin",
    "ConsultantAssignmentAdmin",
    "RegionAdmin",
    "SelfHelpGroupAdmin",
    "SignoffRuleAdmin",
    "SlumAreaAdmin",
    "SlumAreaPartAdmin",
]
