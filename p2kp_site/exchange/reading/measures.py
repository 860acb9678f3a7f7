"""Decimal numbers: areas, lengths and shares."""

import math
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from .faults import Fault, Marked, clip
from .figures import ambiguous, diagnose, exact, not_a_number_cell, odd_cell, readings
from .names import clean
from .raw_cells import PercentNumber, is_blank

AREA_UNITS: Mapping[str, Decimal] = {
    "ha": Decimal(1), "hektar": Decimal(1), "hektare": Decimal(1),
    "m2": Decimal("0.0001"), "m²": Decimal("0.0001"), "meter persegi": Decimal("0.0001"),
    "km2": Decimal(100), "km²": Decimal(100), "are": Decimal("0.01"),
}  # fmt: skip  # a table, an entry a line
_MEASURE = re.compile(
    r"^(?P<minus>[-−])?(?P<digits>\d(?:[\d.,'’ ]*\d)?)\s*(?P<unit>[a-z][a-z ]*[23²³]?)?\.?$"
)
_PERCENT = re.compile(
    r"^(?P<first>%\s*)?(?P<minus>[-−])?(?P<digits>\d(?:[\d.,]*\d)?)\s*"
    r"(?P<sign>%+|persen|prosen)?(?P<point>\.)?$"
)
_EXACT = re.compile(r"^-?\d+(?:\.\d+)?$")
_NOTHING = re.compile(r"^(?:[-–—]+|nihil)$")


def read_decimal(
    cell: Any, units: Mapping[str, Decimal] | None = None, plain: bool = False
) -> Decimal | Marked | Fault | None:
    """A decimal number in the first of `units`; another unit of the table is converted.

    `plain`: the file is an export of our own, where `1.309` is written for 1,309.
    """
    if cell.__class__ is str:
        if is_blank(cell):
            return None
        return _measure_text(cell, units or {}, plain)
    return _measure_number(cell)


def read_area(cell: Any, plain: bool = False) -> Decimal | Marked | Fault | None:
    """Hectares; m2, km2 and are are converted, metres and local units refused."""
    return read_decimal(cell, AREA_UNITS, plain)


def read_percent(cell: Any, plain: bool = False) -> Decimal | Marked | Fault | None:
    """Percent (45.5 for 45,5 %). A number below 1 without a sign or a format is refused."""
    if cell.__class__ is str:
        return None if is_blank(cell) else _percent_text(cell, plain)
    if isinstance(cell, PercentNumber):
        return _percent_value((exact(cell) * 100).normalize() + 0, f"{exact(cell) * 100:f} %")
    result = _measure_number(cell)
    # 1 may be one per cent or, in a column of fractions, all of it.
    if isinstance(result, Decimal) and not plain and 0 < result <= 1:
        return _fraction_or_percent(str(cell), result)
    return _percent_value(result, str(cell)) if isinstance(result, Decimal) else result


def _measure_number(cell: Any) -> Decimal | Marked | Fault | None:
    if cell is None:
        return None
    if fault := not_a_number_cell(cell):
        return fault
    if not math.isfinite(cell):
        return Fault("not_a_number", {"text": str(cell)})
    value = Decimal(cell) if isinstance(cell, int) else exact(cell)
    return Marked(value, "negative", {"text": str(cell)}) if value < 0 else value


def _measure_text(raw: str, units: Mapping[str, Decimal], plain: bool) -> Decimal | Marked | Fault:
    if plain and _EXACT.match(raw):
        return Decimal(raw)
    text = clean(raw).lower().lstrip("'`’")
    if _NOTHING.match(text):
        return Marked(Decimal(0), "dash_as_zero", {"text": clip(raw)})
    found = _MEASURE.match(text)
    ways = readings(found["digits"]) if found else []
    if not found or not ways:
        return diagnose(raw)
    unit = (found["unit"] or "").strip()
    if unit and unit not in units:
        return Fault("unknown_unit", {"text": clip(raw), "unit": clip(unit)})
    if len(ways) == 2 and "," not in found["digits"]:
        return ambiguous(raw, ways)
    value, mark = ways[0]
    if unit:
        value = (value * units[unit]).normalize() + 0
    if found["minus"]:
        value, mark = -value, "negative"
    return Marked(value, mark, {"text": clip(raw)}) if mark else value


def _percent_text(raw: str, plain: bool) -> Decimal | Marked | Fault:
    if plain and _EXACT.match(raw):
        return Decimal(raw)
    text = clean(raw).lower().lstrip("'`’")
    found = _PERCENT.match(text)
    ways = readings(found["digits"]) if found else []
    if not found or not ways:
        return odd_cell(text) or _percent_fault(raw)
    if len(ways) == 2 and "," not in found["digits"]:
        return ambiguous(raw, ways)
    value, mark = ways[0]
    sign = found["sign"] or found["first"]
    if not sign and 0 < value < 1:
        return _fraction_or_percent(raw, value)
    if found["first"] or found["point"] or (sign or "").count("%") > 1:
        mark = "sign_odd"
    if found["minus"]:
        value, mark = -value, "negative"
    return Marked(value, mark, {"text": clip(raw)}) if mark else _percent_value(value, raw)


def _percent_value(value: Decimal, raw: str) -> Decimal | Marked:
    if value < 0:
        return Marked(value, "negative", {"text": clip(raw)})
    return Marked(value, "above_hundred", {"text": clip(raw)}) if value > 100 else value


def _percent_fault(raw: str) -> Fault:
    fault = diagnose(raw)
    if fault.kind in ("percentage", "per_unit"):
        return Fault("not_a_number", fault.params)
    return fault


def _fraction_or_percent(raw: str, value: Decimal) -> Fault:
    shown = [f"{value:f} %".replace(".", ","), f"{value * 100:f} %".replace(".", ",")]
    return Fault("ambiguous_percent", {"text": clip(raw), "readings": shown})
