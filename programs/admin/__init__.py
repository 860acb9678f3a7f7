"""Pages of programmes, plans and works."""

from programs.admin.activities import PlannedActivityAdmin
from programs.admin.funding_sources import FundingSourceAdmin
from programs.admin.locations import LocationAdmin
from programs.admin.plans import PlanAdmin
from programs.admin.programmes import ProgrammeAdmin
from programs.admin.works import WorkAdmin

__all__ = [
    "FundingSourceAdmin",
    "LocationAdmin",
    "PlanAdmin",
    "PlannedActivityAdmin",
    "ProgrammeAdmin",
    "WorkAdmin",
]
