"""Decimal numbers as people type and read them: `254,5`, and `254.5` where it means the same."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

_INDONESIAN = re.compile(r"^(?P<whole>\d+|[1-9]\d{0,2}(?:\.\d{3})+)(?:,(?P<rest>\d+))?$")
_WITH_POINT = re.compile(r"^(?P<whole>\d+|[1-9]\d{0,2}(?:,\d{3})+)\.(?P<rest>\d+)$")


def shortest(value: Decimal) -> Decimal:
    """The same number without noughts at its end that say nothing."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def decimal_in_words(value: Decimal) -> str:
    """A number in the form of the language, with decimals only where there are any."""
    return str(number_format(shortest(value), force_grouping=True))


def read_decimal(text: str, *, digits: int, places: int) -> Decimal:
    """A number for a column of so many digits, of which so many are decimals.

    `1.234` is a thousand in a column of two decimals and a position in one of six. Raises
    ValueError for what is no number, and for what this column could keep in two ways.
    """
    bare = text.replace("\u00a0", " ").strip().replace("−", "-")
    minus, bare = bare.startswith("-"), bare.removeprefix("-").strip()
    ways: dict[Decimal, bool] = {}
    for form in (_INDONESIAN, _WITH_POINT):
        if found := form.match(bare):
            whole, rest = re.sub(r"\D", "", found["whole"]), found["rest"] or ""
            fits = len(whole.lstrip("0")) <= digits - places and len(rest) <= places
            ways[Decimal(f"{whole}.{rest}" if rest else whole)] = fits
    # What no way fits is told by the limits of the column.
    chosen = [value for value, fits in ways.items() if fits] or list(ways)[:1]
    if len(chosen) != 1:
        raise ValueError(text)
    return -chosen[0] if minus else chosen[0]


class DecimalInput(UnfoldAdminTextInputWidget):
    """A box of text: one for numbers is empty in browsers that do not take a comma."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})


class DecimalFormField(forms.DecimalField):
    """A decimal number as it is typed, shown with a comma in every language."""

    widget = DecimalInput
    default_error_messages = {
        "invalid": _("Write the number with a comma before the decimals, such as 254,5."),
    }

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        try:
            return read_decimal(
                str(value), digits=self.max_digits or 30, places=self.decimal_places or 0
            )
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return f"{shortest(value):f}".replace(".", ",") if isinstance(value, Decimal) else value
