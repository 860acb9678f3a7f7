"""Money in whole rupiah and counts of things."""

import math
import re
from typing import Any

from .faults import Fault, Marked, clip
from .figures import ambiguous, diagnose, not_a_number_cell, readings
from .names import clean
from .raw_cells import is_blank

LARGEST = 2**63 - 1
_SCALES = {
    "ribu": 10**3, "rb": 10**3, "juta": 10**6, "jt": 10**6,
    "miliar": 10**9, "milyar": 10**9, "milliar": 10**9, "mlr": 10**9, "m": 10**9,
    "triliun": 10**12, "trilyun": 10**12, "t": 10**12,
}  # fmt: skip  # a table, an entry a line
_AMOUNT = re.compile(
    r"^(?P<open>\()?(?P<minus>[-−])?\s*(?:(?:rp|idr)\s*[.:]?\s*:?\s*)?(?P<minus2>[-−])?"
    r"(?P<digits>\d(?:[\d.,'’ ]*\d)?)"
    rf"(?:\s*(?P<scale>{'|'.join(_SCALES)})\b\.?)?"
    r"(?P<end>\s*[.,]?\s*[-=]{1,2}|[.,])?\s*(?:rupiah)?(?P<close>\))?$"
)
_COUNT = re.compile(
    r"^(?P<minus>[-−])?(?P<digits>\d(?:[\d.,'’ ]*\d)?)\s*"
    r"(?P<unit>orang|org|jiwa|kk|unit|buah|bh|rt|rw|rumah|kali|kegiatan|keg|kelompok|ksm|titik)?\.?$"
)
_NOTHING = re.compile(r"^(?:(?:rp|idr)[\s.]*)?(?:[-–—]+|nihil)(?:,-)?$")


def read_amount(
    cell: Any, minimum: int | None = None, maximum: int = LARGEST
) -> int | Marked | Fault | None:
    """Whole rupiah. None for an empty cell; a dash is zero, with a mark."""
    value = _amount_text(cell) if cell.__class__ is str else _number(cell)
    return _bounded(value, cell, minimum, maximum)


def read_count(
    cell: Any, minimum: int | None = None, maximum: int = LARGEST
) -> int | Marked | Fault | None:
    """A number of people, houses or other whole things."""
    value = _count_text(cell) if cell.__class__ is str else _number(cell)
    return _bounded(value, cell, minimum, maximum)


def _number(cell: Any) -> int | Marked | Fault | None:
    if cell.__class__ is int or cell is None:
        return cell
    if fault := not_a_number_cell(cell):
        return fault
    if not math.isfinite(cell):
        return Fault("not_a_number", {"text": str(cell)})
    whole = round(cell)
    if abs(cell - whole) > 4 * math.ulp(cell):
        return Fault("fraction", {"text": repr(cell)})
    return whole if cell == whole else Marked(whole, "rounded", {"text": repr(cell)})


def _bounded(
    result: int | Marked | Fault | None, cell: Any, minimum: int | None, maximum: int
) -> int | Marked | Fault | None:
    value = result.value if isinstance(result, Marked) else result
    if isinstance(value, Fault) or value is None:
        return result
    if minimum is not None and value < minimum:
        return Fault("too_small", {"text": clip(cell), "limit": minimum})
    if abs(value) > maximum:
        return Fault("too_large", {"text": clip(cell), "limit": maximum})
    if value < 0 and result is value:
        return Marked(value, "negative", {"text": clip(cell)})
    return result


def _amount_text(raw: str) -> int | Marked | Fault | None:
    if raw.isascii() and raw.isdigit():
        return int(raw) if len(raw) <= 19 else Fault("too_large", {"text": clip(raw)})
    if is_blank(raw):
        return None
    text = clean(raw).lower().lstrip("'`’")
    if _NOTHING.match(text):
        return Marked(0, "dash_as_zero", {"text": clip(raw)})
    found = _AMOUNT.match(text)
    if not found or bool(found["open"]) != bool(found["close"]):
        return diagnose(raw)
    if found["scale"]:
        return _scaled(raw, found)
    ways = readings(found["digits"])
    if not ways:
        return diagnose(raw)
    if len(ways) == 2:
        # 75.000 is seventy-five thousand: no rupiah has three decimals. 75,000 may be both.
        if "," in found["digits"]:
            return ambiguous(raw, ways)
        ways = ways[:1]
    value, mark = ways[0]
    if value != int(value):
        return Fault("fraction", {"text": clip(raw)})
    negative = found["open"] or found["minus"] or found["minus2"]
    if found["end"] and found["end"].strip() != ",-":
        mark = "end_mark"
    return _marked(-int(value) if negative else int(value), mark, raw)


def _scaled(raw: str, found: re.Match[str]) -> int | Marked | Fault:
    ways = readings(found["digits"])
    if len(ways) != 1:
        return ambiguous(raw, ways) if ways else diagnose(raw)
    value = ways[0].value * _SCALES[found["scale"]]
    if value != int(value):
        return Fault("fraction", {"text": clip(raw)})
    mark = ways[0].mark
    if found["scale"] in ("m", "t"):
        mark = "scale_letter"
    elif "." in found["digits"] and ways[0].value != int(ways[0].value):
        mark = "scaled_decimal"
    negative = found["open"] or found["minus"] or found["minus2"]
    return _marked(-int(value) if negative else int(value), mark, raw)


def _count_text(raw: str) -> int | Marked | Fault | None:
    if raw.isascii() and raw.isdigit():
        return int(raw) if len(raw) <= 19 else Fault("too_large", {"text": clip(raw)})
    if is_blank(raw):
        return None
    text = clean(raw).lower().lstrip("'`’")
    if _NOTHING.match(text):
        return Marked(0, "dash_as_zero", {"text": clip(raw)})
    found = _COUNT.match(text)
    ways = readings(found["digits"]) if found else []
    if not found or not ways:
        return diagnose(raw)
    if len(ways) == 2:
        if "," in found["digits"]:
            return ambiguous(raw, ways)
        ways = [ways[0]._replace(mark="thousands_point")]
    value, mark = ways[0]
    if value != int(value):
        return Fault("fraction", {"text": clip(raw)})
    number = -int(value) if found["minus"] else int(value)
    return _marked(number, "unit_dropped" if found["unit"] else mark, raw)


def _marked(value: int, mark: str | None, raw: str) -> int | Marked:
    return Marked(value, mark, {"text": clip(raw)}) if mark else value
