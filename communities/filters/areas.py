"""Filter by area: a region of any level, and everything inside it."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db import models

from communities.models import Region
from p2kp_site.foundation.reader import nobody
from p2kp_site.foundation.scoping import within


class RegionField(forms.ModelChoiceField):
    """A region by its official code, among those that the reader may see."""

    widget = forms.TextInput

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, to_field_name="code", **options)

    def label_from_instance(self, obj: models.Model) -> str:
        return str(obj)


class AreaFilter(django_filters.ModelChoiceFilter):
    """Rows that lie in a region or below it."""

    field_class = RegionField

    def __init__(self, *args: Any, field_name: str = "area", **options: Any) -> None:
        super().__init__(*args, field_name=field_name, queryset=Region.objects.none(), **options)

    def get_queryset(self, request: Any) -> models.QuerySet[Region]:
        """The regions in force that the reader of the filter set may see."""
        reader = self.parent.reader
        return Region.objects.in_force().visible_to(reader or nobody(date.min))

    def filter(self, qs: models.QuerySet[Any], value: Region | None) -> models.QuerySet[Any]:
        return qs.filter(within([value.path], self.field_name)) if value else qs


class OwnAreaFilter(AreaFilter):
    """Rows that belong to a region itself, without those of what lies below it."""

    def filter(self, qs: models.QuerySet[Any], value: Region | None) -> models.QuerySet[Any]:
        return qs.filter((self.field_name, value.path)) if value else qs
