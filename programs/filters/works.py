"""Which works: the one filter of list, export and command."""

from collections.abc import Mapping
from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.filters.of_boards import BoardFilter, board_called, board_said
from communities.filters.signoffs import SignedFilterSet
from communities.models import Sector
from p2kp_site.foundation.areas import LEVEL_ENDS
from p2kp_site.foundation.filters import AnyOfFilter, GivenFilter, first_found
from p2kp_site.foundation.lookups import begins
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

    in_order: ClassVar[frozenset[str]] = SignedFilterSet.in_order | {"quality"}
    by_day: ClassVar[frozenset[str]] = frozenset({"finished_on"})
    through: ClassVar[Mapping[str, str]] = {"board": "board"}

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    board = BoardFilter(label=_("Board code"))
    activity = LineFilter(label=_("Ref of the planned activity"))
    is_unplanned = django_filters.BooleanFilter(label=_("Unplanned"))
    sector = AnyOfFilter(label=_("Sector"), choices=Sector.choices)
    source = SourceFilter(label=_("Source"), field_name="costs")
    year = YearFilter(label=_("Finished in"), field_name="finished_on", lookup_expr="year")
    is_finished = GivenFilter(
        label=_("Finished"),
        field_name="finished_on",
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
        """The work of exactly this number or reference; else those whose number begins so; else
        those of boards that have each word; else what is made, by how it begins.

        Within a regency there are so few that each word is looked for anywhere in what is made and
        where, too.
        """
        exact = rows.filter(Q(number=text) | Q(ref=text.upper()))
        if self._within_a_regency():
            return first_found(exact, rows.filter(*map(_said, text.split())))
        boards = rows.filter(board_called(text))
        found = first_found(
            exact,
            rows.filter(begins("number", text)),
            rows.filter(board__code=text.upper()),
            boards,
            rows.filter(begins("sub_component", text)),
        )
        self.searched_through = "board" if found is boards else ""
        return found

    def _within_a_regency(self) -> bool:
        asked = self.form.cleaned_data
        if asked["board"] or asked["activity"]:
            return True
        areas = (
            [asked["region"].path] if asked["region"] else self.reader.areas if self.reader else []
        )
        return all(len(area) >= LEVEL_ENDS[1] for area in areas)


def _said(word: str) -> Q:
    """A word of a search, in the number, in what is made, where, or in the board."""
    return (
        Q(number__icontains=word)
        | Q(sub_component__icontains=word)
        | Q(detail__icontains=word)
        | Q(neighbourhood__icontains=word)
        | board_said(word)
        | Q(ref__iexact=word)
    )
