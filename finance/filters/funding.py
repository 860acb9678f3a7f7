"""Which budgets and ceilings: the one filter of list, export and command."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.filters.signoffs import SignedFilterSet
from communities.rules.regions import fold
from finance.filters.sources import OwnSourceFilter
from finance.models import Budget, Ceiling
from p2kp_site.foundation.filters import StrictFilterSet
from programs.filters.programmes import ProgrammeFilter
from programs.filters.years import YearFilter


class BudgetFilterSet(SignedFilterSet):
    """Budgets by text, place, year, source, programme and whom they serve."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    fiscal_year = YearFilter(label=_("Fiscal year"))
    source = OwnSourceFilter(label=_("Source"))
    programme = ProgrammeFilter(label=_("Programme"))
    is_pro_poor = django_filters.BooleanFilter(label=_("Pro-poor"))

    class Meta:
        model = Budget
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the budget line or in the name of the region."""
        for word in text.split():
            found = Q(line__icontains=word) | Q(ref__iexact=word)
            found |= Q(region__code__startswith=word)
            if letters := fold(word):
                found |= Q(region__search_name__contains=letters)
            rows = rows.filter(found)
        return rows


class CeilingFilterSet(StrictFilterSet):
    """Ceilings by text and year."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    fiscal_year = YearFilter(label=_("Fiscal year"))

    class Meta:
        model = Ceiling
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the category or in the letter that says so."""
        for word in text.split():
            rows = rows.filter(
                Q(category__icontains=word) | Q(basis__icontains=word) | Q(ref__iexact=word)
            )
        return rows
