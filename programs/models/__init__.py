from programs.models.activities import PlannedActivity, PlannedCost
from programs.models.attendance import WorkshopFile, WorkshopParticipants, WorkshopSpeaker
from programs.models.case_events import CaseEvent
from programs.models.case_numbers import CaseCounter
from programs.models.case_reminders import CaseReminder, ReminderMail
from programs.models.case_terms import CaseTerm
from programs.models.case_types import CaseMove, CaseStage, CaseType
from programs.models.cases import Case
from programs.models.elements import Element
from programs.models.funding_sources import FundingSource
from programs.models.holidays import Holiday
from programs.models.locations import Location
from programs.models.partnerships import Partnership
from programs.models.plans import Plan
from programs.models.programmes import Programme, ProgrammeAlias
from programs.models.progress import WorkPhoto, WorkProgress
from programs.models.works import Work, WorkCost
from programs.models.workshops import Workshop, WorkshopCost

__all__ = [
    "Case",
    "CaseCounter",
    "CaseEvent",
    "CaseMove",
    "CaseReminder",
    "CaseStage",
    "CaseTerm",
    "CaseType",
    "Element",
    "FundingSource",
    "Holiday",
    "Location",
    "Partnership",
    "Plan",
    "PlannedActivity",
    "PlannedCost",
    "Programme",
    "ProgrammeAlias",
    "ReminderMail",
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
