"""Headings as people write them, matched to fields."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

from .names import fold

_NOTE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*[*:]*\s*$")
_SERIALS = frozenset(("no", "nr", "nomor", "nomer", "nourut", "nomorurut", "nourt", "urut"))


def heading_key(text: str) -> str:
    """What is compared of a heading: letters and digits, and `persen` for the sign."""
    return fold(text.replace("%", " persen ") if "%" in text else text)


def without_note(text: str) -> str:
    """`Luas (Ha)` -> `Luas`; the text itself when nothing else would be left."""
    return _NOTE.sub("", text) or text


def is_serial(text: str) -> bool:
    """The heading of a column that only numbers the rows."""
    return heading_key(text) in _SERIALS


class HeadingBook:
    """All spellings of the headings of one dataset.

    Two spellings that come to the same key but mean different fields are no use and are left out,
    unless one of them is the name of a field.
    """

    def __init__(self, headings: Mapping[str, str]) -> None:
        self.fields = frozenset(headings.values())
        self._known: dict[str, str | None] = {}
        for text, field in headings.items():
            self._learn(heading_key(text), field)
        for text, field in headings.items():
            self._known.setdefault(heading_key(without_note(text)), field)
        for field in self.fields:
            self._known[heading_key(field)] = field
        self._known.pop("", None)

    def _learn(self, key: str, field: str) -> None:
        self._known[key] = field if self._known.get(key, field) == field else None

    def field_of(self, text: str) -> str | None:
        """The field of one heading, with or without a note in brackets at its end."""
        field = self._known.get(heading_key(text))
        if field is None and text[-1:] in ")]*:":
            field = self._known.get(heading_key(without_note(text)))
        return field

    def field_of_stack(self, stack: Sequence[str]) -> str | None:
        """The field of headings that stand above each other, outermost first.

        The most complete reading wins: `Anggota` over `L` is tried before `L` alone.
        """
        for start in range(len(stack)):
            field = self.field_of(" ".join(stack[start:]))
            if field is not None:
                return field
        return None

    def suggest(self, stack: Sequence[str], taken: Iterable[str] = ()) -> list[str]:
        """Up to three fields whose headings look like this one, closest first."""
        leaf = heading_key(without_note(stack[-1])) if stack else ""
        if len(leaf) < 2:
            return []
        known = {key: field for key, field in self._known.items() if field is not None}
        close = difflib.get_close_matches(leaf, known, n=12, cutoff=0.65)
        free = dict.fromkeys(known[key] for key in close)
        for field in taken:
            free.pop(field, None)
        return list(free)[:3]
