"""The pages of assignments: which consultant accompanies which region, when."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from communities.admin.regions import short_name
from communities.admin.rule_forms import RuleForm
from communities.filters.consultant_assignments import ConsultantAssignmentFilterSet
from communities.models import ConsultantAssignment
from communities.rules.agencies import consultant_assignment_faults
from p2kp_site.exchange.stewardship import ExchangeAdminMixin
from p2kp_site.foundation.stewardship import StewardAdmin


class ConsultantAssignmentForm(RuleForm):
    """An assignment as it is typed."""

    rule = staticmethod(consultant_assignment_faults)

    class Meta:
        model = ConsultantAssignment
        exclude: tuple[str, ...] = ()


@admin.register(ConsultantAssignment)
class ConsultantAssignmentAdmin(ExchangeAdminMixin, StewardAdmin):
    """Assignments of consultants."""

    dataset = "consultant-assignments"
    form = ConsultantAssignmentForm
    filterset_class = ConsultantAssignmentFilterSet
    list_display = ("consultant", "kind", "place", "regency", "from_on", "until_on")
    list_select_related = ("agency", "region__parent__parent")
    autocomplete_fields = ("agency", "region")
    choices = {
        "agency": lambda rows, reader: rows.consultants(),
        "region": lambda rows, reader: rows.in_force(),
    }
    fieldsets = ((None, {"fields": ("agency", "region", ("from_on", "until_on"), "note")}),)

    @admin.display(description=_("consultant"))
    def consultant(self, row: ConsultantAssignment) -> str:
        return row.agency.name

    @admin.display(description=_("kind"))
    def kind(self, row: ConsultantAssignment) -> str:
        return row.agency.get_kind_display()

    @admin.display(description=_("region"))
    def place(self, row: ConsultantAssignment) -> str:
        return short_name(row.region)

    @admin.display(description=_("part of"))
    def regency(self, row: ConsultantAssignment) -> str:
        above: list[Any] = []
        parent = row.region.parent
        while parent is not None and len(above) < 2:
            above.append(short_name(parent))
            parent = parent.parent if len(above) < 2 else None
        return ", ".join(above) or "–"
