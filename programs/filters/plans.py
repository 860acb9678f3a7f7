"""Which plans: the one filter of list, export and command."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.filters.of_boards import BoardFilter, board_said
from communities.filters.signoffs import SignedFilterSet
from p2kp_site.foundation.filters import AnyOfFilter, GivenFilter
from programs.filters.years import YearFilter
from programs.models import Plan
from programs.models.plans import PlanKind


class PlanFilterSet(SignedFilterSet):
    """Plans by text, place, board, kind, year and ratification."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    board = BoardFilter(label=_("Board code"))
    kind = AnyOfFilter(label=_("Kind"), choices=PlanKind.choices)
    year = YearFilter(label=_("Covers the year"), method="covering")
    is_ratified = GivenFilter(
        label=_("Ratified"),
        field_name="ratified_on",
    )
    ratified_on = django_filters.DateFromToRangeFilter(label=_("Ratified on"))
    in_force_on = django_filters.DateFilter(label=_("In force on"), method="on_that_day")

    class Meta:
        model = Plan
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the board or the kind; a year that the plan covers."""
        for word in text.split():
            found = board_said(word) | Q(ref__iexact=word) | Q(kind__istartswith=word)
            if len(word) == 4 and word.isdecimal():
                found |= Q(start_year__lte=int(word), end_year__gte=int(word))
            rows = rows.filter(found)
        return rows

    def covering(self, rows: QuerySet[Any], _name: str, year: int) -> QuerySet[Any]:
        """Plans of which this year is one."""
        return rows.filter(start_year__lte=year, end_year__gte=year)

    def on_that_day(self, rows: QuerySet[Any], _name: str, day: date) -> QuerySet[Any]:
        """The editions that were in force on a day."""
        return rows.filter(pk__in=Plan.objects.in_force_on(day).values("pk"))
