"""Costs on the page of what they pay for: one row for each source."""

from programs.admin.listed import ListedInline
from programs.models import PlannedCost, WorkCost, WorkshopCost


class CostInline(ListedInline):
    """What each source gives."""

    listed = "source"
    fields = ("source", "amount")


class PlannedCostInline(CostInline):
    model = PlannedCost


class WorkCostInline(CostInline):
    model = WorkCost


class WorkshopCostInline(CostInline):
    model = WorkshopCost
