"""The pages of chains of decisions, with their steps."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from finance.filters.positions import ChainFilterSet
from finance.models import Chain, ChainStep
from p2kp_site.foundation.fields import in_rupiah
from p2kp_site.foundation.stewardship import StewardAdmin, StewardInline
from p2kp_site.foundation.wording import NOTHING


class ChainStepInline(StewardInline):
    """The positions that decide, in their order."""

    model = ChainStep
    hide_title = True
    fields = ("number", "position", "minimum_amount")
    ordering = ("number",)
    choices = {"position": lambda rows, reader: rows.order_by("code")}

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("position")


@admin.register(Chain)
class ChainAdmin(StewardAdmin):
    """Chains; a change is for what is handed over from then on."""

    filterset_class = ChainFilterSet
    page_order = ("from_on",)
    list_display = ("code", "name", "from_on", "steps_told")
    inlines = (ChainStepInline,)
    fieldsets = ((None, {"fields": (("code", "name"), "from_on", "needs_account_before", "note")}),)

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("steps__position")

    @admin.display(description=_("steps"))
    def steps_told(self, chain: Chain) -> str:
        steps = sorted(chain.steps.all(), key=lambda step: step.number)
        told = [
            f"{step.position.name} (≥ {in_rupiah(step.minimum_amount)})"
            if step.minimum_amount
            else step.position.name
            for step in steps
        ]
        return " → ".join(told) or NOTHING
