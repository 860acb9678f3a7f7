"""Areas: paths of fixed steps from the nation ("") over province, regency and district to village.

A path holds digits only (`014004004` is a district), so that a range over it is the same under
every collation, and a place lies in an area when its path begins with the area's.
"""

from collections.abc import Iterable

STEPS = (3, 3, 3, 4)
LEVEL_ENDS = tuple(sum(STEPS[: level + 1]) for level in range(len(STEPS)))
LONGEST = LEVEL_ENDS[-1]


def last_in(area: str) -> str:
    """The last path that an area can hold: `014004` -> `0140049999999`."""
    return area.ljust(LONGEST, "9")


def above(area: str) -> list[str]:
    """The area itself and every area that contains it, the nation first."""
    return ["", *(area[:end] for end in LEVEL_ENDS if end <= len(area))]


def common(areas: Iterable[str]) -> str | None:
    """The smallest area that contains all of these; None for none."""
    shared: set[str] | None = None
    for area in areas:
        shared = set(above(area)) if shared is None else shared & set(above(area))
    return None if shared is None else max(shared, key=len)
