"""Which assignments of consultants: the one filter of list, export and command."""

from datetime import date

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.models import ConsultantAssignment, Region
from communities.models.agencies import AgencyKind
from communities.rules.agencies import CONSULTANT_KINDS
from p2kp_site.foundation.filters import AnyOfFilter, StrictFilterSet
from p2kp_site.foundation.scoping import containing

_KINDS = [choice for choice in AgencyKind.choices if choice[0] in CONSULTANT_KINDS]


class ServingFilter(AreaFilter):
    """Assignments to the region itself or to one that contains it."""

    def filter(
        self, qs: QuerySet[ConsultantAssignment], value: Region | None
    ) -> QuerySet[ConsultantAssignment]:
        return qs.filter(containing([value.path], self.field_name)) if value else qs


class ConsultantAssignmentFilterSet(StrictFilterSet):
    """Assignments by text, place, kind and day."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    serving = ServingFilter(label=_("Serving the region"))
    kind = AnyOfFilter(label=_("Kind"), field_name="agency__kind", choices=_KINDS)
    on = django_filters.DateFilter(label=_("Holding on"), method="standing_on")

    class Meta:
        model = ConsultantAssignment
        fields: list[str] = []

    def search(
        self, rows: QuerySet[ConsultantAssignment], _name: str, text: str
    ) -> QuerySet[ConsultantAssignment]:
        """Each word in the code or the name of the consultant, or in the name of the region."""
        for word in text.split():
            rows = rows.filter(
                Q(agency__name__icontains=word)
                | Q(agency__code__istartswith=word)
                | Q(region__name__icontains=word)
                | Q(ref__iexact=word)
            )
        return rows

    def standing_on(
        self, rows: QuerySet[ConsultantAssignment], _name: str, on: date
    ) -> QuerySet[ConsultantAssignment]:
        """Assignments that hold on that day."""
        # A method of our query sets.
        found: QuerySet[ConsultantAssignment] = rows.standing_on(on)  # type: ignore[attr-defined]
        return found
