"""Which region a written name means, given its level and what it is part of; never a guess."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from communities.rules.region_codes import dotted, level_of
from communities.rules.region_spelling import numbers_in, spelled_out
from communities.rules.region_suggestions import nearest, shared_start
from p2kp_site.exchange.reading.names import clean, fold, join_spaced_capitals, strip_serial


class Place(NamedTuple):
    """A region as a name may mean it: dotted code, name, kind (a value of `RegionKind`)."""

    code: str
    name: str
    kind: str


# Why a name was not read.
REASONS = {
    "nothing": "nothing usable in the cell",
    "a_code": "a code in a column of names",
    "total": "the word of a total row",
    "unknown": "no region of this level bears the name",
    "ambiguous": "several regions bear the name",
    "wrong_kind": "a region of another kind bears the name (kota for kabupaten)",
    "elsewhere": "the region that bears the name lies elsewhere",
    "code_disagrees": "the code in brackets is not that of the name",
    "parent_disagrees": "what stands after the name is not what the region is part of",
}


@dataclass(frozen=True, slots=True)
class NameReading:
    """What a written name was read as: a region's code, or a reason with suggestions."""

    code: str | None = None
    reason: str | None = None
    suggestions: tuple[Place, ...] = ()


# How each level is announced, and the kinds that the word claims. Longest first.
_ANNOUNCED: dict[int, list[tuple[str, frozenset[str]]]] = {
    1: [(r"provinsi|propinsi|prov\b\.?|prop\b\.?", frozenset({"province"}))],
    2: [
        (r"kota administrasi|kota adm\b\.?|kotamadya|kodya|kota", frozenset({"city"})),
        (r"kabupaten administrasi|kab\b\.? ?adm\b\.?|kabupaten|kab\b\.?", frozenset({"regency"})),
    ],
    3: [(r"kecamatan|kec\b\.?|distrik", frozenset({"district"}))],
    4: [
        (r"kelurahan|kel\b\.?", frozenset({"urban_village"})),
        (r"desa|ds\b\.?", frozenset({"village"})),
    ],
}
_ANNOUNCEMENTS = {
    level: [
        (re.compile(rf"(?:{words})(?=[\s.])[\s.]*", re.IGNORECASE), kinds)
        for words, kinds in announcements
    ]
    for level, announcements in _ANNOUNCED.items()
}
_CODE_IN_BRACKETS = re.compile(r"\s*[(\[]\s*([\d.]{2,13})\s*[)\]]\s*")
_PARENT_BEHIND = re.compile(
    r"\s*,\s*|\s+(?=(?:kecamatan|kec\.?|kabupaten|kab\.?|provinsi|prov\.?)\s)", re.IGNORECASE
)
_TOTALS = frozenset({"jumlah", "total", "subtotal", "jumlahtotal", "grandtotal", "jumlahseluruh"})


def announced(name: str, level: int) -> tuple[frozenset[str], str]:
    """The kinds that a name claims by its first word, and the rest: `Kab. Siak` is a regency."""
    for pattern, kinds in _ANNOUNCEMENTS[level]:
        if (match := pattern.match(name)) and match.end() < len(name):
            return kinds, name[match.end() :]
    return frozenset(), name


class RegionNames:
    """Names of regions, folded once, so that a column of names is read without searching."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.by_code: dict[str, Place] = {}
        self._in_code_order: dict[int, list[Place]] = defaultdict(list)
        self._by_key: dict[tuple[int, str], list[Place]] = defaultdict(list)
        for place in places:
            level = level_of(place.code)
            self.by_code[place.code] = place
            self._in_code_order[level].append(place)
            for key in _keys(place.name, level):
                self._by_key[level, key].append(place)
        for of_one_level in self._in_code_order.values():
            of_one_level.sort()

    def read(self, text: str, *, level: int, within: Collection[str] = ()) -> NameReading:
        """The region of this level that the text names; `within` are codes of what it is part of.

        White space, capitals, a serial number, the word before the name, `Kep.` and `Sei`, a code
        in brackets and the parents behind a comma may differ from the register; a letter may not.
        """
        text = join_spaced_capitals(text)
        if not any(letter.isalpha() for letter in text):
            return NameReading(reason="a_code" if dotted(fold(text)) else "nothing")
        scope = [code if code.endswith(".") else code + "." for code in within if code]
        misses = []
        for name, code, parents in _readings(text):
            reading = self._read_one(name, level, scope)
            if reading.code:
                reading = self._confirmed(self.by_code[reading.code], code, parents)
            if reading.code:
                return reading
            misses.append(reading)
        # The whole text first, then what is left of it: the miss that knows most explains it.
        best = next((miss for miss in misses if miss.reason != "unknown"), None)
        return best or self._unknown(text, level, scope)

    def _read_one(self, name: str, level: int, scope: list[str]) -> NameReading:
        kinds, bare = announced(name, level)
        bearers = self._bearers(bare, level)
        fitting = [place for place in bearers if not kinds or place.kind in kinds]
        if kinds:
            # `Kota Baru`: the word may be part of the name.
            fitting += [place for place in self._bearers(name, level) if place not in fitting]
        here = [place for place in fitting if _lies_in(place, scope)]
        if len(here) == 1:
            return NameReading(code=here[0].code)
        if here:
            return NameReading(reason="ambiguous", suggestions=tuple(here[:5]))
        if wrong := [place for place in bearers if place not in fitting and _lies_in(place, scope)]:
            return NameReading(reason="wrong_kind", suggestions=tuple(wrong[:5]))
        # A name of three hundred villages tells nothing: only a neighbour may have been meant.
        if near := [place for place in fitting if _shares_a_parent(place, scope, level)]:
            return NameReading(reason="elsewhere", suggestions=tuple(near[:5]))
        return NameReading(reason="unknown")

    def _bearers(self, name: str, level: int) -> list[Place]:
        numbers = numbers_in(name)
        found: list[Place] = []
        for key in dict.fromkeys((fold(name), spelled_out(name))):
            for place in self._by_key.get((level, key), ()):
                # `Lalai I/II` and `Lalai III` fold to the same letters.
                theirs = numbers_in(place.name)
                if place not in found and (numbers == theirs or not (numbers and theirs)):
                    found.append(place)
        return found

    def _confirmed(self, place: Place, code: str, parents: list[str]) -> NameReading:
        if code and dotted(code) != place.code:
            return NameReading(reason="code_disagrees", suggestions=(place,))
        above = [self.by_code[c] for c in _codes_above(place.code) if c in self.by_code]
        if all(any(_names(parent, one) for one in above) for parent in parents):
            return NameReading(code=place.code)
        return NameReading(reason="parent_disagrees", suggestions=(place,))

    def _unknown(self, text: str, level: int, scope: list[str]) -> NameReading:
        if fold(text) in _TOTALS:
            return NameReading(reason="total")
        kinds, bare = announced(strip_serial(text), level)
        places = [p for p in self._places_in(scope, level) if not kinds or p.kind in kinds]
        near = nearest(bare, places, key=lambda place: announced(place[1], level)[1])
        return NameReading(reason="unknown", suggestions=tuple(near))

    def _places_in(self, scope: list[str], level: int) -> Iterable[Place]:
        places = self._in_code_order[level]
        if not scope:
            return places
        # "/" is the character behind ".": the range holds the codes that begin so.
        ends = [(bisect_left(places, (c,)), bisect_left(places, (c[:-1] + "/",))) for c in scope]
        return [place for start, end in ends for place in places[start:end]]


def read_region_name(
    text: str,
    candidates: RegionNames | Iterable[Place],
    *,
    level: int,
    within: Collection[str] = (),
) -> NameReading:
    """The region that a written name means among these candidates, see `RegionNames.read`.

    Whoever reads more than one name makes the `RegionNames` once.
    """
    names = candidates if isinstance(candidates, RegionNames) else RegionNames(candidates)
    return names.read(text, level=level, within=within)


def same_written_name(written: str, name: str) -> bool:
    """Is what a person wrote beside a code the name of the code's region?

    White space, capitals, usual abbreviations, a serial number, the word before the name
    (`Kec. Tembilahan`) and a code in brackets may differ; a letter may not, and a kota is no
    kabupaten.
    """
    text = join_spaced_capitals(_CODE_IN_BRACKETS.sub(" ", written))
    theirs = {spelled_out(name), spelled_out(announced(name, 2)[1])}
    for one in dict.fromkeys((text, strip_serial(text))):
        # `Kota` and `Kab.` stay: they are part of the name where a regency is meant.
        bare = next(
            (bare for level in (1, 3, 4) for kinds, bare in [announced(one, level)] if kinds), one
        )
        if not theirs.isdisjoint({spelled_out(one), spelled_out(bare)}):
            return True
    return False


def place_key(name: str, level: int) -> str:
    """A region's name for comparing it between editions: the kind of a regency is kept."""
    kinds, bare = announced(name, level)
    return "".join(sorted(kinds if level == 2 else ())) + " " + spelled_out(bare)


def _keys(name: str, level: int) -> set[str]:
    bare = announced(name, level)[1] if level == 2 else name
    return {fold(name), fold(bare), spelled_out(bare)}


def _readings(text: str) -> list[tuple[str, str, list[str]]]:
    """The name, the code in brackets and the parents behind it: the text as it is goes first."""
    code = ""
    if match := _CODE_IN_BRACKETS.search(text):
        code, text = match.group(1), clean(_CODE_IN_BRACKETS.sub(" ", text))
    found: list[tuple[str, str, list[str]]] = []
    for whole in dict.fromkeys((text, strip_serial(text))):
        found.append((whole, code, []))
        head, *parents = [part for part in _PARENT_BEHIND.split(whole) if part]
        if parents:
            found.append((head, code, parents))
    return found


def _names(text: str, place: Place) -> bool:
    level = level_of(place.code)
    kinds, bare = announced(text, level)
    fits = not kinds or place.kind in kinds
    return fits and not _keys(place.name, level).isdisjoint({fold(text), spelled_out(bare)})


def _lies_in(place: Place, scope: list[str]) -> bool:
    return not scope or place.code.startswith(tuple(scope))


def _shares_a_parent(place: Place, scope: list[str], level: int) -> bool:
    """Does it lie in the same regency (or province, for a regency) as what was asked for?"""
    length = 2 if level == 2 else 5
    return any(shared_start(place.code, c) >= length for c in scope)


def _codes_above(code: str) -> list[str]:
    parts = code.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]
