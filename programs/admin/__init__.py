"""Pages of programmes, plans, works, workshops and partnerships."""

from programs.admin.activities import PlannedActivityAdmin
from programs.admin.case_types import CaseTermAdmin, CaseTypeAdmin
from programs.admin.cases import CaseAdmin
from programs.admin.elements import ElementAdmin
from programs.admin.funding_sources import FundingSourceAdmin
from programs.admin.holidays import HolidayAdmin
from programs.admin.locations import LocationAdmin
from programs.admin.partnerships import PartnershipAdmin
from programs.admin.plans import PlanAdmin
from programs.admin.programmes import ProgrammeAdmin
from programs.admin.works import WorkAdmin
from programs.admin.workshops import WorkshopAdmin

__all__ = [
    "CaseAdmin",
    "CaseTermAdmin",
    "CaseTypeAdmin",
    "ElementAdmin",
    "FundingSourceAdmin",
    "HolidayAdmin",
    "LocationAdmin",
    "PartnershipAdmin",
    "PlanAdmin",
    "PlannedActivityAdmin",
    "ProgrammeAdmin",
    "WorkAdmin",
    "WorkshopAdmin",
]
