"""Pages of programmes, plans and works."""

from programs.admin.activities import PlannedActivityAdmin
from programs.admin.case_types import CaseTermAdmin, CaseTypeAdmin
from programs.admin.cases import CaseAdmin
from programs.admin.funding_sources import FundingSourceAdmin
from programs.admin.locations import LocationAdmin
from programs.admin.plans import PlanAdmin
from programs.admin.programmes import ProgrammeAdmin
from programs.admin.works import WorkAdmin

__all__ = [
    "CaseAdmin",
    "CaseTermAdmin",
    "CaseTypeAdmin",
    "FundingSourceAdmin",
    "LocationAdmin",
    "PlanAdmin",
    "PlannedActivityAdmin",
    "ProgrammeAdmin",
    "WorkAdmin",
]
