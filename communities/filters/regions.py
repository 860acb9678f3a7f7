"""Which regions: the one filter of list, export and command."""

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from communities.filters.areas import AreaFilter
from communities.models import Region
from communities.models.regions import RegionKind
from communities.rules.regions import dotted, fold
from p2kp_site.foundation.filters import AnyOfFilter, StrictFilterSet


class CodeBeginningField(forms.CharField):
    """The beginning of an official code, with or without points, up to any of its digits."""

    def clean(self, value: str) -> str:
        text = super().clean(value)
        if text and not text.replace(".", "").isdecimal():
            raise ValidationError(_("A code holds digits and points only."))
        return dotted(text) or text


class CodeBeginningFilter(django_filters.CharFilter):
    """Regions whose official code begins so."""

    field_class = CodeBeginningField


class ChildrenFilter(AreaFilter):
    """Regions that are directly part of a region."""

    def filter(self, qs: QuerySet[Region], value: Region | None) -> QuerySet[Region]:
        return qs.filter(parent=value) if value else qs


class RegionFilterSet(StrictFilterSet):
    """Regions by text, code, name, kind, place and state."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    code = CodeBeginningFilter(label=_("Code begins with"), lookup_expr="startswith")
    name = django_filters.CharFilter(label=_("Name"), method="named_like")
    kind = AnyOfFilter(label=_("Kind"), choices=RegionKind.choices)
    region = AreaFilter(label=_("Inside the region"), field_name="path")
    parent = ChildrenFilter(label=_("Directly part of"))
    in_force = django_filters.BooleanFilter(
        label=_("In force"), field_name="retired_on", lookup_expr="isnull"
    )

    class Meta:
        model = Region
        fields = ()

    def search(self, rows: QuerySet[Region], _name: str, text: str) -> QuerySet[Region]:
        """A beginning of the code or of the BPS code, or letters of the name."""
        code = text.strip()
        found = Q(code__startswith=dotted(code) or code) | Q(bps_code__startswith=code)
        if letters := fold(text):
            found |= Q(search_name__contains=letters)
        return rows.filter(found)

    def named_like(self, rows: QuerySet[Region], _name: str, text: str) -> QuerySet[Region]:
        """Letters of the name; text without a letter names nothing."""
        return rows.filter(search_name__contains=fold(text)) if fold(text) else rows.none()
