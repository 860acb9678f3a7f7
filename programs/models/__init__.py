from programs.models.activities import PlannedActivity, PlannedCost
from programs.models.attendance import WorkshopFile, WorkshopParticipants, WorkshopSpeaker
from programs.models.elements import Element
from programs.models.funding_sources import FundingSource
from programs.models.locations import Location
from programs.models.partnerships import Partnership
from programs.models.plans import Plan
from programs.models.programmes import Programme, ProgrammeAlias
from programs.models.progress import WorkPhoto, WorkProgress
from programs.models.works import Work, WorkCost
from programs.models.workshops import Workshop, WorkshopCost

__all__ = [
    "Element",
    "FundingSource",
    "Location",
    "Partnership",
    "Plan",
    "PlannedActivity",
    "PlannedCost",
    "Programme",
    "ProgrammeAlias",
    "Work",
    "WorkCost",
    "WorkPhoto",
    "WorkProgress",
    "Workshop",
    "WorkshopCost",
    "WorkshopFile",
    "WorkshopParticipants",
    "WorkshopSpeaker",
]
