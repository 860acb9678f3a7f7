"""Figures as they stand in lists and panels: at the right side, in Indonesian form."""

from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.safestring import SafeString

from communities.admin.figures import at_right
from p2kp_site.foundation.fields import in_rupiah
from p2kp_site.foundation.wording import NOTHING


def rupiah(amount: int | None) -> SafeString:
    """An amount in a list; nothing planned or paid is a dash."""
    return at_right(in_rupiah(amount) if amount else NOTHING)


def measure(volume: Decimal | None, unit: str) -> str:
    """A volume with its unit; decimals only where there are any."""
    if volume is None:
        return NOTHING
    volume = Decimal(volume)
    places = 0 if volume == volume.to_integral_value() else 2
    return f"{number_format(volume, places, force_grouping=True)} {unit}".strip()


def people(number: Any) -> str:
    """A number of people; not counted is a dash."""
    return NOTHING if number is None else str(number_format(number, force_grouping=True))
