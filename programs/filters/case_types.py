"""Which types of cases, and which channels and themes."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from p2kp_site.foundation.filters import AnyOfFilter, StrictFilterSet
from programs.models import CaseTerm, CaseType
from programs.models.case_terms import TermKind


def _search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    for word in text.split():
        rows = rows.filter(Q(code__icontains=word) | Q(name__icontains=word))
    return rows


class CaseTypeFilterSet(StrictFilterSet):
    """Types of cases by text."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    is_active = django_filters.BooleanFilter(label=_("Active"))

    class Meta:
        model = CaseType
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Types with each word in code or name."""
        return _search(rows, text)


class CaseTermFilterSet(StrictFilterSet):
    """Channels and themes by text and list."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    kind = AnyOfFilter(label=_("List"), choices=TermKind.choices)
    is_active = django_filters.BooleanFilter(label=_("Active"))

    class Meta:
        model = CaseTerm
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Entries with each word in code or name."""
        return _search(rows, text)
