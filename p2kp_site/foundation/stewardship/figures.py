"""Figures on forms and on read-only pages: years without points, decimals only where there are any.

The theme writes a year as 2.010 and a volume as 296,00, and draws decimals as boxes that browsers
empty when they do not take a comma.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.db import models

from p2kp_site.foundation.decimals import DecimalFormField, DecimalInput
from p2kp_site.foundation.fields import RupiahField, YearField, in_rupiah
from p2kp_site.foundation.stewardship.mixins import PageMixin


class PlainFigures(PageMixin):
    """A page or an inline whose figures stand as papers write them."""

    model: Any

    def formfield_for_dbfield(self, db_field: Any, request: Any, **options: Any) -> Any:
        if isinstance(db_field, models.DecimalField):
            options = {"form_class": DecimalFormField, "widget": DecimalInput, **options}
        return super().formfield_for_dbfield(db_field, request, **options)

    @property
    def readonly_preprocess_fields(self) -> dict[str, Callable[[str], str]]:
        """What the theme does with the text of a read-only column before it is shown."""
        return dict(_ways(self.model))


def _ways(model: Any) -> Iterator[tuple[str, Callable[[str], str]]]:
    for field in model._meta.fields:
        if isinstance(field, YearField):
            yield field.name, _digits
        elif isinstance(field, RupiahField):
            yield field.name, _rupiah
        elif isinstance(field, models.DecimalField):
            yield field.name, partial(_without_noughts, places=field.decimal_places)


def _digits(contents: str) -> str:
    return contents.replace(".", "").replace(",", "")


def _rupiah(contents: str) -> str:
    digits = _digits(contents)
    return in_rupiah(int(digits)) if digits.isdecimal() else contents


def _without_noughts(contents: str, places: int) -> str:
    """`296,00` as 296 and `0,350` as 0,35; all decimals of the column stand there."""
    if not re.search(rf"[.,]\d{{{places}}}$", contents):
        return contents
    return contents.rstrip("0").rstrip(".,")
