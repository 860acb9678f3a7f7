"""Filter by area: a region of any level, and everything inside it."""

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
        super().__init__(*args, field_name=field_name, queryset=_regions_of_reader, **options)

    def get_queryset(self, request: Any) -> models.QuerySet[Region]:
        reader = getattr(self.parent, "reader", None)
        return _regions_of_reader(reader)

    def filter(self, qs: models.QuerySet[Any], value: Region | None) -> models.QuerySet[Any]:
        return qs.filter(within([value.path], self.field_name)) if value else qs


def _regions_of_reader(reader: Any) -> models.QuerySet[Region]:
    if reader is None:
        return Region.objects.none()
    return Region.objects.in_force().visible_to(reader)
