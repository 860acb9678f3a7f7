"""Which parts of slum areas: the one filter of list, export and command."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.models import SlumArea, SlumAreaPart
from communities.models.slum_area_parts import SlumClass, SlumTreatment
from communities.rules.regions import fold
from p2kp_site.foundation.filters import AnyOfFilter, GivenFilter, StrictFilterSet
from p2kp_site.foundation.reader import nobody
from p2kp_site.foundation.signoffs import SignoffState


class SlumAreaField(forms.ModelChoiceField):
    """A slum area by its fixed reference, among those that the reader may see."""

    widget = forms.TextInput

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, to_field_name="ref", **options)


class SlumAreaFilter(django_filters.ModelChoiceFilter):
    """Parts of one slum area."""

    field_class = SlumAreaField

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, queryset=SlumArea.objects.none(), **options)

    def get_queryset(self, request: Any) -> QuerySet[SlumArea]:
        """The slum areas that the reader of the filter set may see."""
        return SlumArea.objects.visible_to(self.parent.reader or nobody(date.min))


class SlumAreaPartFilterSet(StrictFilterSet):
    """Parts of slum areas by text, place, slum area, class, treatment and day."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = AreaFilter(label=_("Region"))
    slum_area = SlumAreaFilter(label=_("Ref of the slum area"))
    slum_class = AnyOfFilter(label=_("Class"), choices=SlumClass.choices)
    has_class = django_filters.BooleanFilter(label=_("Class is stated"), method="with_a_class")
    treatment = AnyOfFilter(label=_("Treatment"), choices=SlumTreatment.choices)
    is_verified = GivenFilter(
        label=_("Hectares verified"),
        field_name="hectares_verified",
    )
    signoff = django_filters.ChoiceFilter(
        label=_("Sign-off of the slum area"),
        field_name="slum_area__signoff",
        choices=SignoffState.choices,
    )
    in_force_on = django_filters.DateFilter(label=_("In force on"), method="on_that_day")

    class Meta:
        model = SlumAreaPart
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        """Each word in the slum area, its decree, or the kelurahan."""
        for word in text.split():
            named = SlumArea.objects.filter(
                Q(name__icontains=word) | Q(decree_number__icontains=word)
            )
            found = Q(slum_area__in=named.values("pk")) | Q(ref__iexact=word)
            found |= Q(region__code__startswith=word)
            if letters := fold(word):
                found |= Q(region__search_name__contains=letters)
            rows = rows.filter(found)
        return rows

    def with_a_class(self, rows: QuerySet[Any], _name: str, wanted: bool) -> QuerySet[Any]:
        """Parts of which the decree states the class, or the others."""
        return rows.exclude(slum_class="") if wanted else rows.filter(slum_class="")

    def on_that_day(self, rows: QuerySet[Any], _name: str, day: date) -> QuerySet[Any]:
        """The parts of the slum areas that were in force on a day."""
        return rows.filter(slum_area__in=SlumArea.objects.in_force_on(day).values("pk"))
