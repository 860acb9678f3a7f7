"""Which planned activities: the one filter of list, export and command."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.filters.of_boards import BoardFilter
from communities.models import Sector
from p2kp_site.foundation.filters import AnyOfFilter, StrictFilterSet
from p2kp_site.foundation.reader import nobody
from p2kp_site.foundation.signoffs import SignoffState
from programs.filters.funding_sources import SourceFilter
from programs.filters.years import YearFilter
from programs.models import Plan, PlannedActivity
from programs.models.plans import PlanKind


class RefField(forms.ModelChoiceField):
    """A row by its fixed reference, among those that the reader may see."""

    widget = forms.TextInput

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, to_field_name="ref", **options)


class PlanFilter(django_filters.ModelChoiceFilter):
    """Lines of one edition of a plan."""

    field_class = RefField

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, queryset=Plan.objects.none(), **options)

    def get_queryset(self, request: Any) -> QuerySet[Plan]:
        """The plans that the reader of the filter set may see."""
        rows = Plan.objects.visible_to(self.parent.reader or nobody(date.min))
        return rows.select_related("board")


class LineFilter(django_filters.ModelChoiceFilter):
    """Works of one planned activity, whichever edition of the plan they name."""

    field_class = RefField

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, queryset=PlannedActivity.objects.none(), **options)

    def get_queryset(self, request: Any) -> QuerySet[PlannedActivity]:
        """The planned activities that the reader of the filter set may see."""
        rows = PlannedActivity.objects.visible_to(self.parent.reader or nobody(date.min))
        return rows.select_related("plan")

    def filter(self, qs: QuerySet[Any], value: PlannedActivity | None) -> QuerySet[Any]:
        if value is None:
            return qs
        return qs.filter(activity__in=PlannedActivity.objects.same_line(value).values("pk"))


class PlannedActivityFilterSet(StrictFilterSet):
    """Planned activities by text, place, board, plan, sector, year and source."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    board = BoardFilter(label=_("Board code"), field_name="plan__board")
    plan = PlanFilter(label=_("Ref of the plan"))
    plan_kind = AnyOfFilter(
        label=_("Kind of plan"), field_name="plan__kind", choices=PlanKind.choices
    )
    sector = AnyOfFilter(label=_("Sector"), choices=Sector.choices)
    planned_year = YearFilter(label=_("Planned for"))
    planned_from = YearFilter(label=_("Planned from"), field_name="planned_year", lookup_expr="gte")
    planned_until = YearFilter(
        label=_("Planned until"), field_name="planned_year", lookup_expr="lte"
    )
    source = SourceFilter(label=_("Source"), field_name="costs")
    signoff = django_filters.ChoiceFilter(
        label=_("Sign-off of the plan"), field_name="plan__signoff", choices=SignoffState.choices
    )
    in_force_on = django_filters.DateFilter(label=_("In force on"), method="on_that_day")

    class Meta:
        model = PlannedActivity
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in what is made, where, or in the board."""
        for word in text.split():
            rows = rows.filter(
                Q(number__istartswith=word)
                | Q(sub_component__icontains=word)
                | Q(detail__icontains=word)
                | Q(neighbourhood__icontains=word)
                | Q(plan__board__name__icontains=word)
                | Q(plan__board__code__istartswith=word)
                | Q(ref__iexact=word)
            )
        return rows

    def on_that_day(self, rows: QuerySet[Any], _name: str, day: date) -> QuerySet[Any]:
        """Lines of the editions that were in force on a day."""
        return rows.filter(plan__in=Plan.objects.in_force_on(day).values("pk"))
