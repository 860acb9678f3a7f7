"""Filter by year: four digits."""

from typing import Any

import django_filters
from django import forms

from p2kp_site.foundation.fields import FIRST_YEAR, LAST_YEAR


class YearFormField(forms.IntegerField):
    """A year as it is typed into a filter."""

    def __init__(self, *args: Any, **options: Any) -> None:
        limits = {"min_value": FIRST_YEAR, "max_value": LAST_YEAR}
        super().__init__(*args, **{**limits, **options})


class YearFilter(django_filters.Filter):
    """Rows of one year."""

    field_class = YearFormField
