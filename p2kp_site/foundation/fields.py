"""Columns with a meaning of their own: whole rupiah, and calendar years."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextInputWidget

# Far above any single amount of the programme, and nine thousand of it still fit into one sum.
LARGEST_RUPIAH = 10**15
FIRST_YEAR, LAST_YEAR = 1990, 2100

_PREFIX = re.compile(r"^(?:rp|idr)(?![a-z])\s*\.?\s*", re.IGNORECASE)
_NO_SEN = re.compile(r",(?:-{1,2}|00?)$")
_WHOLE = re.compile(r"^(?P<minus>[-−]?)(?P<digits>\d+|\d{1,3}(?:\.\d{3})+)$")


def grouped(amount: int) -> str:
    """A whole number as Indonesian papers write it: 1.234.567."""
    return f"{amount:,}".replace(",", ".")


def in_rupiah(amount: int | None) -> str:
    """An amount as papers write it, on one line; nothing is a dash."""
    return "–" if amount is None else f"Rp\u00a0{grouped(amount)}"


def read_rupiah(text: str) -> int:
    """Whole rupiah as people type them: `1234567`, `1.234.567`, `Rp 1.234.567,00`, `Rp5.000,-`.

    Raises ValueError for what may mean two things (`1,234`) or is no whole amount.
    """
    bare = _NO_SEN.sub("", _PREFIX.sub("", text.replace("\u00a0", " ").strip())).strip()
    found = _WHOLE.match(bare)
    if not found:
        raise ValueError(text)
    amount = int(found["digits"].replace(".", ""))
    return -amount if found["minus"] else amount


class RupiahInput(UnfoldAdminTextInputWidget):
    """A box for an amount, which stands at its right side as on paper."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        right = {"inputmode": "numeric", "style": "text-align: right", "autocomplete": "off"}
        super().__init__({**right, **(attrs or {})})


class RupiahFormField(forms.IntegerField):
    """An amount as it is typed."""

    widget = RupiahInput
    default_error_messages = {
        "invalid": _("Write the amount in whole rupiah, such as 1.500.000 or Rp 1.500.000."),
    }

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        try:
            return read_rupiah(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return grouped(value) if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class RupiahField(models.BigIntegerField):
    """Money: whole rupiah, from `minimum` on; `rupiah_range` holds the same in the table."""

    def __init__(self, *args: Any, minimum: int = 0, **options: Any) -> None:
        self.minimum = minimum
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "minimum": self.minimum}

    def formfield(self, **options: Any) -> Any:
        mine = {
            "form_class": RupiahFormField,
            "widget": RupiahInput,
            "min_value": self.minimum,
            "max_value": LARGEST_RUPIAH,
        }
        return super().formfield(**{**options, **mine})

    @staticmethod
    def in_words(value: int | None) -> str:
        """A stored amount as people read it."""
        return in_rupiah(value)


def rupiah_range(name: str, *, minimum: int = 0) -> Q:
    """The condition of a table for a column of money; an empty one passes where it may be."""
    return Q((f"{name}__isnull", True)) | Q(
        (f"{name}__gte", minimum), (f"{name}__lte", LARGEST_RUPIAH)
    )


class YearField(models.PositiveSmallIntegerField):
    """A calendar or budget year, four digits without a thousands point."""

    def formfield(self, **options: Any) -> Any:
        mine = {
            "min_value": FIRST_YEAR,
            "max_value": LAST_YEAR,
            "widget": UnfoldAdminIntegerFieldWidget,
        }
        return super().formfield(**{**options, **mine})

    @staticmethod
    def in_words(value: int | None) -> str:
        """A stored year as people read it."""
        return "–" if value is None else str(value)


def bounds_of(field: Any) -> dict[str, int]:
    """The least and the largest number that a column of whole numbers can keep."""
    if isinstance(field, RupiahField):
        return {"minimum": field.minimum, "maximum": LARGEST_RUPIAH}
    if isinstance(field, YearField):
        return {"minimum": FIRST_YEAR, "maximum": LAST_YEAR}
    if isinstance(field, models.PositiveSmallIntegerField):
        return {"minimum": 0, "maximum": 2**15 - 1}
    if isinstance(field, models.PositiveIntegerField):
        return {"minimum": 0, "maximum": 2**31 - 1}
    return {}


def year_range(*names: str) -> Q:
    """The condition of a table for columns of years; an empty one passes where it may be."""
    condition = Q()
    for name in names:
        condition &= Q((f"{name}__isnull", True)) | Q(
            (f"{name}__gte", FIRST_YEAR), (f"{name}__lte", LAST_YEAR)
        )
    return condition
