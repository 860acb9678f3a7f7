"""What a new edition of the national register changes, judged by codes and names alone.

The register says which regions there are, not what became of those that are gone. A region is
taken for the same place when its code stays and its name differs in spelling only, or when its
code is gone and exactly one new code nearby bears its name. Everything else is doubtful and left
to people, or another place.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import NamedTuple, Protocol

from communities.rules.region_codes import level_of, parent_code
from communities.rules.region_names import place_key
from communities.rules.region_spelling import same_place
from p2kp_site.exchange.reading.names import fold

LEVELS = (1, 2, 3, 4)
# How far up a region may have moved, as levels above its own; None is the whole nation.
_REACH: dict[int, tuple[int | None, ...]] = {1: (None,), 2: (1, None), 3: (1, 2), 4: (1, 2)}


class Row(Protocol):
    """A region in the new edition; parents are there too."""

    @property
    def code(self) -> str: ...

    @property
    def name(self) -> str: ...


class Known(NamedTuple):
    """A region as the base has it, in force or retired."""

    id: int
    parent_id: int | None
    code: str
    name: str
    path: str
    edition: str = ""
    valid_from: date | None = None
    retired_on: date | None = None


class Why(Enum):
    """Why a row of the register was not applied."""

    OTHER_NAME = "the code bears another name"
    CODE_HELD = "a region that the register does not cover has the code"
    PERHAPS_MOVED = "a region of this name stands under a code that the register does not cover"
    PARENT_DOUBTFUL = "what it is part of was not added"


class Doubt(NamedTuple):
    """A row of the register that was not applied, and the region it may mean."""

    row: Row
    region: Known | None
    why: Why


@dataclass(slots=True)
class Comparison:
    """The regions and rows of both sides, sorted by what is to be done."""

    unchanged: int = 0
    respelt: list[tuple[Known, Row]] = field(default_factory=list)
    doubtful: list[Doubt] = field(default_factory=list)
    moved: list[tuple[Known, Row]] = field(default_factory=list)
    retired: list[Known] = field(default_factory=list)
    kept: list[Known] = field(default_factory=list)
    added: list[Row] = field(default_factory=list)
    # The region that stands for a code of the register, where there is one already.
    region_at: dict[str, Known] = field(default_factory=dict)

    @property
    def changes_nothing(self) -> bool:
        return not (self.respelt or self.moved or self.retired or self.added)


def compare(known: Iterable[Known], rows: Sequence[Row]) -> Comparison:
    """Compare the regions in force with a new edition, from the provinces down."""
    return _Comparing(known, rows).result


class _Comparing:
    def __init__(self, known: Iterable[Known], rows: Sequence[Row]) -> None:
        self.result = Comparison()
        self.regions = {region.id: region for region in known if region.retired_on is None}
        self.rows: dict[str, Row] = {row.code: row for row in rows}
        self.held = {region.code for region in self.regions.values()}
        self.listed = Counter(parent_code(code) for code in self.rows)
        self.siblings = Counter((r.parent_id, fold(r.name)) for r in self.regions.values())
        self.code_of: dict[int, str] = {}
        self.gone: set[int] = set()
        self.refused: set[str] = set()
        regions_of: dict[int, list[Known]] = defaultdict(list)
        rows_of: dict[int, list[Row]] = defaultdict(list)
        for region in sorted(self.regions.values(), key=lambda r: r.code):
            regions_of[level_of(region.code)].append(region)
        for code in sorted(self.rows):
            rows_of[level_of(code)].append(self.rows[code])
        for level in LEVELS:
            self.compare_level(level, regions_of[level], rows_of[level])

    def compare_level(self, level: int, regions: list[Known], rows: list[Row]) -> None:
        renamed, absent = self.match_by_code(regions)
        covered = self.covers_provinces(regions) if level == 1 else True
        vanished = [r for r in absent if covered and self.is_covered(r)]
        kept = [r for r in absent if not (covered and self.is_covered(r))]
        self.match_by_name(level, vanished, renamed, rows)
        for region in renamed:
            if region.id not in self.code_of:
                self.settle(region, self.rows[region.code])
                self.result.doubtful.append(Doubt(self.rows[region.code], region, Why.OTHER_NAME))
        for region in vanished:
            if region.id not in self.code_of:
                self.gone.add(region.id)
                self.result.retired.append(region)
        self.result.kept += kept
        self.add_the_rest(level, kept, rows)

    def settle(self, region: Known, row: Row) -> None:
        self.code_of[region.id] = row.code
        self.result.region_at[row.code] = region

    def match_by_code(self, regions: list[Known]) -> tuple[list[Known], list[Known]]:
        """Settles the regions that keep their code; gives those of another name, and the absent."""
        renamed, absent = [], []
        for region in regions:
            row = self.rows.get(region.code)
            # Below a region that moved, the old code may stand for a child of its successor.
            above = "" if region.parent_id is None else self.code_of.get(region.parent_id)
            if row is None or parent_code(region.code) != above:
                absent.append(region)
            elif row.name == region.name:
                self.settle(region, row)
                self.result.unchanged += 1
            elif same_place(region.name, row.name) and not self.names_a_sibling(region, row):
                self.settle(region, row)
                self.result.respelt.append((region, row))
            else:
                renamed.append(region)
        return renamed, absent

    def names_a_sibling(self, region: Known, row: Row) -> bool:
        """`Sukamaju` for `Sukamaja` is no spelling where both stand side by side."""
        other = fold(row.name)
        return other != fold(region.name) and (region.parent_id, other) in self.siblings

    def covers_provinces(self, regions: list[Known]) -> bool:
        listed = sum(region.code in self.rows for region in regions)
        return bool(listed) and 2 * listed >= len(regions)

    def is_covered(self, region: Known) -> bool:
        """Does the register list other children where this one should stand?"""
        if region.parent_id is None or region.parent_id in self.gone:
            return True
        above = self.code_of.get(region.parent_id)
        return above is not None and self.listed[above] > 0

    def match_by_name(
        self, level: int, vanished: list[Known], renamed: list[Known], rows: list[Row]
    ) -> None:
        """Settles regions whose name stands under exactly one new code, nearest first."""
        if not vanished and not renamed:
            return
        new = [row for row in rows if row.code not in self.held]
        for number, reach in enumerate(_REACH[level]):
            # A code that bears another name is only looked for next door.
            sought = vanished + (renamed if number == 0 else [])
            places: dict[tuple[str, str], list[Known]] = defaultdict(list)
            for region in sought:
                scope = self.scope_of(region, reach)
                if region.id not in self.code_of and scope is not None:
                    places[scope, place_key(region.name, level)].append(region)
            targets: dict[tuple[str, str], list[Row]] = defaultdict(list)
            for row in new:
                if row.code not in self.result.region_at:
                    targets[_scope_of(row.code, reach), place_key(row.name, level)].append(row)
            for key, regions in places.items():
                found = targets.get(key, [])
                if len(regions) == 1 and len(found) == 1:
                    self.settle(regions[0], found[0])
                    self.result.moved.append((regions[0], found[0]))

    def scope_of(self, region: Known, reach: int | None) -> str | None:
        """The register's code of the region's ancestor, or None when that has none."""
        if reach is None:
            return ""
        ancestor: Known | None = region
        for _ in range(reach):
            above = ancestor.parent_id if ancestor else None
            ancestor = self.regions.get(above) if above is not None else None
        return self.code_of.get(ancestor.id) if ancestor else None

    def add_the_rest(self, level: int, kept: list[Known], rows: list[Row]) -> None:
        held = {region.code: region for region in kept}
        # No two regencies of Indonesia bear one name: a second one is the first under a new code.
        named = {place_key(r.name, level): r for r in kept} if level == 2 else {}
        for row in rows:
            if row.code in self.result.region_at:
                continue
            doubt = None
            if parent_code(row.code) in self.refused:
                doubt = Doubt(row, None, Why.PARENT_DOUBTFUL)
            elif row.code in held:
                doubt = Doubt(row, held[row.code], Why.CODE_HELD)
            elif (other := named.get(place_key(row.name, level))) is not None:
                doubt = Doubt(row, other, Why.PERHAPS_MOVED)
            if doubt is None:
                self.result.added.append(row)
            else:
                self.refused.add(row.code)
                self.result.doubtful.append(doubt)


def _scope_of(code: str, reach: int | None) -> str:
    return "" if reach is None else code.rsplit(".", reach)[0]
