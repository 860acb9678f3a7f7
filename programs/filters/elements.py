"""Which elements of participants: the one filter of their list."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from p2kp_site.foundation.filters import StrictFilterSet
from p2kp_site.foundation.reader import nobody
from programs.models import Element, WorkshopParticipants


class ElementFilter(django_filters.ModelChoiceFilter):
    """Workshops to which people of one element came, by its code."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options = {"to_field_name": "code", "empty_label": _("All"), **options}
        super().__init__(*args, queryset=Element.objects.none(), **options)

    def get_queryset(self, request: Any) -> QuerySet[Element]:
        """The elements that the reader of the filter set may see."""
        return Element.objects.visible_to(self.parent.reader or nobody(date.min)).in_order()

    def filter(self, qs: QuerySet[Any], value: Element | None) -> QuerySet[Any]:
        """Asked row by row as the page is read, as for the money of a source."""
        if value is None:
            return qs
        came = WorkshopParticipants.objects.filter(element=value, number__gt=0)
        return qs.filter(Exists(came.filter(workshop=OuterRef("pk"))))


class ElementFilterSet(StrictFilterSet):
    """Elements by text and state."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    is_active = django_filters.BooleanFilter(label=_("Active"))

    class Meta:
        model = Element
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the name or at the beginning of the code."""
        for word in text.split():
            rows = rows.filter(
                Q(name__icontains=word) | Q(code__istartswith=word) | Q(ref__iexact=word)
            )
        return rows
