"""Areas: paths of fixed steps, and what lies in which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from p2kp_site.foundation.areas import LEVEL_ENDS, LONGEST, STEPS, above, common, last_in


@st.composite
def paths(draw: st.DrawFn, shortest: int = 1) -> str:
    """A path of a region of any level, each step counted from one."""
    levels = draw(st.integers(shortest, len(STEPS)))
    return "".join(
        str(draw(st.integers(1, 10**width - 1) | st.just(10**width - 1))).zfill(width)
        for width in STEPS[:levels]
    )


@given(paths(), paths())
def test_the_range_of_an_area_holds_exactly_what_begins_with_it(area: str, other: str) -> None:
    for path in (area, other, *(area + tail for tail in ("001", "999", "9999"))):
        if len(path) <= LONGEST:
            assert (area <= path <= last_in(area)) == path.startswith(area), path


@given(paths())
def test_above_an_area_are_its_beginnings_the_nation_first(area: str) -> None:
    found = above(area)
    assert found[0] == ""
    assert found[-1] == area
    assert found == sorted(found, key=len)
    assert all(area.startswith(path) for path in found)
    assert {len(path) for path in found} == {0, *(end for end in LEVEL_ENDS if end <= len(area))}


@given(st.lists(paths(), min_size=1, max_size=5))
def test_the_common_area_is_the_smallest_that_holds_all(areas: list[str]) -> None:
    shared = common(areas)
    assert shared is not None
    assert all(area.startswith(shared) for area in areas)
    longer = [path for path in above(areas[0]) if len(path) > len(shared)]
    assert not any(all(area.startswith(path) for area in areas) for path in longer)


@pytest.mark.parametrize(
    ("areas", "expected"),
    [
        ([], None),
        ([""], ""),
        (["014004004"], "014004004"),
        (["014004004", "014004013"], "014004"),
        (["014004", "014004013"], "014004"),
        (["014004004", "015"], ""),
        (["", "014"], ""),
    ],
)
def test_common_areas_by_example(areas: list[str], expected: str | None) -> None:
    assert common(areas) == expected


def test_the_longest_path_is_that_of_a_village() -> None:
    assert LONGEST == sum(STEPS) == 13
