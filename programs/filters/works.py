"""Which works: the one filter of list, export and command."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.filters.of_boards import BoardFilter, board_said
from communities.filters.signoffs import SignedFilterSet
from communities.models import Sector
from p2kp_site.foundation.filters import AnyOfFilter
from programs.filters.activities import LineFilter
from programs.filters.funding_sources import SourceFilter
from programs.filters.years import YearFilter
from programs.models import Work
from programs.models.works import Quality

PEOPLE, WOMEN, LOW_INCOME = "people", "women", "low_income"
COUNTED = (
    (PEOPLE, _("men or women who benefit")),
    (WOMEN, _("women who benefit")),
    (LOW_INCOME, _("people with a low income who benefit")),
)


class WorkFilterSet(SignedFilterSet):
    """Works by text, place, board, line of a plan, sector, year, source and state."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    board = BoardFilter(label=_("Board code"))
    activity = LineFilter(label=_("Ref of the planned activity"))
    is_unplanned = django_filters.BooleanFilter(label=_("Unplanned"))
    sector = AnyOfFilter(label=_("Sector"), choices=Sector.choices)
    source = SourceFilter(label=_("Source"), field_name="costs")
    year = YearFilter(label=_("Finished in"), field_name="finished_on", lookup_expr="year")
    is_finished = django_filters.BooleanFilter(
        label=_("Finished"), field_name="finished_on", lookup_expr="isnull", exclude=True
    )
    finished_on = django_filters.DateFromToRangeFilter(label=_("Finished on"))
    counted = django_filters.ChoiceFilter(
        label=_("Counted were"), choices=COUNTED, method="with_people"
    )
    quality = AnyOfFilter(label=_("Quality"), choices=Quality.choices)

    class Meta:
        model = Work
        fields: list[str] = []

    def with_people(self, rows: QuerySet[Any], _name: str, whom: str) -> QuerySet[Any]:
        """Works of which these people were counted, if only as none."""
        works: Any = rows
        found: QuerySet[Any] = (
            works.with_people_counted()
            if whom == PEOPLE
            else works.filter(**{f"beneficiaries_{whom}__isnull": False})
        )
        return found

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """The work of exactly this number or reference; else each word in the number, in what is
        made, where, or in the board."""
        exact = rows.filter(Q(number=text) | Q(ref=text.upper()))
        if exact.exists():
            return exact
        for word in text.split():
            rows = rows.filter(
                Q(number__icontains=word)
                | Q(sub_component__icontains=word)
                | Q(detail__icontains=word)
                | Q(neighbourhood__icontains=word)
                | board_said(word)
                | Q(ref__iexact=word)
            )
        return rows
