"""Paths of regions: given at birth, and rewritten only when a region gets another parent."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from communities.rules.region_codes import level_of, parent_code
from communities.rules.register_comparison import Comparison, Known
from p2kp_site.foundation.areas import LEVEL_ENDS, STEPS


class NoStepLeft(ValueError):
    """A region has as many children, past and present, as its path can number."""


@dataclass(slots=True)
class Paths:
    """The paths after a change of the register."""

    added: dict[str, str] = field(default_factory=dict)  # code of a new region: its path
    rewritten: dict[str, str] = field(default_factory=dict)  # old path: new path


def child_path(parent_path: str, step: int) -> str:
    """The path of a parent's child number `step`, counted from one."""
    width = STEPS[LEVEL_ENDS.index(len(parent_path)) + 1 if parent_path else 0]
    if step >= 10**width:
        raise NoStepLeft(parent_path)
    return parent_path + str(step).zfill(width)


def step_of(path: str) -> int:
    """The number of a region among its parent's children."""
    return int(path[-STEPS[LEVEL_ENDS.index(len(path))] :])


def paths_after(known: Iterable[Known], comparison: Comparison) -> Paths:
    """Give the new regions their paths, and those that changed parents, with all below them.

    Steps are given in code order; one that a region (retired ones too) has is not given again.
    """
    regions = sorted(known, key=lambda region: len(region.path))
    highest: dict[int | None, int] = {}
    for region in regions:
        highest[region.parent_id] = max(highest.get(region.parent_id, 0), step_of(region.path))
    newcomers: dict[str, Known | None] = dict.fromkeys(row.code for row in comparison.added)
    newcomers.update(reparented(comparison))
    paths, steps, at = Paths(), dict[str, int](), dict[int, str]()
    for level, end in enumerate(LEVEL_ENDS, start=1):
        for code in sorted(code for code in newcomers if level_of(code) == level):
            above = parent_code(code)
            parent = comparison.region_at.get(above)
            own_path = at[parent.id] if parent else paths.added[above] if above else ""
            start = highest.get(parent.id if parent else None, 0) if parent or not above else 0
            steps[above] = steps.get(above, start) + 1
            path = child_path(own_path, steps[above])
            if mover := newcomers[code]:
                at[mover.id] = path
            else:
                paths.added[code] = path
        for region in regions:
            if len(region.path) == end and region.id not in at:
                above_it = "" if region.parent_id is None else at[region.parent_id]
                at[region.id] = above_it + _tail(region)
    paths.rewritten = {r.path: at[r.id] for r in regions if at[r.id] != r.path}
    return paths


def reparented(comparison: Comparison) -> dict[str, Known]:
    """The regions that are now part of another region, by their new code."""
    found: dict[str, Known] = {}
    for region, row in comparison.moved:
        parent = comparison.region_at.get(parent_code(row.code))
        if region.parent_id is not None and (parent is None or parent.id != region.parent_id):
            found[row.code] = region
    return found


def _tail(region: Known) -> str:
    return region.path[-STEPS[LEVEL_ENDS.index(len(region.path))] :]
