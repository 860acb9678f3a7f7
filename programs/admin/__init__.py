"""Pages of programmes, plans, works, workshops and partnerships."""

from programs.admin.activities import PlannedActivityAdmin
from programs.admin.elements import ElementAdmin
from programs.admin.funding_sources import FundingSourceAdmin
from programs.admin.locations import LocationAdmin
from programs.admin.partnerships import PartnershipAdmin
from programs.admin.plans import PlanAdmin
from programs.admin.programmes import ProgrammeAdmin
from programs.admin.works import WorkAdmin
from programs.admin.workshops import WorkshopAdmin

__all__ = [
    "ElementAdmin",
    "FundingSourceAdmin",
    "LocationAdmin",
    "PartnershipAdmin",
    "PlanAdmin",
    "PlannedActivityAdmin",
    "ProgrammeAdmin",
    "WorkAdmin",
    "WorkshopAdmin",
]
