"""Cells that still show what an export wrote: they change nothing, whatever they look like.

A page takes texts that the reading of files would put right or refuse (two spaces, `3. Melati`, a
telephone without area code). A file that comes back must not touch what nobody edited.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from p2kp_site.exchange.writing.safety import unsafe_cell

_EXACT = re.compile(r"-?\d+(?:\.\d+)?")


def is_as_exported(cell: Any, held: Any) -> bool:
    """Does the cell show the value that is held (a date as ISO text) just as an export would?"""
    if held is None or held == "":
        return cell is None or cell == ""
    if isinstance(cell, date):
        return cell.isoformat()[:10] == held
    if isinstance(held, Decimal):
        return isinstance(cell, str) and bool(_EXACT.fullmatch(cell)) and Decimal(cell) == held
    if not isinstance(held, str) or not isinstance(cell, str):
        return False
    shown = unsafe_cell(cell)
    if "\n" not in held and "\r" not in held:
        return held in (cell, shown)
    return _one_line_end(held) in {_one_line_end(cell), _one_line_end(shown)}


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
