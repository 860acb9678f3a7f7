from programs.models.activities import PlannedActivity, PlannedCost
from programs.models.funding_sources import FundingSource
from programs.models.locations import Location
from programs.models.plans import Plan
from programs.models.programmes import Programme, ProgrammeAlias
from programs.models.progress import WorkPhoto, WorkProgress
from programs.models.works import Work, WorkCost

__all__ = [
    "FundingSource",
    "Location",
    "Plan",
    "PlannedActivity",
    "PlannedCost",
    "Programme",
    "ProgrammeAlias",
    "Work",
    "WorkCost",
    "WorkPhoto",
    "WorkProgress",
]
