"""Names of sheets as Excel accepts them."""

import re
from typing import Final

NAME_LENGTH: Final = 31
"""UTF-16 units in the name of a sheet."""

_UNWELCOME: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
_NAMELESS: Final = "Data"
# Excel keeps this one for itself.
_RESERVED: Final = "history"


class SheetNames:
    """The names in one workbook: each clean, short enough and unlike the others in any case."""

    def __init__(self) -> None:
        self._taken: set[str] = {_RESERVED}

    def page(self, wanted: str, page: int) -> str:
        """Return and keep the name of page 1, 2 … of the sheet that asked for `wanted`."""
        stem = " ".join(_UNWELCOME.sub(" ", wanted).split()).strip("'") or _NAMELESS
        number = page
        name = _numbered(stem, number)
        while name.casefold() in self._taken:
            number += 1
            name = _numbered(stem, number)
        self._taken.add(name.casefold())
        return name


def _numbered(stem: str, number: int) -> str:
    ending = f" ({number})" if number > 1 else ""
    room = NAME_LENGTH - len(ending)
    # A character outside the basic plane takes two units and must not be cut in half.
    short = stem.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")
    return short.rstrip(" '") + ending
